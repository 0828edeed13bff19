import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { anEvent } from '../../support/agenda.ts'
import { useDesk } from '../../support/desk.ts'
import { aCalendar, useFeeds } from '../../support/feeds.ts'
import { anOrganizerImporter } from '../../support/imports.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'

// Anyone opens an organizer by a mail, and then sends files: what one makes the server do, the others must not wait for.

const house = useDesk()
const feeds = useFeeds()
const app = () => house.current

/** How long the slowest of what others do took while `work` went on, in milliseconds, and how often they did it. */
async function slowestDuring<T>(work: Promise<T>, other: () => Promise<Response>) {
  let [slowest, times] = [0, 0]
  const state = { over: false }
  const end = work.finally(() => {
    state.over = true
  })
  while (!state.over) {
    const start = performance.now()
    const answer = await other()
    expect(answer.status).toBeLessThan(300)
    slowest = Math.max(slowest, performance.now() - start)
    times++
    await setTimeout(5)
  }
  return { slowest, times, result: await end }
}
const ofRule = (count: number, rule: string) =>
  aCalendar(
    Array.from({ length: count }, (_, n) => ({
      uid: `${n}`,
      title: `Règle ${n} ${systemIds.next()}`,
      start: '20260202T000000',
      end: '20260202T003000',
      lines: [`RRULE:${rule}`],
    })),
  )

describe('A file of rules made to be slow', () => {
  it('is looked through without the lists of others waiting', async () => {
    const me = await anOrganizerImporter(app())
    // A Monday that is the first of January: every fifth, sixth or eleventh year.
    const work = me.preview(ofRule(120, 'FREQ=DAILY;BYMONTH=1;BYMONTHDAY=1;BYDAY=MO'))
    const { slowest, result } = await slowestDuring(work, () => app().request('/api/events?limit=1'))
    expect(result.counts).toMatchObject({ created: 120 })
    expect(slowest).toBeLessThan(3000)
  }, 120_000)

  it('is written without the writes of others waiting', async () => {
    const me = await anOrganizerImporter(app(), { trusted: false })
    const hours = '0,1,2,3,4,5,6,7,8,9,10,11'
    const work = me.import(ofRule(25, `FREQ=DAILY;BYHOUR=${hours};BYMINUTE=0,30`))
    const content = await anEvent(app(), { title: 'Pendant ce temps' })
    const { slowest, times, result } = await slowestDuring(work, () =>
      app().call('/api/events', {
        body: {
          id: systemIds.next(),
          territory: demoSiren,
          content,
          contact: { email: `${systemIds.next()}@exemple.fr` },
        },
      }),
    )
    expect(result.counts).toMatchObject({ created: 25, past: 0 })
    expect(times).toBeGreaterThan(3)
    expect(slowest).toBeLessThan(6000)
  }, 120_000)
})

describe('Many files at once', () => {
  it('are read two at a time; those that would wait too long are told when to come back', async () => {
    const me = await anOrganizerImporter(app())
    const file = ofRule(5, 'FREQ=WEEKLY;COUNT=5')
    const answers = await Promise.all(Array.from({ length: 30 }, () => me.tryPreview(file)))
    const statuses = answers.map(({ status }) => status)
    expect([...new Set(statuses)].toSorted()).toEqual([200, 503])
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10)
    const busy = answers.find(({ status }) => status === 503)
    expect(Number(busy?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await me.tryPreview(file)).status).toBe(200)
  }, 60_000)
})

describe('A file that unpacks into thousands of times itself, or reads for ever,', () => {
  const bombs: Record<string, () => { body: Buffer | string; headers?: Record<string, string> }> = {
    'a gzip of zeros': () => ({
      body: gzipSync(Buffer.alloc(200 * 1024 * 1024)),
      headers: { 'Content-Encoding': 'gzip' },
    }),
    'a gzip in a gzip': () => ({
      body: gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024))),
      headers: { 'Content-Encoding': 'gzip, gzip' },
    }),
    'a zip, as it is': () => ({ body: Buffer.from('504b0304140000000800', 'hex') }),
    'one line of eight megabytes': () => ({
      body: `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${'a'.repeat(8_000_000)}`,
    }),
    'quotes and semicolons without end': () => ({ body: `Titre;Date\n"${';""'.repeat(1_000_000)}` }),
    'parameters without end': () => ({
      body: `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART${';A="b"'.repeat(500_000)}:20261205\r\nEND:VEVENT`,
    }),
    'components within components': () => ({ body: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'.repeat(100_000) }),
    'JSON within JSON': () => ({ body: `{"events":${'['.repeat(500_000)}` }),
  }
  it.each(Object.keys(bombs))(
    '%s, is refused in words, and soon',
    async (name) => {
      const me = await anOrganizerImporter(app())
      const bomb = bombs[name]?.() ?? { body: '' }
      const path = `/${systemIds.next()}.ics`
      feeds.current.serve(path, bomb)
      const start = performance.now()
      const { id } = await me.follow(feeds.current.url(path))
      const source = await me.refresh(id)
      const told = [source.problem, ...(source.report?.faults ?? []).map(({ detail }) => detail)]
      expect(told.filter(Boolean).join(' ')).toMatch(/\.$/)
      expect(source.report?.counts.created ?? 0).toBe(0)
      expect(performance.now() - start).toBeLessThan(25_000)
      expect((await app().request('/healthz')).status).toBe(200)
    },
    60_000,
  )
})
