import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { matchExpression } from '../../../api/agenda/occurrences.repository.ts'
import type { DeskPlaces } from '../../../api/agenda/places-cleaning.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event, outbox, place } from '../../../db/schema/index.ts'
import { anEvent, approveEvent, asAuthor, propose } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aModeratorAt, type Desk } from '../../support/moderation.ts'

// Anyone may send anything, from an address that is not theirs: what of it reaches moderators, and other people's events?

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read
let desk: Desk
beforeAll(async () => {
  desk = await aModeratorAt(app())
})

const rowOf = async (id: string) => (await read().select().from(event).where(eq(event.id, id)))[0]
const placeOf = async (id: string) => {
  const [found] = await read()
    .select()
    .from(place)
    .where(eq(place.id, (await rowOf(id))?.placeId ?? ''))
  return found
}
const unseen = async () => {
  const { items } = (await (await desk.agent.get('/api/desk/places?limit=100')).json()) as DeskPlaces
  return items.map(({ name }) => name)
}

describe('A place that a stranger made up', () => {
  const trap = { lat: 50.3005, lon: 3.79 }

  it('is no moderator’s work before its author’s address is confirmed', async () => {
    const before = await desk.counts()
    for (let n = 0; n < 5; n++)
      await propose(app(), { title: `Réclame ${n}`, placeName: `Achetez ici ${n}` }, { confirmed: false })
    expect((await unseen()).filter((name) => name.startsWith('Achetez'))).toEqual([])
    expect(await desk.counts()).toEqual(before)
    await propose(app(), { title: 'Vrai', placeName: 'Hangar neuf' })
    expect(await unseen()).toContain('Hangar neuf')
  })

  it('under the name of a known one leads nobody else elsewhere, confirmed or not', async () => {
    for (const confirmed of [false, true])
      await propose(
        app(),
        { title: 'Appât', placeName: 'Salle du beffroi', position: trap },
        { confirmed, email: `${systemIds.next()}@piege.example` },
      )
    const victim = await propose(app(), { title: 'Concert du beffroi', placeName: 'Salle du Beffroi' })
    await approveEvent(app(), victim.id)
    const found = await placeOf(victim.id)
    expect(found?.lat).not.toBe(trap.lat)
    expect(found?.approved).toBe(true)
    // Seen by a moderator, it is everybody's, whatever they say of where it is.
    const next = await propose(app(), { title: 'Bal', placeName: 'salle du beffroi', position: trap })
    expect((await placeOf(next.id))?.id).toBe(found?.id)
  })

  it('of one author is one, for all the events they enter there', async () => {
    const said = { placeName: 'Cour de la ferme', position: { lat: 50.3005, lon: 3.79 } }
    const [one, two] = [
      await propose(app(), { title: 'Foire', ...said }),
      await propose(app(), { title: 'Vente', ...said }),
    ]
    expect((await placeOf(one.id))?.id).toBe((await placeOf(two.id))?.id)
  })
})

describe('Words that are looked for', () => {
  it('are each looked for once, and a few of them, however many are typed', () => {
    expect(matchExpression('le '.repeat(66))).toBe('"le"*')
    expect(matchExpression('Le LE le loto')).toBe('"le"* AND "loto"*')
    const many = Array.from({ length: 60 }, (_, n) => `mot${n}`).join(' ')
    expect(matchExpression(many)?.split(' AND ')).toHaveLength(12)
  })

  it('are never read as the index’s own language', async () => {
    const tries = [
      '"',
      "'",
      '*',
      'title:x',
      'NEAR(a b)',
      'a AND',
      'OR',
      'NOT a',
      '^a',
      '{a b}: c',
      'a"*',
      '-a',
      '(',
      'œ',
      '\u0000',
      '%_%',
      '\ud800',
    ]
    for (const q of tries) {
      const answer = await app().call(`/api/events?q=${encodeURIComponent(q.toWellFormed())}`)
      expect(answer.status, q).toBe(200)
    }
  })
})

describe('Filters made to be costly', () => {
  it('answer or are refused, and quickly: pages too large, boxes of the world, cursors of nobody’s', async () => {
    const start = performance.now()
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const tries = [
      'limit=100000',
      'limit=-1',
      'bbox=-180,-90,180,90',
      'bbox=NaN,0,0,0',
      'near=90,180&within=100',
      'near=1e9,3',
      `cursor=${cursor(0, 1, -(2 ** 53), 0)}`,
      `cursor=${cursor(2 ** 53, 2, 2 ** 52, 1)}`,
      `cursor=${cursor(-1, 0, 0, 1)}`,
      `cursor=${'A'.repeat(400)}`,
      `category=${'a,'.repeat(190)}`,
      `access=${Array(40).fill('mi').join(',')}`,
      'from=2199-12-31&to=1970-01-01',
      `q=${'é'.repeat(200)}`,
      `organizer=${systemIds.next()}&place=${systemIds.next()}&age=120&free=true`,
    ]
    for (const query of tries)
      for (const path of [
        '/api/events',
        '/api/events/map',
        '/api/events.ics',
        '/api/events.csv',
        '/agenda',
      ]) {
        const answer = await app().call(`${path}?${query}`)
        expect(answer.status, `${path}?${query}`).toBeLessThan(500)
      }
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})

describe('Schedules made to be costly', () => {
  it('are refused, each before anybody else would notice', async () => {
    const span = { start: '2026-12-05T19:00', end: '2026-12-05T20:00' }
    const content = await anEvent(app())
    const rules = [
      'FREQ=SECONDLY',
      'FREQ=MINUTELY;COUNT=100000',
      'FREQ=DAILY;COUNT=1000000',
      'FREQ=DAILY;INTERVAL=999999999',
      'FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,1,2,3,4,5,6,7,8,9',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYSETPOS=366',
      'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11',
      'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;BYMONTH=6',
      'FREQ=DAILY;UNTIL=20261205T190000Z\r\nATTENDEE:mailto:a@b.fr',
    ]
    for (const rule of rules) {
      const start = performance.now()
      const answer = await app().call('/api/events', {
        body: {
          id: systemIds.next(),
          territory: demoSiren,
          content: { ...content, schedule: { zone: 'Europe/Paris', allDay: false, spans: [span], rule } },
          contact: { email: 'a@exemple.fr' },
        },
      })
      expect(answer.status, rule).toBe(422)
      expect(performance.now() - start, rule).toBeLessThan(10_000)
    }
  })
})

describe('What is written for people to be told', () => {
  it('is no more for a private link used again and again by hand', async () => {
    const sent = await propose(app(), { title: 'Bavard' })
    await approveEvent(app(), sent.id)
    const own = asAuthor(app(), sent.id, sent)
    const key = systemIds.next()
    const { version } = await own.read()
    const body = { id: systemIds.next(), organizerName: 'Comité' }
    const before = (await read().select().from(outbox)).length
    for (let n = 0; n < 5; n++) await own.edit(body, { version, key })
    expect((await read().select().from(outbox)).length - before).toBe(1)
  })
})
