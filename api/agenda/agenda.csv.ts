import { writeCsv } from '../platform/csv.ts'
import { plainWords } from './agenda.markdown.ts'
import type { ExportedDate, ExportedEvent } from './exported-event.ts'

const yesNo = (value: boolean | null) => (value === null ? '' : value ? 'oui' : 'non')
/** `2026-12-05 19:00`: spreadsheets take it for a date, which they do not with a T. */
const wall = (text: string) => text.replace('T', ' ')

function stateOf(event: ExportedEvent, date: ExportedDate): string {
  if (event.cancelled || date.cancelled) return 'annulé'
  return date.moved ? 'déplacé' : 'prévu'
}

type Column = [name: string, read: (event: ExportedEvent, date: ExportedDate) => string | number | null]
const columns: Column[] = [
  ['identifiant', ({ id }) => id],
  ['titre', ({ title }) => title],
  ['debut', (_, { start }) => wall(start)],
  ['fin', (_, { end }) => wall(end)],
  ['journee_entiere', (_, { allDay }) => yesNo(allDay)],
  ['etat', stateOf],
  ['raison', (event, { reason }) => reason ?? (event.cancelled ? event.statusWords : null)],
  ['lieu', ({ place }) => place?.name ?? null],
  ['adresse', ({ place }) => place?.address ?? null],
  ['commune', ({ commune }) => commune?.name ?? null],
  ['code_insee', ({ commune }) => commune?.code ?? null],
  ['lat', ({ place }) => place?.lat ?? null],
  ['lon', ({ place }) => place?.lon ?? null],
  ['organisateur', ({ organizer }) => organizer?.name ?? null],
  ['categories', ({ categories }) => categories.map(({ name }) => name).join(', ')],
  ['gratuit', ({ free }) => yesNo(free)],
  ['tarif', ({ price }) => price],
  ['age_min', ({ ageMin }) => ageMin],
  ['age_max', ({ ageMax }) => ageMax],
  ['accessibilite', ({ accessibility }) => accessibility.join(', ')],
  ['en_ligne', ({ onlineUrl }) => onlineUrl],
  ['reservation_lien', ({ bookingUrl }) => bookingUrl],
  ['reservation_telephone', ({ bookingPhone }) => bookingPhone],
  ['reservation_courriel', ({ bookingEmail }) => bookingEmail],
  ['description', ({ description }) => plainWords(description, 2000)],
  ['mots_cles', ({ keywords }) => keywords.join(', ')],
  ['image', ({ image }) => image?.url ?? null],
  ['credit_image', ({ image }) => image?.credit ?? null],
  ['page', ({ url }) => url],
  ['modifie_le', ({ updatedAt }) => new Date(updatedAt).toISOString()],
]

/**
 * A line a date, for a spreadsheet: what a bulletin or a notice board is made from. Wall times of the event's zone; the
 * byte-order mark and semicolons that French spreadsheets expect (see platform/csv.ts).
 */
export function writeEventsCsv(events: readonly ExportedEvent[]): string {
  const rows = events
    .flatMap((event) => event.dates.map((date) => ({ event, date })))
    .toSorted((a, b) => a.date.startAt - b.date.startAt)
  return writeCsv(
    columns.map(([name]) => name),
    rows.map(({ event, date }) => columns.map(([, read]) => read(event, date))),
  )
}
