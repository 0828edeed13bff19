import { html } from 'hono/html'
import type { PublicOccurrence } from '../agenda.schemas.ts'
import { type PageLanguage, sayDay, sayHour, speak } from './pages.words.ts'
import type { Html } from '../../platform/page-shell.ts'
import { theirWords } from '../../platform/their-words.ts'

/** A date as a line of the frame. */
export type FrameLine = Pick<
  PublicOccurrence,
  | 'path'
  | 'title'
  | 'startAt'
  | 'endAt'
  | 'start'
  | 'end'
  | 'allDay'
  | 'cancelled'
  | 'moved'
  | 'reason'
  | 'commune'
  | 'free'
  | 'price'
> & { place: { name: string } | null }

type Given = {
  language: PageLanguage
  title: string
  items: readonly FrameLine[]
  /** The same choice on our own pages, and as a calendar. */
  agendaPath: string
  calendarPath: string
  now: number
}

/**
 * The agenda inside a frame of another site: a page without a script, whose links open in the whole window. What is
 * cancelled or moved says so.
 */
export function framePage(given: Given): Html {
  const { language, title, items, agendaPath, calendarPath } = given
  const say = speak(language)
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, follow" />
        <title>${title}</title>
        <base target="_top" />
        <link rel="stylesheet" href="/integrer.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${days(given)} ${items.length === 0 ? html`<p>${say('none')}</p>` : ''}
          <p class="links">
            <a href="${agendaPath}">${say('back')}</a>
            <a href="${calendarPath}">${say('calendar')}</a>
          </p>
        </main>
      </body>
    </html>`
}

function days({ items, language, now }: Given): Html[] {
  const byDay = new Map<string, FrameLine[]>()
  for (const item of items) {
    const day = sayDay(language, Math.max(item.startAt, now))
    byDay.set(day, [...(byDay.get(day) ?? []), item])
  }
  return [...byDay].map(
    ([day, lines]) =>
      html`<h2>${day}</h2>
        <ul>
          ${lines.map((line) => row(line, day, language))}
        </ul>`,
  )
}

function row(line: FrameLine, day: string, language: PageLanguage): Html {
  const say = speak(language)
  const price = line.price ?? (line.free ? say('free') : null)
  const where = [line.place?.name, line.commune?.name].filter(Boolean).join(', ')
  const hour = sayHour(language, line, day)
  const state = line.cancelled ? say('cancelled') : line.moved ? say('moved') : null
  const name = line.cancelled ? html`<del>${theirWords(line.title)}</del>` : theirWords(line.title)
  return html`<li>
    ${state === null ? '' : html`<p><strong class="tag">${state}</strong> ${line.reason ? theirWords(line.reason) : ''}</p>`}
    <a href="${line.path}">${name}</a>
    <p>${[hour, where, price].filter(Boolean).join(' · ')}</p>
  </li>`
}
