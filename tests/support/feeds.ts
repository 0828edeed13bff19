import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

export type Served = {
  body?: string | Buffer
  status?: number
  headers?: Record<string, string>
  /** Receives and never answers. */
  hang?: boolean
}

export type FeedServer = {
  url: (path?: string) => string
  /** What a path answers from now on; its ETag follows its content unless headers say otherwise. */
  serve: (
    path: string,
    served: Served | ((request: IncomingMessage, response: ServerResponse) => void),
  ) => void
  /** Paths asked for, with what the caller held: `GET /a.ics "etag"`. */
  asked: string[]
  close: () => Promise<void>
}

/** Another site's feeds, on loopback: they change when told. */
export async function openFeedServer(): Promise<FeedServer> {
  const pages = new Map<string, Served | ((request: IncomingMessage, response: ServerResponse) => void)>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const held = request.headers['if-none-match']
    asked.push(`${path}${held ? ` ${held}` : ''}`)
    const page = pages.get(path)
    if (typeof page === 'function') return page(request, response)
    if (!page) return void response.writeHead(404).end()
    if (page.hang) return
    const { body = '', status = 200 } = page
    const etag = `"${Buffer.from(String(body)).length}-${hash(String(body))}"`
    const headers = { ETag: etag, 'Content-Type': 'text/calendar', ...page.headers }
    if (status === 200 && held === headers.ETag) response.writeHead(304, headers).end()
    else response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: (path = '/') => `${origin}${path}`,
    serve: (path, served) => void pages.set(path, served),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const hash = (text: string) => {
  let value = 0
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) | 0
  return (value >>> 0).toString(36)
}

/** For a test file. Read it inside tests and hooks only. */
export function useFeeds(): { readonly current: FeedServer } {
  let feeds: FeedServer | undefined
  beforeAll(async () => {
    feeds = await openFeedServer()
  })
  afterAll(() => feeds?.close())
  return {
    get current() {
      if (!feeds) throw new Error('The feeds are served only while the tests of this file run.')
      return feeds
    },
  }
}

type CalendarEvent = {
  uid: string
  title?: string
  /** `20261205T190000`, wall time of Paris. */
  start?: string
  end?: string
  where?: string
  lines?: string[]
}

/** A calendar as a site would publish it: suppers in the Salle des fêtes of Bavay, unless told otherwise. */
export function aCalendar(events: CalendarEvent[]): string {
  const lines = events.flatMap(
    ({
      uid,
      title = 'Souper',
      start = '20261205T190000',
      end = '20261205T220000',
      where = 'Salle des fêtes\\, Bavay',
      lines = [],
    }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTAMP:20261101T000000Z',
      `SUMMARY:${title}`,
      `DTSTART;TZID=Europe/Paris:${start}`,
      ...(end ? [`DTEND;TZID=Europe/Paris:${end}`] : []),
      `LOCATION:${where}`,
      ...lines,
      'END:VEVENT',
    ],
  )
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
}
