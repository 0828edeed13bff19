import { asc, eq } from 'drizzle-orm'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { EventSourceView, ImportPreview, ImportReportView } from '../../api/agenda/imports.schemas.ts'
import { event, eventSourceItem } from '../../db/schema/index.ts'
import type { DemoApp } from './demo-app.ts'
import { anOrganizer, signInAs } from './organizers.ts'

type Sent = { key?: string; query?: Record<string, string>; lang?: string }

/** Somebody who brings events in: for an organizer, or as staff with the session of `cookie`. */
export function anImporter(
  app: DemoApp,
  { cookie, organizerId }: { cookie?: string | undefined; organizerId?: string | undefined },
) {
  const owner: Record<string, string> = organizerId ? { organizer: organizerId } : {}
  const queryOf = (query: Record<string, string> = {}) =>
    `?${new URLSearchParams({ territory: demoSiren, ...owner, ...query }).toString()}`
  const headersOf = (key?: string) => ({
    ...(cookie ? { cookie } : {}),
    'Idempotency-Key': key ?? systemIds.next(),
  })
  const sendFile = (path: string, file: string | Buffer, { key, query, lang }: Sent) =>
    app.request(`${path}${queryOf(query)}`, {
      method: 'POST',
      headers: {
        ...headersOf(key),
        'Content-Type': 'application/octet-stream',
        ...(lang ? { 'Accept-Language': lang } : {}),
      },
      body: typeof file === 'string' ? file : new Uint8Array(file),
    })
  const call = (
    method: string,
    path: string,
    json?: unknown,
    { version, key }: { version?: number; key?: string } = {},
  ) =>
    app.request(path, {
      method,
      headers: { ...headersOf(key), ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) },
      json,
    })
  const read = async <T>(answer: Response, status = 200): Promise<T> => {
    if (answer.status !== status) throw new Error(`${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    organizerId,
    call,
    tryPreview: (file: string | Buffer, sent: Sent = {}) => sendFile('/api/imports/preview', file, sent),
    preview: async (file: string | Buffer, sent: Sent = {}) =>
      read<ImportPreview>(await sendFile('/api/imports/preview', file, sent)),
    tryImport: (file: string | Buffer, sent: Sent = {}) => sendFile('/api/imports', file, sent),
    import: async (file: string | Buffer, sent: Sent = {}) =>
      read<ImportReportView>(await sendFile('/api/imports', file, sent), 201),
    follow: async (url: string, over: Record<string, unknown> = {}) =>
      read<EventSourceView>(
        await call('POST', '/api/event-sources', {
          id: systemIds.next(),
          territory: demoSiren,
          ...(organizerId ? { organizerId } : {}),
          kind: 'ical',
          name: 'Agenda du Comité',
          url,
          ...over,
        }),
        201,
      ),
    refresh: async (id: string) =>
      read<EventSourceView>(await call('POST', `/api/event-sources/${id}/refresh`)),
    source: async (id: string) => read<EventSourceView>(await call('GET', `/api/event-sources/${id}`)),
    sources: async () =>
      read<{ items: EventSourceView[] }>(await call('GET', `/api/event-sources${queryOf()}`)),
  }
}
export type Importer = ReturnType<typeof anImporter>

/** A member of a new organizer, signed in. */
export async function anOrganizerImporter(
  app: DemoApp,
  { trusted = true, name }: { trusted?: boolean; name?: string } = {},
) {
  const organizer = await anOrganizer(app, { trusted, ...(name ? { name } : {}) })
  const cookie = await signInAs(app, organizer.email)
  return { ...anImporter(app, { cookie, organizerId: organizer.id }), cookie, organizer }
}

/** Events of an organizer, as they are in the database, by title. */
export function eventsOf(app: DemoApp, organizerId: string | undefined) {
  return app.database.read
    .select()
    .from(event)
    .where(eq(event.organizerId, organizerId ?? ''))
    .orderBy(asc(event.title))
}

/** What a source calls its events, and whether they are its own. */
export function itemsOf(app: DemoApp, sourceId: string) {
  return app.database.read
    .select()
    .from(eventSourceItem)
    .where(eq(eventSourceItem.sourceId, sourceId))
    .orderBy(asc(eventSourceItem.uid))
}
