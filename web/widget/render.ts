import type { PublicOccurrence } from '../../api/agenda/agenda.schemas.ts'
import { dayFromNow, dayWords, hourWords, type Language, words } from './words.ts'

export const looks = ['list', 'cards', 'compact'] as const
export type Look = (typeof looks)[number]
export type Shown = {
  language: Language
  look: Look
  /** Of its heading, 2 to 5: the page's own outline goes on. */
  level: number
  title: string
  /** Where our pages are. */
  origin: string
  agendaUrl: string
  calendarUrl: string
  now: number
}

type Child = Node | string | null | false
/** An element whose text is text, whatever it holds. */
export function el(tag: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  for (const child of children) if (child) made.append(child)
  return made
}

function whenWords(item: PublicOccurrence, { language, look, now }: Shown): string {
  const say = words[language]
  const [first, last] = [item.start.slice(0, 10), item.end.slice(0, 10)]
  const today = dayFromNow(0, now)
  // Past midnight is still the same evening.
  const lasts = item.allDay ? last > first : item.endAt - item.startAt > 86_400_000
  // A card stands under no day's heading.
  const day = look === 'cards' && first >= today ? dayWords(first, language, now) : ''
  const hour = item.allDay ? (lasts ? '' : say.allDay) : first < today ? '' : hourWords(item.start, language)
  return [day, hour, lasts || first < today ? say.until(dayWords(last, language, now)) : '']
    .filter(Boolean)
    .join(', ')
}

function line(item: PublicOccurrence, shown: Shown): HTMLElement {
  const { language, look, origin } = shown
  const say = words[language]
  const where = [item.place?.name, item.commune?.name].filter(Boolean).join(', ')
  const place = where || (item.attendanceMode === 'offline' ? '' : say.online)
  const when = el('time', { datetime: item.start }, whenWords(item, shown))
  const facts = [place, item.free ? say.free : (item.price ?? '')].filter(Boolean).join(' · ')
  const state = item.cancelled ? say.cancelled : item.moved ? say.moved : null
  return el(
    'li',
    { class: item.cancelled ? 'off' : '' },
    look === 'cards' &&
      item.image !== null &&
      el('img', { src: origin + item.image.thumbUrl, alt: item.image.description, loading: 'lazy' }),
    state !== null &&
      el('p', {}, el('span', { class: 'tag' }, state), item.reason ? ` ${item.reason}` : null),
    el('a', { class: 'name', href: origin + item.path }, item.title),
    el('p', {}, when, facts ? `${when.textContent ? ' · ' : ''}${facts}` : null),
  )
}

/** The dates, a heading a day; what began before today is first, on its own. Cards say their day themselves. */
export function renderDates(items: readonly PublicOccurrence[], shown: Shown): Node[] {
  const { language, now, level } = shown
  if (shown.look === 'cards' && items.length > 0)
    return [el('ul', {}, ...items.map((item) => line(item, shown)))]
  const today = dayFromNow(0, now)
  const days = new Map<string, PublicOccurrence[]>()
  for (const item of items) {
    const day = item.start.slice(0, 10)
    const key = day < today ? '' : day
    days.set(key, [...(days.get(key) ?? []), item])
  }
  return [...days].flatMap(([day, held]) => [
    el(
      `h${level + 1}`,
      { class: 'day' },
      day === '' ? words[language].running : dayWords(day, language, now),
    ),
    el('ul', {}, ...held.map((item) => line(item, shown))),
  ])
}

export function renderLinks({ language, agendaUrl, calendarUrl }: Shown): HTMLElement {
  const say = words[language]
  return el(
    'p',
    { class: 'more' },
    el('a', { href: agendaUrl }, say.whole),
    el('a', { href: calendarUrl }, say.subscribe),
  )
}
