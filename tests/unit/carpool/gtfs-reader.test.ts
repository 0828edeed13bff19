import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFeed, type StopTimeRow } from '../../../api/carpool/gtfs-reader.ts'
import { GtfsRefused } from '../../../api/carpool/gtfs-report.ts'
import { sayFeedFault, sayFeedLine } from '../../../api/carpool/gtfs.words.ts'
import { gtfsRefusals, gtfsRepairs } from '../../../api/carpool/gtfs-report.ts'
import { readTrip, type TripLine } from '../../../api/carpool/gtfs-trip.rules.ts'
import { zipLimits } from '../../../api/carpool/gtfs-zip.ts'
import { aFeed, feedTables, type Tables } from '../../support/gtfs.ts'
import '../../support/seed.ts'
import { zipOf } from '../../support/zip.ts'

const today = '2026-11-26'

async function read(
  bytes: Buffer,
  given: { today?: string; isNear?: (lat: number, lon: number) => boolean } = {},
) {
  const rows: StopTimeRow[] = []
  const feed = await readFeed({
    bytes,
    today: given.today ?? today,
    isNear: ({ lat, lon }) => given.isNear?.(lat, lon) ?? true,
    isLate: () => false,
    write: (more) => {
      rows.push(...more)
      return Promise.resolve()
    },
  })
  return { ...feed, rows }
}
const withTables = (changes: Tables) => read(aFeed(changes))
/** Why it is refused, and where. */
async function refusal(bytes: Buffer | Promise<unknown>, given?: Parameters<typeof read>[1]) {
  const error: unknown = await (Buffer.isBuffer(bytes) ? read(bytes, given) : bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof GtfsRefused)) throw error ?? new Error('it was taken')
  const sentence = sayFeedFault('fr', error.fault, error.where)
  expect(sentence).toMatch(/^[A-ZÀÉ].*\.$/)
  expect(sentence).not.toMatch(/[{}]/)
  return [error.fault, ...Object.values(error.where).filter((value) => value !== undefined)]
}
const told = ({ lines }: Awaited<ReturnType<typeof read>>) =>
  lines.map(({ file, line, what }) => `${file} ${line} ${what}`)
/** A table of the small feed with a line more, or one in the place of another. */
const edited = (file: string, edit: (lines: string[]) => string[]) => {
  const text = String(feedTables()[file])
  return { [file]: edit(text.trimEnd().split('\n')).join('\n') }
}
const plus = (file: string, ...lines: string[]) => edited(file, (known) => [...known, ...lines])

describe('A feed', () => {
  it('is read whole: stops, lines, trips, days, times past midnight, who publishes it', async () => {
    const feed = await read(aFeed())
    expect(feed).toMatchObject({
      timezone: 'Europe/Paris',
      publisher: 'Cars du Nord',
      feedVersion: '2026-11',
    })
    expect(feed.stops.map(({ name }) => name)).toEqual(['Église', 'Mairie', 'Gare'])
    expect(feed.routes).toEqual([{ name: '401', mode: 'bus' }])
    expect(feed.trips.map(({ headsign }) => headsign)).toEqual(['Est', 'Est', 'Ouest', 'Est dimanche'])
    expect(feed).toMatchObject({ refused: 0, repaired: 0, lines: [], stopTimes: 11 })
    expect(feed.calendar).toMatchObject({ startsOn: '2026-11-01', endsOn: '2027-06-30' })
    const night = feed.rows.find(({ departs }) => departs === 25 * 3600 + 600)
    expect(night).toMatchObject({ stopNo: 0, place: 0, flags: 1 })
    // Nobody boards where it ends.
    expect(feed.rows.find(({ departs }) => departs === 25 * 3600 + 35 * 60)).toMatchObject({ flags: 2 })
  })

  it('runs by its calendar and its exceptions: 25 December as a Sunday', async () => {
    const { calendar } = await read(aFeed())
    const runs = (service: string, day: string) =>
      calendar.days[calendar.numbers.get(service)!]![Date.parse(day) / 86_400_000 - calendar.firstDay]
    expect(['2026-11-27', '2026-11-28', '2026-12-25', '2026-12-28'].map((day) => runs('W', day))).toEqual([
      '1',
      '0',
      '0',
      '1',
    ])
    expect(['2026-11-29', '2026-12-25'].map((day) => runs('D', day))).toEqual(['1', '1'])
  })

  it('may have no calendar but exceptions, or no exceptions but a calendar', async () => {
    const only = await withTables({
      'calendar.txt': '',
      'calendar_dates.txt': 'service_id,date,exception_type\nW,20261201,1\nW,20261203,1\nD,20261202,1\n',
    })
    expect(only.calendar).toMatchObject({ startsOn: '2026-12-01', endsOn: '2026-12-03' })
    expect((await withTables({ 'calendar_dates.txt': '' })).stopTimes).toBe(11)
    expect(await refusal(withTables({ 'calendar.txt': '', 'calendar_dates.txt': '' }))).toEqual([
      'file-missing',
      'calendar.txt',
    ])
  })

  it('keeps the stops within reach and the trips that serve them, whose direction it knows all the same', async () => {
    const feed = await read(
      aFeed(edited('trips.txt', (lines) => lines.map((line) => line.replace(/,Est$/, ',')))),
      {
        isNear: (_, lon) => lon < 3.6,
      },
    )
    expect(feed.stops.map(({ name }) => name)).toEqual(['Église'])
    expect(feed.rows).toHaveLength(4)
    expect(feed.trips.map(({ headsign }) => headsign)).toContain('Gare')
    expect(await refusal(aFeed(), { isNear: () => false })).toEqual(['no-stop-here'])
  })

  it('that is over is refused with its last day; what of it is over is left out', async () => {
    expect(await refusal(aFeed(), { today: '2027-07-01' })).toEqual(['over', '2027-06-30'])
    const feed = await read(
      aFeed(
        edited('calendar.txt', (lines) => lines.map((line) => line.replace(/^(W.*)20270630/, '$120261130'))),
      ),
      { today: '2026-12-10' },
    )
    expect(feed.trips.map(({ headsign }) => headsign)).toEqual(['Est dimanche'])
    expect(
      await refusal(
        withTables({ 'calendar.txt': '', 'calendar_dates.txt': 'service_id,date,exception_type\n' }),
      ),
    ).toEqual(['no-service'])
  })

  it('told by frequencies is written out, its times said to be about right unless exact', async () => {
    const feed = await withTables({
      'frequencies.txt':
        'trip_id,start_time,end_time,headway_secs,exact_times\nT1,06:00:00,07:00:00,1200,0\nT3,18:00:00,18:10:00,600,1\nT9,06:00:00,07:00:00,600,0\nT2,06:00:00,05:00:00,600,0\nT2,06:00:00,07:00:00,0,0\n',
    })
    const leaves = feed.rows
      .filter(({ stopNo, flags }) => stopNo === 0 && flags === 1)
      .map(({ departs }) => departs)
    expect(leaves).toEqual([21_600, 22_800, 24_000, 90_600, 36_000])
    expect(feed.trips.map(({ about }) => about)).toEqual([true, true, true, false, false, false])
    expect(told(feed)).toEqual([
      'frequencies.txt 4 trip_unknown',
      'frequencies.txt 5 time_unreadable',
      'frequencies.txt 6 headway_unreadable',
    ])
  })
})

describe('Text as exports write it', () => {
  it('is read with a BOM, with CRLF, in Windows-1252, in UTF-16, with semicolons, in quotes: the same feed', async () => {
    const plain = await read(aFeed())
    const tables = feedTables()
    const all = (edit: (text: string) => string | Buffer) =>
      Object.fromEntries(Object.entries(tables).map(([name, text]) => [name, edit(String(text))]))
    const ways = {
      bom: all((text) => `\uFEFF${text}`),
      crlf: all((text) => text.replaceAll('\n', '\r\n')),
      windows: all((text) => Buffer.from(text, 'latin1')),
      utf16: all((text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
      semicolons: all((text) => text.replaceAll(',', ';')),
      quotes: all((text) => text.replace(/[^,\n]+/g, '"$&"')),
    }
    for (const [way, changed] of Object.entries(ways)) {
      const feed = await read(aFeed(changed))
      expect([way, feed.stops, feed.rows, feed.calendar]).toEqual([
        way,
        plain.stops,
        plain.rows,
        plain.calendar,
      ])
      if (way === 'windows') expect(told(feed)).toEqual(['stops.txt null encoding'])
      if (way === 'utf16') expect(told(feed)).toContain('trips.txt null encoding')
      if (way === 'semicolons') expect(told(feed)).toContain('trips.txt 1 delimiter')
      expect(feed.refused).toBe(0)
    }
  })

  it('packed in a folder is read and told; two feeds, or a table twice, are refused', async () => {
    const inFolder = (folder: string) =>
      Object.entries(feedTables()).map(([name, content]) => ({ name: `${folder}/${name}`, content }))
    expect(told(await read(zipOf(inFolder('export'))))).toEqual(['stops.txt null in_folder'])
    expect(await refusal(zipOf([...inFolder('a'), ...inFolder('b')]))).toEqual(['two-feeds'])
    expect(await refusal(aFeed({}, [{ name: 'trips.txt', content: 'trip_id' }]))).toEqual([
      'file-twice',
      'trips.txt',
    ])
  })
})

describe('A wrong line', () => {
  it('of stops is refused or put right, by its number', async () => {
    const feed = await withTables(
      edited('stops.txt', ([header, ...lines]) => [
        `${header},location_type,parent_station`,
        ...lines,
        'S4,Échangée,3.55,50.25',
        'S5,Sans,,',
        'S6,Zéro,0,0',
        'S1,Double,50.25,3.55',
        'S7,Berlin,52.5,13.4',
        ',Anonyme,50.25,3.55',
        'G,Gare,50.26,3.56,1,',
        'S8,Quai,,,0,G',
        'S9,Virgule,"50,25","3,55"',
        'E,Entrée,,,2,G',
        'S10,Coupée',
      ]),
    )
    expect(told(feed).toSorted()).toEqual(
      [
        'stops.txt 5 coordinates_swapped',
        'stops.txt 6 no_coordinates',
        'stops.txt 7 no_coordinates',
        'stops.txt 8 id_repeated',
        'stops.txt 9 outside_france',
        'stops.txt 10 no_id',
        'stops.txt 12 coordinates_of_station',
        'stops.txt 13 decimal_comma',
        'stops.txt 15 incomplete_line',
      ].toSorted(),
    )
    const at = (name: string) => feed.stops.find((stop) => stop.name === name)
    expect(at('Échangée')).toMatchObject({ lat: 50.25, lon: 3.55 })
    expect(at('Quai')).toMatchObject({ lat: 50.26, lon: 3.56 })
    expect(at('Virgule')).toMatchObject({ lat: 50.25, lon: 3.55 })
    expect(at('Église')).toMatchObject({ lat: 50.2505 })
    expect(at('Sans')).toBeUndefined()
  })

  it('of times, trips, lines and calendars is refused, by its number, and the others are kept', async () => {
    const feed = await withTables({
      ...plus(
        'stop_times.txt',
        'T4,10:20:00,10:30:00,S9,3',
        'T9,1:00:00,1:00:00,S1,1',
        'T4,10:00:00,10:00:00,S1,1',
      ),
      ...plus('trips.txt', 'Q,W,T5,', 'R,X,T6,', 'R,W,T1,Encore', 'R,W,,'),
      ...plus('routes.txt', 'R,402,,3', ',403,,3'),
      ...plus('calendar.txt', 'W,1,1,1,1,1,1,1,20260101,20261231', 'Z,1,1,1,1,1,1,1,20260230,20261231'),
      ...plus('calendar_dates.txt', 'W,2026-12-24,2', 'W,20261224,3'),
    })
    expect(told(feed).toSorted()).toEqual(
      [
        'stop_times.txt 13 stop_unknown',
        'stop_times.txt 14 trip_unknown',
        'stop_times.txt 15 trip_in_pieces',
        'trips.txt 6 route_unknown',
        'trips.txt 7 service_unknown',
        'trips.txt 8 id_repeated',
        'trips.txt 9 no_id',
        'routes.txt 3 id_repeated',
        'routes.txt 4 no_id',
        'calendar.txt 4 id_repeated',
        'calendar.txt 5 date_unreadable',
        'calendar_dates.txt 4 date_unreadable',
        'calendar_dates.txt 5 exception_unreadable',
      ].toSorted(),
    )
    expect(feed.stopTimes).toBe(11)
  })

  it('inside a trip is refused by its number; times not told are spread, a last line cut short is incomplete', async () => {
    const times = (...lines: string[]) =>
      withTables({
        'stop_times.txt': ['trip_id,arrival_time,departure_time,stop_id,stop_sequence', ...lines].join('\n'),
      })
    const spread = await times('T1,8:00:00,8:00:00,S1,10', 'T1,,,S2,20', 'T1,8:20:00,8:20:00,S3,30')
    expect(spread.rows.map(({ departs }) => departs)).toEqual([28_800, 29_400, 30_000])
    expect(told(spread)).toEqual(['stop_times.txt 2 times_spread'])
    const wrong = await times(
      'T1,8:00:00,8:00:00,S1,1',
      'T1,7:00:00,7:00:00,S2,2',
      'T1,8:10:00,8:10:00,S2,2',
      'T1,8:20:00,8:20:00,S3,3',
      'T1,24:61:00,24:61:00,S3,4',
      'T1,8:20:00,8:20:00,S3,x',
      'T1,,,S2,5',
      'T3,8:20:00',
    )
    expect(told(wrong).toSorted()).toEqual(
      [
        'stop_times.txt 3 time_goes_back',
        'stop_times.txt 6 time_unreadable',
        'stop_times.txt 7 sequence_unreadable',
        'stop_times.txt 8 no_times',
        'stop_times.txt 9 incomplete_line',
      ].toSorted(),
    )
    expect(wrong.rows.map(({ departs }) => departs)).toEqual([28_800, 29_400, 30_000])
  })

  it('of a zone that is none is put right and told', async () => {
    const feed = await withTables({
      'agency.txt': 'agency_name,agency_timezone\nA,Paris\nB,Europe/Brussels\nC,Europe/Paris\n',
    })
    expect(feed.timezone).toBe('Europe/Brussels')
    expect(told(feed)).toEqual(['agency.txt 2 zone_unknown', 'agency.txt 4 zones_differ'])
  })

  it('is told in words, in French and English', () => {
    for (const what of [...gtfsRefusals, ...gtfsRepairs])
      for (const language of ['fr', 'en'] as const)
        expect(sayFeedLine(language, what).length).toBeGreaterThan(5)
  })

  it('among a few is borne; when most are wrong the whole is refused', async () => {
    const wrong = Array.from({ length: 30 }, (_, n) => `X${n},8:00:00,8:00:00,S1,1`)
    expect(await refusal(withTables(plus('stop_times.txt', ...wrong)))).toEqual([
      'mostly-wrong',
      'stop_times.txt',
      30,
    ])
  })
})

describe('What is no feed', () => {
  it('is refused in words: no zip, cut anywhere, damaged, locked, without a table or a column', async () => {
    expect(await refusal(Buffer.from('<!doctype html><title>404'))).toEqual(['not-a-zip'])
    expect(await refusal(Buffer.alloc(0))).toEqual(['not-a-zip'])
    const whole = aFeed()
    for (const part of [0.2, 0.5, 0.9, 0.999])
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * part)))).toEqual(['damaged'])
    const rotten = Buffer.from(whole)
    rotten[whole.indexOf('stop_times.txt') + 40]! ^= 0xff
    expect(await refusal(rotten)).toEqual(['damaged', 'stop_times.txt'])
    const lied = (over: object) =>
      zipOf(
        Object.entries(feedTables()).map(([name, content]) => ({
          name,
          content,
          ...(name === 'trips.txt' ? over : {}),
        })),
      )
    expect(await refusal(lied({ crc: 1 }))).toEqual(['damaged', 'trips.txt'])
    expect(await refusal(lied({ size: 10 }))).toEqual(['damaged', 'trips.txt'])
    expect(await refusal(lied({ size: 1000 }))).toEqual(['damaged', 'trips.txt'])
    expect(await refusal(lied({ locked: true }))).toEqual(['locked', 'trips.txt'])
    expect((await read(lied({ plain: true }))).stopTimes).toBe(11)
    for (const file of ['stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt'])
      expect(await refusal(aFeed({ [file]: '' }))).toEqual(['file-missing', file])
    expect(
      await refusal(withTables(edited('stops.txt', ([, ...lines]) => ['stop_id,stop_name,y,x', ...lines]))),
    ).toEqual(['column-missing', 'stops.txt', 'stop_lat'])
    expect(
      await refusal(withTables({ 'stop_times.txt': 'trip_id,stop_id,stop_sequence\nT1,S1,1\n' })),
    ).toEqual(['column-missing', 'stop_times.txt', 'departure_time'])
    expect(await refusal(withTables({ 'trips.txt': '<html><body>Erreur 500' }))).toEqual([
      'not-a-table',
      'trips.txt',
    ])
    expect(await refusal(withTables({ 'trips.txt': Buffer.from([0, 1, 2, 3]) }))).toEqual([
      'not-a-table',
      'trips.txt',
    ])
    const open = plus('stop_times.txt', `T1,"8:00:00,${'8'.repeat(70_000)}`)
    expect((await refusal(withTables(open))).slice(0, 2)).toEqual(['line-unreadable', 'stop_times.txt'])
  })

  it('that would do harm is refused: names that climb, files that share their bytes, a bomb', async () => {
    for (const name of [
      '../stops.txt',
      '/etc/stops.txt',
      'a/../../stops.txt',
      'C:\\stops.txt',
      '..\\stops.txt',
    ])
      expect((await refusal(aFeed({}, [{ name, content: 'x' }])))[0]).toBe('path-trick')
    expect(
      (await refusal(aFeed({}, [{ name: 'shapes.txt', content: 'x'.repeat(400), shares: true }])))[0],
    ).toBe('path-trick')
    const bomb = { name: 'stop_times.txt', content: Buffer.alloc(8 * 2 ** 20, '1'), size: 2 ** 31 }
    const others = Object.entries(feedTables({ 'stop_times.txt': '' })).flatMap(([name, content]) =>
      content === '' ? [] : [{ name, content }],
    )
    expect((await refusal(zipOf([...others, bomb])))[0]).toBe('too-large')
    // Says that it is small, and is not: stopped as soon as it is more.
    expect((await refusal(zipOf([...others, { ...bomb, size: 1000 }])))[0]).toBe('damaged')
    expect((await refusal(Buffer.concat([Buffer.from('PK'), Buffer.alloc(zipLimits.packed)])))[0]).toBe(
      'too-large',
    )
  }, 30_000)

  it('never makes the reader do anything but take it or refuse it, whatever bytes change', async () => {
    const whole = aFeed()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (changes) => {
          const bytes = Buffer.from(whole)
          for (const [at, value] of changes) bytes[at] = value
          const outcome = await read(bytes).catch((error: unknown) => error)
          expect(outcome instanceof Error ? outcome.name : 'taken').toMatch(/^(?:GtfsRefused|taken)$/)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('that takes too long is given up', async () => {
    await expect(
      readFeed({
        bytes: aFeed(),
        today,
        isNear: () => true,
        isLate: () => true,
        write: () => Promise.resolve(),
      }),
    ).rejects.toThrow('too-long')
  })
})

describe('A trip', () => {
  const aLine = (given: Partial<TripLine>): TripLine => ({
    line: 2,
    sequence: 1,
    stop: 0,
    arrives: null,
    departs: null,
    boards: true,
    alights: true,
    onRequest: false,
    ...given,
  })
  it('has times that never go back, between those told around them, whatever its lines', () => {
    const time = fc.option(fc.integer({ min: 0, max: 90_000 }))
    const someLine = fc
      .record({ line: fc.nat(99), sequence: fc.nat(12), arrives: time, departs: time })
      .map((line) => aLine(line))
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 14 }), (lines) => {
        const { stops, faults } = readTrip(lines)
        const times = stops.flatMap(({ arrives, departs }) => [arrives, departs])
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(stops.length + faults.length).toBe(lines.length)
        const given = new Set(lines.flatMap(({ arrives, departs }) => [arrives, departs]))
        for (const end of [times[0], times.at(-1)]) if (end !== undefined) expect(given).toContain(end)
      }),
    )
  })
})
