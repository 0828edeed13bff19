import { recall, remember } from '../../offline/remembered.ts'

const name = 'counted'
/** More than one person ever counts themselves in: the list stays short. */
const most = 200

const ids = () => (recall(name) ?? '').split(' ').filter(Boolean)

/** Whether « moi aussi » was said of this report on this phone: one person counts once. */
export const wasCounted = (id: string): boolean => ids().includes(id)

export function noteCounted(id: string): void {
  remember(name, [id, ...ids().filter((one) => one !== id)].slice(0, most).join(' '))
}
