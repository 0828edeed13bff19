import { approve, type ModeratorAct } from '../../api/agenda/moderation.usecases.ts'
import { findEvent } from '../../api/agenda/events.repository.ts'
import type { AcceptedEvent } from '../../api/agenda/proposals.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { aModerator, anEvent, type EventDraft } from './agenda.ts'
import type { Store } from './demo-app.ts'
import type { TestServer } from './server.ts'

export type Sent = { id: string; secret: string; email: string }

/** Proposes an event over HTTP as the app does; confirmed by the mail's link unless told otherwise. */
export async function sendProposal(
  { server, store }: { server: TestServer; store: Store },
  draft: EventDraft,
  { confirmed = true, name = 'Comité des fêtes' }: { confirmed?: boolean; name?: string } = {},
): Promise<Sent> {
  const email = `${systemIds.next()}@exemple.fr`
  const body = {
    id: systemIds.next(),
    territory: demoSiren,
    content: await anEvent(store, draft),
    organizerName: name,
    contact: { name: 'Ada Vasseur', email },
  }
  const { id, secret } = await call<AcceptedEvent>(`${server.url}/api/events`, { body })
  if (!confirmed) return { id, secret, email }
  const mail = await server.mailbox.waitFor((one) => one.to.includes(email))
  const link = mail.links.find((one) => one.includes('/agenda/confirmer#')) ?? ''
  await call(`${server.url}/api/events/confirm`, { secret: link.split('#')[1] ?? '' })
  return { id, secret, email }
}

async function call<T>(address: string, { body, secret }: { body?: object; secret?: string }): Promise<T> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': systemIds.next(),
      ...(secret ? { 'Bocage-Secret': secret } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`refused: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** What a moderator's act names: the event at its present version, by a new entry. */
export async function actOfModerator(store: Store, id: string): Promise<ModeratorAct> {
  const row = await findEvent(store.deps.database.read, id)
  const key = systemIds.next()
  return {
    actor: aModerator(),
    id,
    version: row?.version ?? 0,
    entryId: systemIds.next(),
    write: { key, route: 'test', requestHash: key },
  }
}

export const moderation = (store: Store) => ({ ...store.deps, directory: store.directory })

/** Proposed, confirmed, and published by a moderator. */
export async function sendPublished(
  where: { server: TestServer; store: Store },
  draft: EventDraft,
): Promise<Sent> {
  const sent = await sendProposal(where, draft)
  await approve(moderation(where.store), await actOfModerator(where.store, sent.id))
  return sent
}
