import { eventContent, type EventContentRequest } from '../../api/agenda/content.schemas.ts'
import { prepareContent } from '../../api/agenda/content.usecases.ts'
import { recordEvent, type NewEvent } from '../../api/agenda/events-changes.usecases.ts'
import { findEvent, type EventRow } from '../../api/agenda/events.repository.ts'
import { approve } from '../../api/agenda/moderation.usecases.ts'
import type { AcceptedEvent, AuthorEvent, NewEventRequest } from '../../api/agenda/proposals.schemas.ts'
import { hashSecret, systemIds } from '../../api/platform/ids.ts'
import type { Actor } from '../../api/platform/policy.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp, Store } from './demo-app.ts'
import { waitForMail } from './desk.ts'
import { communeOf } from './incidents.ts'

/** What an organizer writes, with the words a test needs: a day, an hour, a commune. */
export type EventDraft = Partial<EventContentRequest> & {
  commune?: string
  /** Name of the place, in the commune's middle unless `position` is given. */
  placeName?: string
  position?: { lat: number; lon: number } | null
  /** `2026-12-05`; with `start` and `end`, wall times of that day: `19:00`. */
  on?: string
  start?: string
  end?: string
  allDay?: boolean
  /** Makes a series of it: `FREQ=WEEKLY;COUNT=5`. */
  rule?: string
}

/** An event as its author sends it: a Christmas market in Bavay, on 5 December 2026 at 19:00, unless told otherwise. */
export async function anEvent(app: Store, draft: EventDraft = {}): Promise<EventContentRequest> {
  const {
    commune = 'Bavay',
    placeName = 'Salle des fêtes',
    position,
    on = '2026-12-05',
    start = '19:00',
    end = '22:00',
    allDay = false,
    rule,
    ...written
  } = draft
  const { code, lat, lon } = await communeOf(app, commune)
  const online = written.attendanceMode === 'online'
  return eventContent.parse({
    title: 'Marché de Noël',
    description: 'Artisans, vin chaud et chorale.',
    schedule: {
      allDay,
      spans: [allDay ? { start: on, end: on } : { start: `${on}T${start}`, end: `${on}T${end}` }],
      ...(rule ? { rule } : {}),
    },
    ...(online || written.placeId
      ? { communeCode: online ? null : code }
      : {
          place: {
            id: systemIds.next(),
            name: placeName,
            communeCode: code,
            position: position === undefined ? { lat, lon } : position,
          },
        }),
    ...written,
  })
}

/**
 * Writes an event through the store, published unless `as` says otherwise, without any of the ways that people have to
 * do so: for tests of what reads events.
 */
export async function publish(
  app: Store,
  draft: EventDraft = {},
  as: Partial<NewEvent> & { organizer?: string } = {},
): Promise<EventRow> {
  const { database, clock, ids } = app.deps
  const request = await anEvent(app, draft)
  const territorySiren = as.territorySiren ?? demoSiren
  const prepared = await prepareContent(
    { database, clock, directory: app.directory },
    { territorySiren, request },
  )
  const { organizer, ...event } = as
  const id = ids.next()
  return database.write((tx) =>
    recordEvent(tx, {
      event: {
        id,
        territorySiren,
        organizerName: 'Comité des fêtes',
        status: 'published',
        secretHash: hashSecret(id),
        locale: 'fr',
        ...event,
      },
      prepared,
      organizer: organizer ?? null,
      entry: { id: ids.next(), authorKind: 'staff', kind: 'approved', tell: false },
      at: clock.now(),
    }),
  )
}

/** The address that confirms a proposal, out of the mail its author got. */
export async function confirmationOf(app: DemoApp, email: string): Promise<string> {
  await app.worker.runOnce()
  const { text } = await waitForMail(app, email, 'confirmez')
  const secret = /\/agenda\/confirmer#(\S+)/.exec(text)?.[1]
  if (!secret) throw new Error(`no confirmation for ${email}`)
  return secret
}

export type Proposed = AcceptedEvent & { email: string }

/**
 * Proposes an event as anyone does, and confirms the address by the link of the mail unless `confirmed` is false.
 * Answers what its author was told, with their address.
 */
export async function propose(
  app: DemoApp,
  draft: EventDraft = {},
  {
    confirmed = true,
    email = `${systemIds.next()}@exemple.fr`,
    ...request
  }: Partial<Omit<NewEventRequest, 'content'>> & { confirmed?: boolean; email?: string } = {},
): Promise<Proposed> {
  const body = {
    id: systemIds.next(),
    territory: demoSiren,
    content: await anEvent(app, draft),
    organizerName: 'Comité des fêtes',
    contact: { name: 'Ada Vasseur', email, phone: '03 27 00 00 00' },
    ...request,
  }
  const answer = await app.call('/api/events', { body })
  if (answer.status !== 201) throw new Error(`refused: ${answer.status} ${await answer.text()}`)
  const accepted = (await answer.json()) as AcceptedEvent
  if (!confirmed) return { ...accepted, email }
  const secret = await confirmationOf(app, email)
  const done = await app.call('/api/events/confirm', {
    method: 'POST',
    headers: { 'Bocage-Secret': secret },
  })
  if (done.status !== 200) throw new Error(`not confirmed: ${done.status} ${await done.text()}`)
  return { ...((await done.json()) as AcceptedEvent), email }
}

type Key = { secret: string } | { cookie: string }
type Sent = { version?: number; key?: string }

/** The author's side of an event: by the private link, or by a session. */
export function asAuthor(app: DemoApp, id: string, key: Key) {
  const held: Record<string, string> =
    'secret' in key ? { 'Bocage-Secret': key.secret } : { cookie: key.cookie }
  const path = `/api/author/events/${id}`
  const see = () => app.call(path, { headers: held })
  const read = async () => {
    const answer = await see()
    if (answer.status !== 200) throw new Error(`not mine: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as AuthorEvent
  }
  const send = async (to: string, method: string, body: object, { version, key }: Sent) =>
    app.call(`${path}${to}`, {
      method,
      body: { id: systemIds.next(), ...body },
      headers: {
        ...held,
        'If-Match': `"${version ?? (await read()).version}"`,
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
    })
  return {
    see,
    read,
    /** The content as it is, with some of it changed. */
    rewritten: async (change: Partial<EventContentRequest>) => {
      const { content } = await read()
      const { place: _, image, ...written } = content
      return {
        ...written,
        image: image && { mediaId: image.mediaId, description: image.description, credit: image.credit },
        ...change,
      }
    },
    edit: (body: object, sent: Sent = {}) => send('', 'PATCH', body, sent),
    date: (body: object, sent: Sent = {}) => send('/dates', 'POST', body, sent),
    cancel: (body: object, sent: Sent = {}) => send('/cancel', 'POST', body, sent),
    publish: (sent: Sent = {}) => send('/publish', 'POST', {}, sent),
    withdraw: (sent: Sent = {}) => send('/withdraw', 'POST', {}, sent),
    answer: (words: string) => send('/answers', 'POST', { words }, {}),
    eraseContact: () => app.call(`${path}/contact`, { method: 'DELETE', headers: held }),
  }
}

/** A moderator of the demo territory, or of one of its communes, for the use cases. */
export function aModerator(communeCode?: string): NonNullable<Actor> {
  return {
    userId: 'moderatrice',
    name: 'Samira Dubois',
    email: 'samira@mormal.example',
    memberships: [
      {
        role: 'moderator',
        territorySiren: demoSiren,
        scopeKind: communeCode ? 'commune' : 'territory',
        scopeId: communeCode ?? demoSiren,
      },
    ],
  }
}

/** What every act of a moderator names: who, which event, at its present version, by a new entry. */
export async function actOn(app: DemoApp, id: string, actor: Actor = aModerator()) {
  const row = await findEvent(app.database.read, id)
  const key = systemIds.next()
  return {
    actor,
    id,
    version: row?.version ?? 0,
    entryId: systemIds.next(),
    write: { key, route: 'test', requestHash: key },
  }
}

/** The dependencies of the agenda's use cases. */
export const agendaDeps = (app: DemoApp) => ({ ...app.deps, directory: app.directory })

/** Publishes what waits, as a moderator does. */
export async function approveEvent(app: DemoApp, id: string): Promise<void> {
  await approve(agendaDeps(app), await actOn(app, id))
}
