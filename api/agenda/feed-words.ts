import type { ExportedDate, ExportedEvent } from './exported-event.ts'
import { placeWords } from './exported-event.ts'

const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' })

function hour(wall: string): string {
  const [hours = '', minutes = ''] = wall.slice(11).split(':')
  return `${Number(hours)} h${minutes === '00' ? '' : ` ${minutes}`}`
}

/** « samedi 5 décembre 2026 à 19 h », « du samedi 5 décembre 2026 au dimanche 6 décembre 2026 ». */
export function dateWords({ start, end, allDay }: ExportedDate): string {
  const first = day.format(Date.parse(start.slice(0, 10)))
  if (!allDay) return `${first} à ${hour(start)}`
  return start === end ? first : `du ${first} au ${day.format(Date.parse(end))}`
}

/** What a reader of feeds sees first: whether it takes place, when (the next dates) and where. */
export function summaryWords(event: ExportedEvent): string {
  const held = event.dates.filter(({ cancelled }) => !cancelled)
  const isCancelled = event.cancelled || (event.dates.length > 0 && held.length === 0)
  const shown = (isCancelled ? event.dates : held).slice(0, 3).map(dateWords)
  const more = (isCancelled ? event.dates : held).length > 3 ? ' …' : ''
  const reason = event.statusWords ?? event.dates.find(({ reason }) => reason)?.reason
  const state = isCancelled ? `Annulé${reason ? ` (${reason})` : ''} : ` : ''
  return [`${state}${shown.join(', ')}${more}`, placeWords(event), event.price].filter(Boolean).join(' · ')
}
