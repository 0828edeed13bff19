import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { apiGeneration, apiHeader } from '../../../api/platform/generation.rules.ts'
import { attempt } from '../../../web/offline/attempt.ts'
import type { PhoneDatabase } from '../../../web/offline/open-database.ts'
import { storeOver } from '../../../web/offline/phone-store.ts'
import type { QueuedSend } from '../../../web/offline/stored.ts'
import { listenTo, type Listening } from '../../support/listening.ts'

// One try of one write, against a server that answers what each test wants.

type Said = { status: number; body: unknown; meanwhile?: () => Promise<unknown> }
type Heard = { ifMatch: string | undefined; account: string | undefined; language: string | undefined }

let server: Listening
let answers: Said[] = []
let heard: Heard[] = []
let database: PhoneDatabase

beforeAll(async () => {
  server = await listenTo(async (req, res) => {
    const one = (name: string) => req.headers[name] as string | undefined
    heard.push({
      ifMatch: one('if-match'),
      account: one('bocage-account'),
      language: one('accept-language'),
    })
    const { status, body, meanwhile } = answers.shift() ?? { status: 500, body: {} }
    await meanwhile?.()
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    res.writeHead(status, { 'Content-Type': type, [apiHeader]: String(apiGeneration) })
    res.end(JSON.stringify(body))
  })
})
afterAll(() => server.close())
beforeEach(() => {
  answers = []
  heard = []
  database = storeOver({ ...aMap() }) as unknown as PhoneDatabase
})

/** A real little database; `full` takes nothing into that store. */
function aMap(full?: string) {
  const values = new Map<string, unknown>()
  const at = (store: string, key: string) => `${store} ${key}`
  return {
    get: async (store: never, key: string) => structuredClone(values.get(at(store, key))),
    getAll: async (store: never) =>
      structuredClone(
        [...values].filter(([key]) => key.startsWith(`${String(store)} `)).map(([, value]) => value),
      ),
    put: async (store: never, value: never, key?: string) => {
      if (store === full) throw new Error('QuotaExceededError')
      values.set(at(store, key ?? (value as { id: string }).id), structuredClone(value))
    },
    delete: async (store: never, key: string) => void values.delete(at(store, key)),
  }
}

const state = (version: number, status: string) => ({
  version,
  status,
  contact: { email: 'a@b.fr' },
  history: [],
})
const problem = (slug: string, status: number, more: object = {}): Said => ({
  status,
  body: { type: `/problems/${slug}`, title: slug, detail: slug, status, ...more },
})

async function queue(id: string, more: Partial<QueuedSend> = {}): Promise<void> {
  await database.put('sends', {
    id,
    key: `key-${id}`,
    kind: 'move',
    path: `${server.url}/api/moves`,
    body: { id },
    photos: [],
    secret: null,
    subject: 'hole',
    account: 'odile',
    ifMatch: 3,
    seen: state(3, 'received'),
    label: 'Trou',
    language: 'nl',
    draft: null,
    createdAt: Number(id),
    attempts: 0,
    state: 'waiting',
    refusal: null,
    ...more,
  })
}
const fate = async (id: string) => (await attempt(database, id))?.outcome

it('says whose it is, upon which version and in which language; what is kept of the answer names nobody', async () => {
  await queue('1')
  answers = [{ status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } }]
  expect(await fate('1')).toMatchObject({ fate: 'sent' })
  expect(heard).toEqual([{ ifMatch: '"3"', account: 'odile', language: 'nl' }])
  expect(await database.getAll('sends')).toEqual([])
  expect(await database.get('sent', '1')).toMatchObject({ answer: { ticket: { contact: null } } })
})

it('waits behind an earlier one of its subject', async () => {
  await queue('1', { state: 'refused' })
  await queue('2')
  expect(await fate('2')).toMatchObject({ fate: 'waiting', held: true })
  expect(heard).toEqual([])
})

it('after a lost answer, a colleague’s change read again with it is not taken for one’s own', async () => {
  await queue('1')
  await queue('2')
  // The first had arrived as version 4; the ticket is at 5 by now, declined.
  answers = [{ status: 200, body: { version: 4, ticket: state(5, 'declined') } }]
  await fate('1')
  answers = [problem('stale-version', 412, { current: state(5, 'declined') })]
  expect(await fate('2')).toMatchObject({ fate: 'refused' })
  expect(await database.get('sends', '2')).toMatchObject({ state: 'refused', current: { contact: null } })
  expect(heard.map(({ ifMatch }) => ifMatch)).toEqual(['"3"', '"3"'])
})

it('two upon one version, after a « moi aussi »: both leave, neither in conflict with the other', async () => {
  await queue('1')
  await queue('2')
  answers = [
    problem('stale-version', 412, { current: state(4, 'received') }),
    { status: 200, body: { version: 5, ticket: state(5, 'acknowledged') } },
    { status: 200, body: { version: 6, ticket: state(6, 'scheduled') } },
  ]
  expect(await fate('1')).toMatchObject({ fate: 'sent' })
  expect(await fate('2')).toMatchObject({ fate: 'sent' })
  expect(heard.map(({ ifMatch }) => ifMatch)).toEqual(['"3"', '"4"', '"5"'])
})

it('taken out by hand while it is being tried, does not come back', async () => {
  await queue('1')
  answers = [{ ...problem('unexpected', 500), meanwhile: () => database.delete('sends', '1') }]
  expect(await fate('1')).toMatchObject({ fate: 'waiting' })
  expect(await database.getAll('sends')).toEqual([])
})

it('with its session ended waits for its author; refused later, no longer says to sign in', async () => {
  await queue('1')
  answers = [problem('signed-out', 401), problem('illegal-move', 409)]
  expect(await fate('1')).toMatchObject({ fate: 'waiting', signIn: true })
  expect(await database.get('sends', '1')).toMatchObject({ state: 'waiting', unanswered: 'signed-out' })
  expect(await fate('1')).toMatchObject({ fate: 'refused' })
  expect(await database.get('sends', '1')).toMatchObject({ state: 'refused', unanswered: null })
})

it('already there by an earlier try whose answer is no longer kept: accepted', async () => {
  await queue('1')
  answers = [problem('stale-version', 412, { current: { ...state(6, 'resolved'), history: [{ id: '1' }] } })]
  expect(await fate('1')).toMatchObject({ fate: 'sent' })
  await queue('2', { kind: 'note', ifMatch: null, seen: null })
  answers = [problem('already-written', 409)]
  expect(await fate('2')).toMatchObject({ fate: 'sent' })
})

it('accepted with no room to write that down, by a worker that may be gone: it waits, and is asked again', async () => {
  database = storeOver({ ...aMap('sent') }) as unknown as PhoneDatabase
  await queue('1')
  answers = [{ status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } }]
  expect(await fate('1')).toMatchObject({ fate: 'waiting' })
  expect(await database.get('sends', '1')).toMatchObject({ state: 'waiting', key: 'key-1' })
})

it('what is kept of what was sent, until its answer is drawn from, holds no photo of it', async () => {
  const photo = { id: 'p', blob: new Blob(['x']), token: 't', uploaded: true }
  await queue('1', { photos: [photo] })
  answers = [{ status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } }]
  expect(await fate('1')).toMatchObject({ fate: 'sent' })
  expect(await database.get('sent', '1')).toMatchObject({ settled: false, send: { photos: [] } })
})
