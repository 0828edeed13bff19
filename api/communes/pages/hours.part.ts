import { html } from 'hono/html'
import type { Html, PageLanguage } from '../../platform/page-shell.ts'
import { wallOfInstant } from '../../platform/paris-time.ts'
import { exceptionsFrom, openingAt, type Opening, type Span } from '../../territory/territory.usecases.ts'
import type { TownHallView } from '../communes.schemas.ts'
import { type Say, speak } from './pages.words.ts'
import { theirWords } from '../../platform/their-words.ts'

const locales = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' } as const

/** « 9 h », « 9 h 30 ». */
function sayTime(language: PageLanguage, time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  if (language === 'nl') return `${hour.padStart(2, '0')}:${minute}`
  if (language === 'en') return `${Number(hour)}:${minute}`
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}
const saySpans = (language: PageLanguage, spans: readonly Span[], closed: string) =>
  spans.length === 0
    ? closed
    : spans.map(([from, to]) => `${sayTime(language, from)} – ${sayTime(language, to)}`).join(', ')
/** « jeudi 24 décembre » */
const sayDay = (language: PageLanguage, day: string) =>
  new Intl.DateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
    .format(Date.parse(day))
    .replace(/ 1 /, language === 'fr' ? ' 1er ' : ' 1 ')
/** 5 January 2026 was a Monday. */
const sayWeekday = (language: PageLanguage, day: number) =>
  new Intl.DateTimeFormat(locales[language], { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, 0, 4 + day),
  )

/** Whether it is open now, in words; and when it opens next. */
function sayNow(opening: Opening, { language, say, now }: { language: PageLanguage; say: Say; now: number }) {
  const state = openingAt(opening, wallOfInstant(now))
  if (state.open) return say('openNow', { time: sayTime(language, state.until) })
  const closed = say(state.today.why === 'holiday' ? 'closedHoliday' : 'closedNow')
  if (!state.next) return closed
  const time = sayTime(language, state.next.time)
  const next =
    state.next.daysAhead === 0
      ? say('nextToday', { time })
      : state.next.daysAhead === 1
        ? say('nextTomorrow', { time })
        : say('nextDay', { day: sayDay(language, state.next.day), time })
  return `${closed} ${next}`
}

/** How to reach the town hall, and when: a table that is read aloud day by day. */
export function townHallPart(
  townHall: TownHallView | null,
  { language, now }: { language: PageLanguage; now: number },
): Html {
  const say = speak(language)
  const { phone, email, address, openingHours } = townHall ?? {
    phone: null,
    email: null,
    address: null,
    openingHours: null,
  }
  const isKnown = Boolean(phone || email || address || openingHours)
  return html`<section class="stack-small" id="mairie">
    <h2>${townHall?.name ?? say('townHall')}</h2>
    ${isKnown ? '' : html`<p>${say('unknown')}</p>`} ${address ? html`<p>${address}</p>` : ''}
    ${phone ? html`<p><a href="tel:${phone.replace(/[^\d+]/g, '')}">${say('phone', { phone })}</a></p>` : ''}
    ${email ? html`<p><a href="mailto:${email}">${say('mail', { mail: email })}</a></p>` : ''}
    ${openingHours ? hoursPart(openingHours, { language, say, now }) : ''}
  </section>`
}

function hoursPart(
  opening: Opening & { note?: string | undefined },
  { language, say, now }: { language: PageLanguage; say: Say; now: number },
): Html {
  const { day: today } = wallOfInstant(now)
  const coming = exceptionsFrom(opening, today)
  return html`<h3>${say('hours')}</h3>
    <p class="no-print"><strong>${sayNow(opening, { language, say, now })}</strong></p>
    <ul>
      ${[1, 2, 3, 4, 5, 6, 7].map(
        (day) =>
          html`<li>
            ${sayWeekday(language, day)} :
            ${saySpans(language, opening.days.find((one) => one.day === day)?.spans ?? [], say('closed'))}
          </li>`,
      )}
    </ul>
    ${opening.note ? html`<p>${theirWords(opening.note)}</p>` : ''}
    ${
      coming.length === 0
        ? ''
        : html`<h3>${say('exceptions')}</h3>
            <ul>
              ${coming.map(({ from, to, spans, words }) => {
                const days =
                  from === to
                    ? say('oneDay', { day: sayDay(language, from) })
                    : say('someDays', { from: sayDay(language, from), to: sayDay(language, to) })
                return html`<li>
                  ${days} :
                  ${saySpans(language, spans, say('closed'))}${words ? html` (${theirWords(words)})` : ''}
                </li>`
              })}
            </ul>`
    }
    <p class="small soft">${say('holidays')}</p>`
}
