import type { Client, InStatement } from '@libsql/client'
import { eq, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packPartNames, packReaders } from '../../../api/communes/pack-parts.usecases.ts'
import type { CommunePack, PackPartName } from '../../../api/communes/pack.schemas.ts'
import { communeAt } from '../../../api/territory/territory.usecases.ts'
import { openDatabase, type Database } from '../../../db/client.ts'
import { incident, incidentPhoto, incidentUpdate, territory } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { openAlertTown, type AlertTown } from '../../support/alerts.ts'
import type { DemoApp } from '../../support/demo-app.ts'
import { report } from '../../support/incidents.ts'
import { someAires } from '../../support/rides.ts'

// A pack is put together once for all who ask while nothing of it changes: what makes it change is never missed.

let town: AlertTown
/** The database as another process opens it. */
let beside: Database
/** What builders of reports, events and aires need of the application. */
let app: DemoApp
beforeAll(async () => {
  town = await openAlertTown()
  beside = await openDatabase({ url: town.config.databaseUrl })
  app = {
    ...town,
    call: (path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) =>
      town.request(path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'Idempotency-Key': uuidv7(), ...headers },
        json: body,
      }),
  }
  await town.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
})
afterAll(async () => {
  await beside.close()
  await town.close()
})

const ask = (query = '', headers = {}) => town.request(`/api/communes/bavay/pack${query}`, { headers })
async function read(): Promise<{ parts: CommunePack['parts']; tag: string }> {
  const answer = await ask()
  return { ...((await answer.json()) as CommunePack), tag: answer.headers.get('etag') ?? '' }
}
const statusTo = async (tag: string) => (await ask('', { 'if-none-match': tag })).status
const alertsOf = ({ parts }: { parts: CommunePack['parts'] }) => parts.alerts.data?.alerts ?? []

type Spied<T> = { result: T; statements: string[] }
/** Runs `work`, and answers every statement it gave to the database it reads. */
async function spy<T>(work: () => Promise<T>): Promise<Spied<T>> {
  const { $client: client } = town.database.read as unknown as { $client: Client }
  const { execute } = client
  const statements: string[] = []
  const noting = (given: InStatement, args: never) => {
    statements.push(typeof given === 'string' ? given : given.sql)
    return execute(given as string, args)
  }
  client.execute = noting as Client['execute']
  try {
    return { result: await work(), statements }
  } finally {
    client.execute = execute
  }
}

/** An event with all it may have, a report with a photo, aires with a trip's ends: so that every table is read. */
async function fill(): Promise<void> {
  await someAires(app)
  await publish(app, { commune: 'Bavay', title: 'Loto des anciens' })
  const { id } = await report(app, { commune: 'Bavay' })
  await beside.write(async (tx) => {
    const [row] = await tx.select().from(incidentUpdate).where(eq(incidentUpdate.incidentId, id))
    const photo = { mediaId: uuidv7(), updateId: row?.id ?? '', kind: 'report' as const, position: 0 }
    await tx.insert(incidentPhoto).values({ incidentId: id, ...photo, approved: true })
  })
  await town.send()
}

describe('What a pack is read from', () => {
  it('is counted, table by table, at each write of anybody', async () => {
    await fill()
    const objects = await beside.read.all<{ type: string; name: string; sql: string | null }>(
      sql`select type, name, sql from sqlite_master`,
    )
    const tables = new Set(objects.filter(({ type }) => type === 'table').map(({ name }) => name))
    const triggers = objects.filter(
      ({ type, name }) => type === 'trigger' && name.startsWith('pack_edition_'),
    )
    const counts = (part: PackPartName, table: string, event: string) =>
      triggers.some(({ sql: text }) => {
        const [head = '', body = ''] = (text ?? '').split('BEGIN')
        const isOf = new RegExp(`AFTER ${event}\\b.* ON ${table}\\s*$`).test(head)
        return isOf && (!body.includes('WHERE') || body.includes(`'${part}'`))
      })
    /** Made by triggers of tables that are counted; or of which nothing is told; or named by a later write. */
    const apart = ['occurrence_key', 'agenda_edition', 'event_follower', 'media INSERT']
    const missed: string[] = []
    const here = await communeAt(town.deps, 'bavay')
    for (const part of packPartNames) {
      const { statements } = await spy<unknown>(() => packReaders[part].read(town.deps, { here, lang: 'fr' }))
      const named = statements.flatMap((text) => [...text.matchAll(/\b(?:from|join)\s+"?(\w+)/gi)])
      const from = new Set(named.flatMap(([, name]) => (name && tables.has(name) ? [name] : [])))
      expect(from.size, part).toBeGreaterThan(1)
      for (const table of from)
        for (const event of ['INSERT', 'UPDATE', 'DELETE'])
          if (!apart.includes(table) && !apart.includes(`${table} ${event}`) && !counts(part, table, event))
            missed.push(`${part}: ${event} on ${table}`)
    }
    expect(missed).toEqual([])
  })
})

describe('A pack asked for again', () => {
  it('unchanged, reads three things of the database, and nothing of another commune is taken for it', async () => {
    const { tag } = await read()
    const { result, statements } = await spy(() => ask('', { 'if-none-match': tag }))
    expect(result.status).toBe(304)
    expect(statements).toHaveLength(3)
    const other = (await (await town.request('/api/communes/le-quesnoy/pack')).json()) as CommunePack
    expect(other.parts.agenda.data?.occurrences).toEqual([])
    expect(alertsOf(other)).toEqual([])
  })

  it('has no alert that was ended or taken away, and no report that was hidden, from the moment they were', async () => {
    const { id } = await town.send({ kind: 'roads', title: 'Pont coupé' })
    const before = await read()
    expect(alertsOf(before).map(({ title }) => title)).toContain('Pont coupé')
    await town.end(id)
    expect(await statusTo(before.tag)).toBe(200)
    expect(alertsOf(await read()).map(({ title }) => title)).not.toContain('Pont coupé')

    const { id: reported } = await report(app, { commune: 'Bavay', category: 'nid-de-poule' })
    const reports = async () => (await read()).parts.incidents.data?.incidents.map((one) => one.id) ?? []
    expect(await reports()).toContain(reported)
    // By another process: this one was told nothing.
    const hidden = { published: false, hiddenReason: 'Une plaque se lit' }
    await beside.write((tx) => tx.update(incident).set(hidden).where(eq(incident.id, reported)))
    expect(await reports()).not.toContain(reported)
  })

  it('changes at the hour an alert begins and at its end, and when a date of the agenda is over', async () => {
    const now = town.clock.now()
    const title = 'Élagage rue Verte'
    await town.send({ kind: 'life', title, startsAt: now + 1_800_000, endsAt: now + 5_400_000 })
    const phase = async () => alertsOf(await read()).find((one) => one.title === title)?.phase
    expect(await phase()).toBe('coming')
    town.clock.advance({ minutes: 30 })
    expect(await phase()).toBe('current')
    town.clock.advance({ minutes: 60 })
    expect(await phase()).toBeUndefined()

    const { parts } = await read()
    const [date] = parts.agenda.data?.events[0]?.dates ?? []
    expect(date?.endAt).toBeGreaterThan(town.clock.now())
    town.clock.set(date?.endAt ?? 0)
    const later = await read()
    expect(later.parts.agenda.version).not.toBe(parts.agenda.version)
  })
})
