import { count, eq, isNull, ne } from 'drizzle-orm'
import { join } from 'node:path'
import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import { describe, expect, inject, it } from 'vitest'
import type {
  AcceptedIncident,
  NewIncident,
  ReporterIncident,
} from '../../../api/incidents/incidents.schemas.ts'
import { type Database, openDatabase } from '../../../db/client.ts'
import { incident, incidentUpdate, notification, outbox } from '../../../db/schema/index.ts'
import { aPhoto, aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { startServer, type TestServer } from '../../support/server.ts'

const submissions = 1000
const phones = 32
/** The power is cut once this many are acknowledged, while the other phones are still sending. */
const cuts = [150, 400, 800]

type Submission = { key: string; report: NewIncident; photo: { seed: number; uploadToken: string } | null }

describe('Power cuts in the middle of a thousand reports', { timeout: 180_000 }, () => {
  it('lose nothing that was acknowledged, and double nothing that was sent again', async () => {
    const server = await startServer({
      demo: true,
      demoData: inject('demoData'),
      bundle: inject('serverBundle'),
    })
    const database = await openDatabase({ url: `file:${join(server.dataDir, 'bocage.db')}` })
    try {
      const before = await tally(database)
      const territory = await demoTerritoryAt(server.url)
      const todo = Array.from({ length: submissions }, (_, i): Submission => {
        const photo = i % 10 === 0 ? { seed: i, uploadToken: uuidv7() } : null
        const report = aReport(territory, {
          ...(i % 2 === 0 ? { contact: { email: `habitant-${i}@mormal.example` } } : {}),
          ...(photo ? { photos: [{ id: uuidv7(), uploadToken: photo.uploadToken }] } : {}),
        })
        return { key: uuidv7(), report, photo }
      })
      const acknowledged = new Map<string, AcceptedIncident>()

      for (const cut of [...cuts, submissions]) {
        const left = todo.filter(({ report }) => !acknowledged.has(report.id))
        await sendFromPhones({ server, todo: left, acknowledged, cut })
        if (cut === submissions) break
        expect(acknowledged.size).toBeLessThan(submissions)
        await server.restart()
        // Before anyone sends again: what was acknowledged is there by itself.
        await expectEachOnce(database, acknowledged)
      }

      expect(acknowledged.size).toBe(submissions)
      await expectEachOnce(database, acknowledged)
      const after = await tally(database)
      expect(after.incidents - before.incidents).toBe(submissions)
      expect(after.events - before.events).toBe(submissions)
      expect(new Set(Array.from(acknowledged.values(), ({ reference }) => reference)).size).toBe(submissions)

      await expectPhotos({ server, todo, acknowledged })
      await expectTold({ server, database, todo })
    } finally {
      await database.close()
      await server.close()
    }
  })
})

/** Sends from many phones at once. Cuts the power at `cut` acknowledgements; what was then under way is in doubt. */
async function sendFromPhones({
  server,
  todo,
  acknowledged,
  cut,
}: {
  server: TestServer
  todo: Submission[]
  acknowledged: Map<string, AcceptedIncident>
  cut: number
}): Promise<void> {
  const waiting = [...todo]
  let off: Promise<void> | undefined

  async function phone() {
    for (let next = waiting.shift(); next && !off; next = waiting.shift()) {
      try {
        await submit(server.url, next, acknowledged)
      } catch (error) {
        if (!off) throw error
      }
      if (acknowledged.size >= cut && cut < submissions) off ??= server.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: phones }, phone))
  await off
}

async function submit(
  url: string,
  { key, report, photo }: Submission,
  acknowledged: Map<string, AcceptedIncident>,
): Promise<void> {
  if (photo) {
    const upload = await fetch(`${url}/api/media`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Bocage-Media-Id': report.photos[0]?.id ?? '',
        'Bocage-Upload-Token': photo.uploadToken,
      },
      body: new Uint8Array(await aPhoto({ seed: photo.seed })),
    })
    if (upload.status !== 201) throw new Error(`photo: ${upload.status} ${await upload.text()}`)
  }
  const answer = await sendReport(url, report, key)
  if (answer.status !== 201) throw new Error(`report: ${answer.status} ${await answer.text()}`)
  acknowledged.set(report.id, (await answer.json()) as AcceptedIncident)
}

async function tally({ read }: Database) {
  const [incidents] = await read.select({ n: count() }).from(incident)
  const [events] = await read.select({ n: count() }).from(outbox)
  return { incidents: incidents?.n ?? 0, events: events?.n ?? 0 }
}

/** Each acknowledged report: one incident under the reference told, one first entry, one event, its photo. */
async function expectEachOnce(
  { read }: Database,
  acknowledged: Map<string, AcceptedIncident>,
): Promise<void> {
  const rows = await read.select({ id: incident.id, reference: incident.reference }).from(incident)
  const references = new Map(rows.map(({ id, reference }) => [id, reference]))
  const entries = Map.groupBy(
    await read.select().from(incidentUpdate).where(eq(incidentUpdate.kind, 'received')),
    ({ incidentId }) => incidentId,
  )
  const events = Map.groupBy(await read.select().from(outbox), ({ subject }) => subject)
  for (const [id, { reference }] of acknowledged) {
    expect(references.get(id)).toBe(reference)
    expect(entries.get(id), reference).toHaveLength(1)
    expect(events.get(`incident:${id}`), reference).toHaveLength(1)
  }
}

/** The reporter of each photo sees it, whole, on their private page. */
async function expectPhotos({
  server,
  todo,
  acknowledged,
}: {
  server: TestServer
  todo: Submission[]
  acknowledged: Map<string, AcceptedIncident>
}): Promise<void> {
  const withPhoto = todo.filter(({ photo }) => photo)
  expect(withPhoto).toHaveLength(submissions / 10)
  for (const { report } of withPhoto) {
    const page = await fetch(`${server.url}/api/reporter/incident`, {
      headers: { 'Bocage-Secret': acknowledged.get(report.id)?.secret ?? '' },
    })
    const { photos } = (await page.json()) as ReporterIncident
    expect(photos.map(({ id }) => id)).toEqual(report.photos.map(({ id }) => id))
    const image = await fetch(new URL(photos[0]?.url ?? '', server.url))
    expect(image.status).toBe(200)
    const { width, height } = await sharp(await image.arrayBuffer()).metadata()
    expect([width, height]).toEqual([640, 480])
  }
}

/**
 * Each reporter who gave an address has one notification, sent. A kill may repeat the mails that were in hand (three at
 * most, docs/decisions/delivery.md), never under another Message-ID.
 */
async function expectTold({
  server,
  database,
  todo,
}: {
  server: TestServer
  database: Database
  todo: Submission[]
}): Promise<void> {
  const reporters = todo.flatMap(({ report }) => report.contact?.email ?? [])
  const undone = async () => {
    const [events] = await database.read.select({ n: count() }).from(outbox).where(isNull(outbox.doneAt))
    const [messages] = await database.read
      .select({ n: count() })
      .from(notification)
      .where(ne(notification.state, 'sent'))
    return (events?.n ?? 0) + (messages?.n ?? 0)
  }
  // A killed worker's leases end after thirty seconds.
  await expect.poll(undone, { timeout: 90_000, interval: 250 }).toBe(0)

  const told = await database.read.select().from(notification)
  const byIncident = Map.groupBy(told, ({ subject }) => subject)
  for (const { report } of todo) {
    const persons = (byIncident.get(`incident:${report.id}`) ?? []).map(({ person }) => person)
    expect(new Set(persons).size).toBe(persons.length)
    const followers = persons.filter((person) => person.startsWith('follower:'))
    expect(followers).toHaveLength(report.contact?.email ? 1 : 0)
  }
  const { mails } = server.mailbox
  const recipients = new Set(mails.flatMap(({ to }) => to))
  expect(reporters.filter((address) => !recipients.has(address))).toEqual([])
  const messageIds = new Set(mails.map(({ headers }) => headers.get('message-id')))
  expect(messageIds.size).toBe(told.length)
  expect(mails.length - messageIds.size).toBeLessThanOrEqual(3 * cuts.length)
}
