import { recall, remember } from '../../offline/remembered.ts'
import type { QueuedSend } from '../../offline/stored.ts'

const name = 'counted'
/** More than one person ever counts themselves in: the list stays short. */
const most = 200

const ids = () => (recall(name) ?? '').split(' ').filter(Boolean)

/** Whether « moi aussi » was said of this report on this phone: one person counts once. */
export const wasCounted = (id: string): boolean => ids().includes(id)

export function noteCounted(id: string): void {
  remember(name, [id, ...ids().filter((one) => one !== id)].slice(0, most).join(' '))
}

/** The same of one that left later: its address names the report. */
export async function noteCountedOf({ path }: Pick<QueuedSend, 'path'>): Promise<boolean> {
  noteCounted(path.split('/').at(-2) ?? '')
  return true
}
