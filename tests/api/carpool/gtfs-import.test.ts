import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bringFeed, createFeedReader } from '../../../api/carpool/gtfs-feeds.usecases.ts'
import { clearLeft } from '../../../api/carpool/gtfs-import.usecases.ts'
import { countStopTimes, findFeeds } from '../../../api/carpool/gtfs.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { gtfsEdition } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { useFeeds } from '../../support/feeds.ts'
import { aFeed, feedTables } from '../../support/gtfs.ts'

const house = useDemoApp()
const feeds = useFeeds()
const app = () => house.current
const deps = () => ({ ...app().deps, fetchRemote: createFeedReader(app().config) })
const bring = (
  bytes: Buffer,
  { name = 'Cars du Nord', evenIfHalf = false }: { name?: string; evenIfHalf?: boolean } = {},
) =>
  bringFeed(deps(), {
    territorySiren: demoSiren,
    name,
    licence: 'Licence Ouverte 2.0',
    source: { bytes, fileName: 'reseau' },
    evenIfHalf,
  })
const all = () => findFeeds(app().database.read, { territorySiren: demoSiren, limit: 20 })
const named = async (name: string) => (await all()).find((feed) => feed.name === name)!
const shown = async (name: string) => countStopTimes(app().database.read, (await named(name)).edition!)
const stop = (id: number) => `N${id},Arrêt ${id},50.2${id},3.6${id}`

describe('Importing a feed', () => {
  it('writes what is within reach, says what it is of, and takes the place of the former edition at once', async () => {
    const { report } = await bring(aFeed())
    expect(report).toMatchObject({ stops: 3, routes: 1, trips: 4, stopTimes: 11, refused: 0 })
    const before = await named('Cars du Nord')
    expect(before).toMatchObject({
      licence: 'Licence Ouverte 2.0',
      publisher: 'Cars du Nord',
      endsOn: '2027-06-30',
      nextAt: null,
    })
    expect(await shown('Cars du Nord')).toBe(11)
    await bring(aFeed({ 'calendar_dates.txt': '' }))
    const after = await named('Cars du Nord')
    expect(after.id).toBe(before.id)
    expect(after.edition).toBeGreaterThan(before.edition!)
    // Who began to read the former one ends in peace; an hour later it is gone.
    expect(await countStopTimes(app().database.read, before.edition!)).toBe(11)
    await clearLeft(deps())
    expect(await countStopTimes(app().database.read, before.edition!)).toBe(11)
    app().clock.set(app().clock.now() + 3_600_001)
    await clearLeft(deps())
    expect(await countStopTimes(app().database.read, before.edition!)).toBe(0)
    expect(await shown('Cars du Nord')).toBe(11)
    expect((await app().database.read.select().from(gtfsEdition)).map(({ edition }) => edition)).toEqual([
      after.edition,
    ])
  })

  it('that fails leaves the former one shown, nothing of itself, and no feed where there was none', async () => {
    await bring(aFeed(), { name: 'Sûre' })
    const before = await named('Sûre')
    const whole = aFeed()
    // Its first rows are read before it proves damaged.
    const late = aFeed({
      'stop_times.txt': `${String(feedTables()['stop_times.txt'])}${Array.from({ length: 30 }, (_, n) => `Z${n},1:00:00,1:00:00,S1,1`).join('\n')}`,
    })
    for (const bytes of [whole.subarray(0, 400), late])
      await expect(bring(bytes, { name: 'Sûre' })).rejects.toThrow()
    expect(await named('Sûre')).toEqual(before)
    expect(await shown('Sûre')).toBe(11)
    await expect(bring(late, { name: 'Jamais' })).rejects.toThrow('mostly-wrong')
    expect(await named('Jamais')).toBeUndefined()
    const editions = await app().database.read.select().from(gtfsEdition)
    expect(editions.map(({ edition }) => edition)).toContain(before.edition)
    expect(editions).toHaveLength(2)
  })

  it('that lost more than half of its stops is taken for a half file, unless told', async () => {
    const stops = (count: number) => ({
      'stops.txt': `${String(feedTables()['stops.txt'])}${Array.from({ length: count }, (_, n) => stop(n + 10)).join('\n')}`,
    })
    await bring(aFeed(stops(6)), { name: 'Moitié' })
    await expect(bring(aFeed(), { name: 'Moitié' })).rejects.toThrow('half-file')
    expect((await bring(aFeed(), { name: 'Moitié', evenIfHalf: true })).report.stops).toBe(3)
  })

  it('from an address remembers it, to be read again each day', async () => {
    feeds.current.serve('/reseau.zip', { body: aFeed(), headers: { 'Content-Type': 'application/zip' } })
    const url = feeds.current.url('/reseau.zip')
    const source = { url }
    const given = {
      territorySiren: demoSiren,
      name: 'Par le web',
      licence: undefined,
      source,
      evenIfHalf: false,
    }
    await bringFeed(deps(), given)
    await bringFeed(deps(), { ...given, name: 'Autre nom' })
    const rows = (await all()).filter((feed) => feed.url === url)
    expect(rows.map(({ name }) => name)).toEqual(['Autre nom'])
    expect(rows[0]!.nextAt).toBe(app().clock.now() + 24 * 3_600_000)
    expect(rows[0]!.etag).not.toBeNull()
  })

  it('runs from the command, which says in words what it kept and why it refuses', async () => {
    const file = join(app().config.dataDir, 'reseau.zip')
    // The command goes by the clock of the machine.
    const lasting = {
      'calendar.txt': String(feedTables()['calendar.txt']).replaceAll('20270630', '20991231'),
    }
    writeFileSync(
      file,
      aFeed({ ...lasting, 'stops.txt': `${String(feedTables()['stops.txt'])}S9,Perdu,,\n` }),
    )
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['api/carpool/gtfs.cli.ts', 'import', ...args], {
        env: { ...process.env, DATA_DIR: app().config.dataDir, DATABASE_URL: app().config.databaseUrl },
      }).then(
        ({ stdout }) => stdout,
        (error: Error & { stderr: string; code: number }) => `${error.code} ${error.stderr}`,
      )
    const said = await run('--territory', demoSiren, '--file', file)
    expect(said).toContain('reseau : 3 arrêts, 1 lignes, 4 courses, 11 passages gardés.')
    expect(said).toContain('stops.txt ligne 5, refusée : arrêt sans position (Perdu)')
    writeFileSync(file, aFeed().subarray(0, 300))
    expect(await run('--territory', demoSiren, '--file', file)).toBe(
      '1 Le zip est abîmé ou coupé. Recommencez, ou prévenez qui le publie. Rien n’a été changé.\n',
    )
    expect(await run('--territory', '111111111', '--file', file)).toContain('Aucun territoire')
    expect(await run('--file', file)).toContain('Usage')
  }, 60_000)
})
