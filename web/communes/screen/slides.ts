import type { PublicAlert } from '../../../api/alerts/alert.schemas.ts'
import type { CommunePage } from '../../../api/communes/communes.schemas.ts'

/** What the window of a town hall shows in turn. Pure. */
export type Slide =
  | { kind: 'alert'; key: string; alert: PublicAlert; words: string; more: boolean; seconds: number }
  | { kind: 'events'; key: string; events: CommunePage['events']; seconds: number }
  | { kind: 'hours'; key: string; seconds: number }
  | { kind: 'calm'; key: string; seconds: number }

/** More lines than these are not read through a window. */
const eventsASlide = 4
const eventSlidesAtMost = 3
const wordsShown = 260

/** Long enough to be read twice by a slow reader: about twelve letters a second. */
const readingSeconds = (letters: number) => Math.min(40, Math.max(10, Math.round(4 + letters / 9)))

/** Cut between words. */
function firstWords(words: string): { words: string; more: boolean } {
  if (words.length <= wordsShown) return { words, more: false }
  const cut = words.slice(0, wordsShown)
  return { words: `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1))}…`, more: true }
}

const alertSlide = (alert: PublicAlert): Slide => {
  const shown = firstWords(alert.endWords || alert.words)
  return {
    kind: 'alert',
    key: `${alert.id} ${alert.edition}`,
    alert,
    ...shown,
    seconds: readingSeconds(alert.title.length + shown.words.length),
  }
}

/** Alerts, then the coming days, then the hours; danger in force comes back after each of the others. */
export function slidesOf(page: CommunePage): Slide[] {
  const isUrgent = ({ kind, phase }: PublicAlert) => kind === 'danger' && phase === 'current'
  const urgent = page.alerts.filter(isUrgent).map(alertSlide)
  const events = Array.from(
    { length: Math.min(eventSlidesAtMost, Math.ceil(page.events.length / eventsASlide)) },
    (_, i): Slide => ({
      kind: 'events',
      key: `events ${i}`,
      events: page.events.slice(i * eventsASlide, (i + 1) * eventsASlide),
      seconds: 16,
    }),
  )
  const hours: Slide[] =
    page.townHall?.openingHours || page.townHall?.phone ? [{ kind: 'hours', key: 'hours', seconds: 12 }] : []
  const others = [...page.alerts.filter((one) => !isUrgent(one)).map(alertSlide), ...events, ...hours]
  if (urgent.length > 0)
    return others.length === 0
      ? urgent
      : // A key for each turn: which one is shown must be known when the list is made again.
        others.flatMap((one, turn) => [...urgent.map((own) => ({ ...own, key: `${own.key} ${turn}` })), one])
  return others.length > 0 ? others : [{ kind: 'calm', key: 'calm', seconds: 20 }]
}
