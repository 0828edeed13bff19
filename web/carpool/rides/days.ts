import { dateFormat } from '../../locales/intl.ts'
import { addDays, dayOf } from '../../agenda/list/days.ts'
import { now } from '../../offline/clock.ts'

/** Wall day and time of an instant in France: `2026-11-27`, `07:30`. */
export function wallOf(at: number): { day: string; time: string } {
  const time = dateFormat('fr-FR', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/Paris',
  }).format(at)
  return { day: dayOf(at), time }
}

export const today = () => dayOf(now())
export const tomorrow = () => addDays(today(), 1)
