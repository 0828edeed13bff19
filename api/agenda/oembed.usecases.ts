import type { Deps } from '../platform/http.ts'
import { commonProblems, type Language } from '../platform/problems.ts'
import { element } from '../platform/xml.ts'
import { agendaProblems } from './agenda.problems.ts'
import { readPublicEvent } from './events-page.usecases.ts'
import { feedTitle, searchOf } from './feeds.usecases.ts'
import { understoodFilters } from './understood.ts'

type Asked = {
  url: string
  maxwidth: number | undefined
  maxheight: number | undefined
  format: string | undefined
  language: Language
}

/** Pixels of a frame when the asking site sets no limit: a column of text wide, five dates high. */
const usual = { width: 600, agendaHeight: 560, eventHeight: 260 }
const cacheSeconds = 3600

/**
 * How to show a page of ours inside another (https://oembed.com §2.3): the agenda with its filters, or one event.
 * Throws `not-found` for what is no such page, `event-not-found`, `event-withdrawn`, `oembed-json-only`.
 */
export async function describeEmbed(
  deps: Pick<Deps, 'config' | 'database' | 'clock'>,
  { url, maxwidth, maxheight, format, language }: Asked,
) {
  if (format !== undefined && format !== 'json') throw agendaProblems['oembed-json-only']()
  const { publicUrl } = deps.config
  const asked = new URL(url)
  const key = /^\/agenda\/(20\d\d-\d\d-\d\d-[^/]+)$/.exec(asked.pathname)?.[1]
  if (asked.origin !== new URL(publicUrl).origin || (key === undefined && asked.pathname !== '/agenda'))
    throw commonProblems['not-found']()
  const event = key === undefined ? null : await readPublicEvent(deps, { key, language })
  const filters = event ? {} : understoodFilters((name) => asked.searchParams.get(name))
  const search = event ? new URLSearchParams({ event: event.id }) : searchOf(filters)
  const title = event?.title ?? (await feedTitle(deps.database.read, filters))
  const width = Math.min(usual.width, maxwidth ?? usual.width)
  const wanted = event ? usual.eventHeight : usual.agendaHeight
  const height = Math.min(wanted, maxheight ?? wanted)
  const src = `${publicUrl}/integrer/agenda${search.size > 0 ? `?${search}` : ''}`
  const thumbnail = event?.image
  return {
    type: 'rich' as const,
    version: '1.0' as const,
    title,
    ...(event?.organizer ? { author_name: event.organizer.name } : {}),
    provider_name: 'Bocage',
    provider_url: publicUrl,
    cache_age: cacheSeconds,
    ...(thumbnail
      ? {
          thumbnail_url: `${publicUrl}${thumbnail.url}`,
          thumbnail_width: thumbnail.width,
          thumbnail_height: thumbnail.height,
        }
      : {}),
    html: element('iframe', '', { src, width, height, title, loading: 'lazy' }),
    width,
    height,
  }
}
