import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { apiGeneration, apiHeader } from '../../../api/platform/generation.rules.ts'
import { backToQueue, giveUpPhotos } from '../../../web/offline/accepted.ts'
import { whatStays } from '../../../web/offline/accepted-room.ts'
import { attempt } from '../../../web/offline/attempt.ts'
import type { PhoneDatabase } from '../../../web/offline/open-database.ts'
import { storeOver } from '../../../web/offline/phone-store.ts'
import { inOrder } from '../../../web/offline/queue-order.ts'
import type { QueuedSend } from '../../../web/offline/stored.ts'
import { withoutContact } from '../../../web/offline/without-contact.ts'
import { listenTo, type Listening } from '../../support/listening.ts'

// What the server accepted, kept to be sent again to one that comes back from a restore.

type Said = { status: number; body: unknown }
let server: Listening
let answers: Said[] = []
let ifMatch: (string | undefined)[] = []
let database: PhoneDatabase
/** Of the little database: how many values each store takes. */
let room = 99

beforeAll(async () => {
  server = await listenTo((req, res) => {
    ifMatch.push(req.headers['if-match'] as string | undefined)
    const { status, body } = answers.shift() ?? { status: 500, body: {} }
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    res.writeHead(status, { 'Content-Type': type, [apiHeader]: String(apiGeneration) })
    res.end(JSON.stringify(body))
  })
})
afterAll(() => server.close())
beforeEach(() => {
  ;[answers, ifMatch, room] = [[], [], 99]
  const values = new Map<string, unknown>()
  const at = (store: string, key: string) => `${store} ${key}`
  const of = (store: string) => [...values].filter(([key]) => key.startsWith(`${store} `))
  database = storeOver({
    get: async (store: never, key: string) => structuredClone(values.get(at(store, key))),
    getAll: async (store: never) => structuredClone(of(store).map(([, value]) => value)),
    put: async (store: never, value: never, key?: string) => {
      const name = at(store, key ?? (value as { id: string }).id)
      const bytes = (value as { photoBytes?: number }).photoBytes ?? 0
      if (!values.has(name) && (of(store).length >= room || bytes > room))
        throw new Error('QuotaExceededError')
      values.set(name, structuredClone(value))
    },
    delete: async (store: never, key: string) => void values.delete(at(store, key)),
  }) as unknown as PhoneDatabase
})

const state = (version: number, status: string, history: { id: string }[] = []) => ({
  version,
  status,
  contact: null,
  history,
})
const problem = (slug: string, status: number, more: object = {}): Said => ({
  status,
  body: { type: `/problems/${slug}`, title: slug, detail: slug, status, ...more },
})
const aSend = (id: string, more: Partial<QueuedSend> = {}): QueuedSend => ({
  id,
  key: `key-${id}`,
  kind: 'move',
  path: `${server.url}/api/moves`,
  body: { id },
  photos: [],
  secret: null,
  subject: 'incident:hole',
  account: 'odile',
  ifMatch: 3,
  seen: state(3, 'received'),
  label: 'Trou',
  draft: null,
  createdAt: Number(id),
  attempts: 0,
  state: 'waiting',
  refusal: null,
  ...more,
})
async function send(id: string, said: Said, more: Partial<QueuedSend> = {}) {
  if (!(await database.get('sends', id))) await database.put('sends', aSend(id, more))
  answers = [said]
  return (await attempt(database, id))?.outcome
}
const sends = async () => inOrder(await database.getAll('sends'))

describe('a server that lost what it accepted', () => {
  it('is sent it again, of each subject in the order it was written, before what waits', async () => {
    await send('1', { status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } })
    await send('2', { status: 200, body: { version: 5, ticket: state(5, 'scheduled') } }, { ifMatch: 4 })
    await database.put('sends', aSend('3', { ifMatch: 5, seen: state(5, 'scheduled') }))
    const again = await backToQueue(database, new Set(['key-1', 'key-2']))
    expect(again.map(({ id }) => id)).toEqual(['1', '2'])
    expect((await sends()).map(({ id, again }) => [id, again])).toEqual([
      ['1', true],
      ['2', true],
      ['3', undefined],
    ])
    expect(await database.getAll('accepted')).toEqual([])
    expect(await backToQueue(database, new Set(['key-1', 'key-2']))).toEqual([])
  })

  it('has the numbers of its versions again for other states: each is compared with what was seen', async () => {
    await send('1', { status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } })
    await database.put('sends', aSend('2', { ifMatch: 4, seen: state(4, 'acknowledged') }))
    await backToQueue(database, new Set(['key-1']))
    // As it was when written, whatever its version: it leaves, and the one behind it follows.
    ifMatch = []
    answers = [
      problem('stale-version', 412, { current: state(3, 'received') }),
      { status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } },
      { status: 200, body: { version: 5, ticket: state(5, 'scheduled') } },
    ]
    expect((await attempt(database, '1'))?.outcome.fate).toBe('sent')
    expect((await attempt(database, '2'))?.outcome.fate).toBe('sent')
    expect(ifMatch).toEqual(['"0"', '"3"', '"4"'])
  })

  it('that carries a version and nothing seen is never written over another state of that number', async () => {
    const edit = { kind: 'alert-edit', seen: null, ifMatch: 2 } as const
    await send('1', { status: 200, body: { version: 3 } }, edit)
    await database.put('sends', aSend('2', { ...edit, ifMatch: 3 }))
    await backToQueue(database, new Set(['key-1']))
    const goes = await database.getAll('sends')
    expect(goes.map((one) => one.ifMatch)).toEqual([0, 0])
    // Lost a second time, it is still of no state.
    ifMatch = []
    await send('1', { status: 200, body: { version: 3 } }, { ...edit, ifMatch: 0 })
    await backToQueue(database, new Set(['key-1']))
    expect((await database.get('sends', '1'))?.ifMatch).toBe(0)
  })

  it('with another state there now: it is shown with the text, not written over', async () => {
    const said = { status: 200, body: { version: 4, ticket: state(4, 'acknowledged') } }
    await send('1', said, { body: { id: '1', words: 'Panneau posé' } })
    await backToQueue(database, new Set(['key-1']))
    // A colleague declined it since the restore: that is version 3 there, which the move was made upon.
    const outcome = await send('1', problem('stale-version', 412, { current: state(3, 'declined') }))
    expect(outcome?.fate).toBe('refused')
    expect(await database.get('sends', '1')).toMatchObject({
      body: { words: 'Panneau posé' },
      current: { status: 'declined' },
    })
  })

  it('has not been sent the report it is about yet: it waits for it, and stops no other', async () => {
    await send('1', { status: 200, body: { version: 4 } }, { ifMatch: null, seen: null, kind: 'note' })
    await backToQueue(database, new Set(['key-1']))
    expect(await send('1', problem('incident-not-found', 404))).toMatchObject({
      fate: 'waiting',
      missing: true,
    })
    expect(await database.get('sends', '1')).toMatchObject({ state: 'waiting', unanswered: 'not-back' })
  })

  it('had it after all: it leaves the queue, and is not asked about again', async () => {
    await send('1', { status: 201, body: { id: '1' } }, { kind: 'report', ifMatch: null, seen: null })
    await backToQueue(database, new Set(['key-1']))
    expect(await send('1', problem('incident-exists', 409))).toEqual({ fate: 'sent', answer: null })
    expect([await database.getAll('sends'), await database.getAll('accepted')]).toEqual([[], []])
    // The same word of one that was never accepted is a refusal.
    const never = await send('2', problem('incident-exists', 409), {
      kind: 'report',
      ifMatch: null,
      seen: null,
    })
    expect(never?.fate).toBe('refused')
  })

  it('lost a report: what is added by its private link waits for it, also what was refused for want of it', async () => {
    await send('1', { status: 201, body: { id: '1', secret: 'link' } }, { kind: 'report', subject: null })
    const refused = { state: 'refused', refusal: { slug: 'link-not-valid', title: '', detail: '' } } as const
    await database.put('sends', aSend('2', { kind: 'addition', subject: 'link', secret: 'link', ...refused }))
    await backToQueue(database, new Set(['key-1']))
    expect((await sends()).map(({ id, state, subject }) => [id, state, subject])).toEqual([
      ['1', 'waiting', 'link'],
      ['2', 'waiting', 'link'],
    ])
    expect((await attempt(database, '2'))?.outcome).toMatchObject({ fate: 'waiting', held: true })
  })
})

describe('what is kept of what was accepted', () => {
  it('counts from its first try, since that one may have arrived', async () => {
    const old = Date.now() - 5 * 86_400_000
    await send('1', { status: 201, body: {} }, { triedAt: old })
    const one = await database.get('accepted', '1')
    expect(Math.abs((one?.acceptedAt ?? 0) - old)).toBeLessThan(2_000)
  })

  const one = (id: string, acceptedAt: number, textBytes: number, photoBytes: number) => ({
    id,
    acceptedAt,
    textBytes,
    photoBytes,
  })
  it('is for seven days, the texts of all before the photos of any, the newest first', () => {
    const now = 8 * 86_400_000
    const all = [
      one('old', 1, 1, 0),
      one('a', now - 3, 10, 50),
      one('b', now - 2, 10, 50),
      one('c', now - 1, 10, 60),
    ]
    expect(whatStays(all, now, { bytes: 95 })).toEqual({ goes: ['old'], withoutPhotos: ['b', 'a'] })
    expect(whatStays(all, now, { bytes: 25 })).toEqual({ goes: ['a', 'old'], withoutPhotos: ['c', 'b'] })
    expect(whatStays(all, now, { most: 1 })).toEqual({ goes: ['b', 'a', 'old'], withoutPhotos: [] })
  })

  it('on a full phone is the text; its body then names no photo, and says how many are missing', async () => {
    room = 9
    const photos = [{ id: 'p', blob: new Blob(['x'.repeat(10)]), token: 't', uploaded: true }]
    const body = { id: '1', content: { title: 'Marché', image: { mediaId: 'p' } } }
    await send('1', { status: 201, body: {} }, { kind: 'event', photos, body })
    expect(await database.get('accepted', '1')).toMatchObject({
      photosLeft: 1,
      photoBytes: 0,
      send: { photos: [], body: { content: { title: 'Marché', image: null } } },
    })
  })

  it('gives its photos up when what waits needs the room', async () => {
    const photos = [{ id: 'p', blob: new Blob(['x'.repeat(10)]), token: 't', uploaded: true }]
    await send('1', { status: 201, body: {} }, { kind: 'report', photos })
    await giveUpPhotos(database)
    expect(
      (await database.getAll('accepted')).map(({ photosLeft, photoBytes }) => [photosLeft, photoBytes]),
    ).toEqual([[1, 0]])
  })

  it('has no address once the person erased theirs', () => {
    const draft = { email: 'a@b.fr', phone: '06' } as QueuedSend['draft']
    const said = aSend('1', { body: { id: '1', contact: { email: 'a@b.fr' } }, draft })
    expect(JSON.stringify(withoutContact(said))).not.toContain('a@b.fr')
  })
})
