import { eq } from 'drizzle-orm'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  agendaSettings,
  event,
  eventCategory,
  eventSource,
  occurrence,
  place,
} from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useDesk } from '../../support/desk.ts'
import { aCalendar, useFeeds } from '../../support/feeds.ts'
import { anImporter, anOrganizerImporter, eventsOf } from '../../support/imports.ts'
import { communeOf } from '../../support/incidents.ts'

const house = useDesk()
const feeds = useFeeds()
const app = () => house.current
const read = () => app().database.read
const countAll = async () => (await read().select({ id: event.id }).from(event)).length
const problemOf = async (answer: Response) => {
  const { type, detail } = (await answer.json()) as { type: string; detail: string }
  return { status: answer.status, slug: type.replace('/problems/', ''), detail }
}

const table = (...lines: string[]) => `Titre;Date;Heure;Heure de fin;Lieu;Commune\n${lines.join('\n')}`
/** Of a day of its own: the same in two tests would be one event that came by two ways. */
let day = 0
const aLine = (title: string) =>
  `${title};${String((day++ % 28) + 1).padStart(2, '0')}/06/2027;19h30;23h;Salle des fêtes;Bavay`
const loto = 'Loto des pompiers;12/12/2026;19h30;23h;Salle des fêtes;Bavay'

describe('A file of events', () => {
  it('is shown line by line before anything is written, with what is wrong in plain French', async () => {
    const me = await anOrganizerImporter(app())
    const before = await countAll()
    const preview = await me.preview(
      table(
        loto,
        'Bal;31/02/2026;20h;;Salle des fêtes;Bavay',
        'Concert;13/12/2026;;;Zénith;Lille',
        'Vieux loto;12/12/2020;;;Salle;Bavay',
      ),
    )
    expect(preview).toMatchObject({ format: 'csv', total: 4, waits: false, moreLines: 0 })
    expect(preview.counts).toMatchObject({ created: 1, refused: 2, past: 1 })
    expect(preview.lines.map(({ line, outcome }) => [line, outcome])).toEqual([
      [3, 'refused'],
      [4, 'refused'],
      [2, 'created'],
      [5, 'past'],
    ])
    expect(preview.lines[0]?.faults).toMatchObject([
      {
        code: 'start-unreadable',
        detail: 'La date « 31/02/2026 » ne se lit pas. Écrivez par exemple 05/12/2026.',
      },
    ])
    expect(preview.lines[1]?.faults).toMatchObject([
      { code: 'outside-territory', detail: '« Zénith, Lille » est hors du territoire de cet agenda.' },
    ])
    expect(preview.lines[2]).toMatchObject({
      title: 'Loto des pompiers',
      start: '2026-12-12T19:30',
      place: 'Salle des fêtes',
      commune: 'Bavay',
      faults: [],
    })
    expect(await countAll()).toBe(before)
    const english = await me.preview(table('Bal;31/02/2026;20h;;Salle;Bavay'), { lang: 'en' })
    expect(english.lines[0]?.faults[0]?.detail).toContain('can’t be read')
  })

  it('is brought in once confirmed: the rest kept, each line answered', async () => {
    const me = await anOrganizerImporter(app())
    const report = await me.import(
      table(
        aLine('Loto des pompiers'),
        'Bal;31/02/2026;20h;;Salle des fêtes;Bavay',
        'Bal de Noël;20/12/2026;22h;2h;Salle des fêtes;Bavay',
      ),
    )
    expect(report.counts).toMatchObject({ created: 2, refused: 1 })
    expect(report.faults).toMatchObject([{ line: 3, code: 'start-unreadable', refused: true }])
    const [bal, supper] = await eventsOf(app(), me.organizerId)
    expect(bal).toMatchObject({ title: 'Bal de Noël', status: 'published', origin: 'csv' })
    expect(supper?.title).toBe('Loto des pompiers')
    const [date] = await read()
      .select()
      .from(occurrence)
      .where(eq(occurrence.eventSeq, bal?.seq ?? 0))
    expect(date).toMatchObject({ start: '2026-12-20T22:00', end: '2026-12-21T02:00', listed: true })
    expect(bal?.placeId).toBe(supper?.placeId)
  })

  it('given again, with the same key or another, brings nothing twice; a line corrected corrects its event', async () => {
    const me = await anOrganizerImporter(app())
    const file = table(aLine('Loto des pompiers'))
    const first = await me.import(file, { key: 'fichier-de-lundi' })
    expect(await me.import(file, { key: 'fichier-de-lundi' })).toEqual(first)
    expect((await me.import(file)).counts).toMatchObject({ created: 0, unchanged: 1 })
    expect(
      await problemOf(
        await me.tryImport(table('Autre;12/12/2026;;;Salle;Bavay'), { key: 'fichier-de-lundi' }),
      ),
    ).toMatchObject({ status: 422, slug: 'idempotency-key-reused' })
    const named = (hour: string) =>
      `Identifiant;${table(`1;Repas;12/12/2026;${hour};;Salle des fêtes;Bavay`)}`
    await me.import(named('12h'))
    expect((await me.import(named('13h'))).counts).toMatchObject({ created: 0, updated: 1 })
    const events = await eventsOf(app(), me.organizerId)
    expect(events.map(({ title }) => title)).toEqual(['Loto des pompiers', 'Repas'])
    expect(events[1]).toMatchObject({
      version: 2,
      sequence: 1,
      schedule: { spans: [{ start: '2026-12-12T13:00' }] },
    })
  })

  it('sent twice at once brings each event once', async () => {
    const me = await anOrganizerImporter(app())
    const lines = Array.from({ length: 120 }, (_, at) => `Séance ${at};12/12/2026;19h;;Salle ${at};Bavay`)
    const both = await Promise.all([me.import(table(...lines)), me.import(table(...lines))])
    expect(both.map(({ counts }) => counts['created'] ?? 0).reduce((a, b) => a + b)).toBe(120)
    expect(await eventsOf(app(), me.organizerId)).toHaveLength(120)
    const files = await read().select().from(eventSource).where(eq(eventSource.organizerId, me.organizer.id))
    expect(files).toHaveLength(1)
  })

  it('of an organizer that is not trusted waits for a moderator, and so does a forbidden word', async () => {
    const untrusted = await anOrganizerImporter(app(), { trusted: false })
    const file = table(aLine('Thé dansant'))
    expect((await untrusted.preview(file)).waits).toBe(true)
    await untrusted.import(file)
    expect(await eventsOf(app(), untrusted.organizerId)).toMatchObject([{ status: 'submitted' }])
    const words = { territorySiren: demoSiren, forbiddenWords: ['tombola illegale'] }
    await app().database.write((tx) =>
      tx
        .insert(agendaSettings)
        .values(words)
        .onConflictDoUpdate({ target: agendaSettings.territorySiren, set: words }),
    )
    const trusted = await anOrganizerImporter(app())
    await trusted.import(
      table('Grande tombola illégale;12/12/2026;;;Salle A;Bavay', 'Bourse;12/12/2026;;;Salle B;Bavay'),
    )
    expect(await eventsOf(app(), trusted.organizerId)).toMatchObject([
      { title: 'Bourse', status: 'published' },
      { title: 'Grande tombola illégale', status: 'submitted' },
    ])
  })

  it('gives its places the ones that are known, and makes the others once', async () => {
    const me = await anOrganizerImporter(app())
    const { code } = await communeOf(app(), 'Maroilles')
    const known = await publish(app(), {
      commune: 'Maroilles',
      placeName: 'Grange aux Dîmes',
      title: 'Exposition',
    })
    const header = 'Titre;Date;Lieu;Adresse;Commune'
    await me.import(
      [
        header,
        'Conte un;13/12/2026;GRANGE AUX DIMES;;Maroilles',
        'Conte deux;14/12/2026;Le Préau;2 rue Haute;Maroilles',
        'Conte trois;15/12/2026;le preau;;MAROILLES',
        'Conte quatre;16/12/2026;;;Maroilles',
      ].join('\n'),
    )
    const events = await eventsOf(app(), me.organizerId)
    const placeOf = (title: string) => events.find((one) => one.title === title)?.placeId
    expect(placeOf('Conte un')).toBe(known.placeId)
    expect(placeOf('Conte deux')).toBe(placeOf('Conte trois'))
    expect(events.every(({ communeCode }) => communeCode === code)).toBe(true)
    const made = await read()
      .select()
      .from(place)
      .where(eq(place.id, placeOf('Conte deux') ?? ''))
    expect(made).toMatchObject([
      { name: 'Le Préau', address: '2 rue Haute', approved: false, positionApproximate: true },
    ])
  })

  it('that does not say where takes the commune chosen for it, and never for what says it is elsewhere', async () => {
    const me = await anOrganizerImporter(app())
    const { code } = await communeOf(app(), 'Bavay')
    const calendar = aCalendar([
      { uid: '1', title: 'Sans lieu', where: '' },
      { uid: '2', title: 'Salle sans commune', where: 'Salle polyvalente' },
      { uid: '3', title: 'Ailleurs', where: 'Zénith\\, 59000 Lille' },
      { uid: '4', title: 'Adresse entière', where: 'Kiosque\\, Grand-Place\\, 59530 Le Quesnoy\\, France' },
    ])
    const without = await me.preview(calendar)
    expect(without.lines.map(({ line, outcome, faults }) => [line, outcome, faults[0]?.code])).toEqual([
      [3, 'refused', 'place-missing'],
      [11, 'refused', 'commune-unknown'],
      [19, 'refused', 'outside-territory'],
      [27, 'created', undefined],
    ])
    const report = await me.import(calendar, { query: { commune: code } })
    expect(report.counts).toMatchObject({ created: 3, refused: 1 })
    const events = await eventsOf(app(), me.organizerId)
    const quesnoy = (await communeOf(app(), 'Le Quesnoy')).code
    expect(events.map(({ title, communeCode }) => [title, communeCode])).toEqual([
      ['Adresse entière', quesnoy],
      ['Salle sans commune', code],
      ['Sans lieu', code],
    ])
  })

  it('finds categories by their names, and keeps the other words as keywords', async () => {
    const me = await anOrganizerImporter(app())
    const id = app().deps.ids.next()
    const category = {
      id,
      territorySiren: demoSiren,
      slug: 'soirees-jeux',
      name: 'Soirées jeux',
      icon: 'dice',
      position: 99,
    }
    await app().database.write((tx) => tx.insert(eventCategory).values(category))
    await me.import(
      'Titre;Date;Lieu;Commune;Catégorie;Mots-clés\nAtelier;12/12/2026;Salle;Bavay;SOIREE JEUX;chant, gratuit',
    )
    const [made] = await eventsOf(app(), me.organizerId)
    expect(made).toMatchObject({ categoryIds: [id], keywords: ['chant', 'gratuit'] })
  })

  it('of OpenAgenda or of a calendar is told by its content, whatever it is called', async () => {
    const me = await anOrganizerImporter(app())
    const openagenda = JSON.stringify({
      total: 1,
      events: [
        {
          uid: 7,
          title: { fr: 'Veillée' },
          timings: [{ begin: '2026-12-18T20:00:00+01:00', end: '2026-12-18T22:00:00+01:00' }],
          location: { name: 'Église', city: 'Bavay', latitude: 50.2985, longitude: 3.7934 },
          state: 2,
        },
      ],
    })
    expect((await me.import(openagenda)).counts).toMatchObject({ created: 1 })
    expect((await me.preview(aCalendar([{ uid: '1' }]))).format).toBe('ical')
    const [made] = await eventsOf(app(), me.organizerId)
    expect(made).toMatchObject({ title: 'Veillée', origin: 'openagenda', sourceUid: '7' })
    const [where] = await read()
      .select()
      .from(place)
      .where(eq(place.id, made?.placeId ?? ''))
    expect(where).toMatchObject({ lat: 50.2985, lon: 3.7934, positionApproximate: false })
  })
})

describe('Whoever brings a file', () => {
  it('is a person of the organizer, or staff in charge there; others are refused', async () => {
    const me = await anOrganizerImporter(app())
    const other = await anOrganizerImporter(app())
    const { code } = await communeOf(app(), 'Bavay')
    const asStranger = anImporter(app(), { organizerId: me.organizerId })
    expect(await problemOf(await asStranger.tryImport(table(loto)))).toMatchObject({ status: 401 })
    const forAnother = anImporter(app(), { cookie: other.cookie, organizerId: me.organizerId })
    expect(await problemOf(await forAnother.tryImport(table(loto)))).toMatchObject({ status: 403 })
    const forTerritory = anImporter(app(), { cookie: other.cookie })
    expect(await problemOf(await forTerritory.tryPreview(table(loto)))).toMatchObject({ status: 403 })
    expect(
      await problemOf(await forTerritory.tryPreview(table(loto), { query: { commune: code } })),
    ).toMatchObject({ status: 403 })
  })
})

describe('Bad input', () => {
  it.each([
    ['nothing', '', 'Ce fichier est vide.'],
    ['a page of a site', '<!DOCTYPE html><title>Connexion</title>', 'Ce n’est pas un tableau CSV.'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'Ce n’est pas un tableau CSV.'],
    ['another table', 'a;b\n1;2', 'La première ligne du tableau'],
    ['another JSON', '{"a":1}', 'Ce n’est pas un export JSON'],
  ])('%s is refused in plain words', async (_, file, words) => {
    const me = await anOrganizerImporter(app())
    const problem = await problemOf(await me.tryImport(file))
    expect(problem).toMatchObject({ status: 422, slug: 'import-unreadable' })
    expect(problem.detail).toContain(words)
    expect(await eventsOf(app(), me.organizerId)).toEqual([])
  })

  it('a calendar of 50 MB is refused before it is read, announced or not', async () => {
    const me = await anOrganizerImporter(app())
    const path = `/api/imports/preview?territory=${demoSiren}&organizer=${me.organizerId}`
    let poured = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        poured += 1_000_000
        if (poured > 50_000_000) controller.close()
        else controller.enqueue(new Uint8Array(1_000_000).fill(65))
      },
    })
    const init = {
      method: 'POST',
      headers: { cookie: me.cookie },
      body: endless,
      duplex: 'half',
    } as RequestInit
    expect(await problemOf(await app().request(path, init))).toMatchObject({
      status: 413,
      slug: 'body-too-large',
      detail: expect.stringContaining('10 Mo') as string,
    })
    expect(poured).toBeLessThan(15_000_000)
    const announced = {
      method: 'POST',
      headers: { cookie: me.cookie, 'content-length': '50000000' },
      body: 'BEGIN:VCALENDAR',
    }
    expect((await app().request(path, announced)).status).toBe(413)
  })

  it('a calendar of all that calendars do wrong gives what can be kept, and a word for each of the others', async () => {
    const me = await anOrganizerImporter(app())
    const file = Buffer.concat([
      Buffer.from(
        aCalendar([
          { uid: 'bon', title: 'Bon' },
          { uid: 'flottant', title: 'Flottant', lines: ['X-A:1'] },
          { uid: 'lune', title: 'Lune' },
          { uid: 'envers', title: 'Envers', start: '20261206T190000', end: '20261206T180000' },
          { uid: 'sans-fin', title: 'Sans fin', start: '20261207T190000', end: '' },
          {
            uid: 'cent-mille',
            title: 'Cent mille',
            start: '20261208T190000',
            end: '20261208T200000',
            lines: ['RRULE:FREQ=DAILY;COUNT=100000'],
          },
          { uid: 'bon', title: 'Bon, plus ancien', lines: ['SEQUENCE:-1'] },
          { uid: 'impossible', title: 'Impossible', start: '20261399T990000' },
          {
            uid: 'html',
            title: 'Page <b>web</b>',
            start: '20261209T190000',
            end: '20261209T200000',
            lines: ['DESCRIPTION:<p>Venez</p><script>alert(1)</script>'],
          },
        ])
          .replace(
            'DTSTART;TZID=Europe/Paris:20261205T190000\r\nDTEND;TZID=Europe/Paris:20261205T220000\r\nLOCATION:Salle des fêtes\\, Bavay\r\nX-A:1',
            'DTSTART:20261210T190000\r\nDTEND:20261210T200000\r\nLOCATION:Salle des fêtes\\, Bavay',
          )
          .replace(
            'SUMMARY:Lune\r\nDTSTART;TZID=Europe/Paris:20261205T190000\r\nDTEND;TZID=Europe/Paris:20261205T220000',
            'SUMMARY;ENCODING=QUOTED-PRINTABLE:Pleine=20l=C3=BBne\r\nDTSTART;TZID=Lune:20261211T190000\r\nDTEND;TZID=Lune:20261211T220000',
          )
          .replace('END:VCALENDAR\r\n', ''),
      ),
      Buffer.from(
        'BEGIN:VEVENT\rUID:latin\rSUMMARY:F\xeate d\x92hiver\rDTSTART:20261212T180000Z\rLOCATION:Salle, Bavay\rEND:VEVENT\rEND:VCALENDAR\r',
        'latin1',
      ),
    ])
    const report = await me.import(file)
    expect(report.counts).toMatchObject({ created: 8, refused: 2 })
    const told = report.faults.map(({ title, code, refused }) => [title, code, refused])
    expect(told).toEqual(
      expect.arrayContaining([
        ['Flottant', 'floating-time', false],
        ['Pleine lûne', 'zone-unknown', false],
        ['Envers', 'end-before-start', false],
        ['Cent mille', 'rule-count-too-large', false],
        ['Impossible', 'start-unreadable', true],
      ]),
    )
    expect(report.faults.every(({ detail }) => detail.length > 10 && !detail.includes('{'))).toBe(true)
    const events = await eventsOf(app(), me.organizerId)
    expect(events.map(({ title }) => title).sort()).toEqual(
      [
        'Bon',
        'Cent mille',
        'Envers',
        'Flottant',
        'Fête d’hiver',
        'Page <b>web</b>',
        'Pleine lûne',
        'Sans fin',
      ].sort(),
    )
    const page = events.find(({ sourceUid }) => sourceUid === 'html')
    expect(page?.description).toBe('Venez')
  })

  it('an address that leads home, or to a private network, is never called', async () => {
    const me = await anOrganizerImporter(app())
    feeds.current.serve('/saut', {
      status: 302,
      headers: { Location: 'http://169.254.169.254/latest/meta-data' },
    })
    feeds.current.serve('/loin', { status: 302, headers: { Location: 'http://10.0.0.1/agenda.ics' } })
    for (const url of [
      'http://10.1.2.3/a.ics',
      'http://[fd00::1]/a.ics',
      'http://169.254.169.254/',
      'http://intranet/a.ics',
      feeds.current.url('/saut'),
      feeds.current.url('/loin'),
    ]) {
      const answer = await me.call('POST', '/api/imports/address-preview', {
        territory: demoSiren,
        organizer: me.organizerId,
        url,
      })
      expect(await problemOf(answer), url).toMatchObject({
        status: 422,
        slug: 'import-address-refused',
        detail: expect.stringContaining('réseau privé') as string,
      })
    }
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'gopher://a.example/'])
      expect(
        await problemOf(
          await me.call('POST', '/api/imports/address-preview', {
            territory: demoSiren,
            organizer: me.organizerId,
            url,
          }),
        ),
        url,
      ).toMatchObject({ status: 422 })
  })

  it('an address whose file is too large, packed too tight, slow or gone is said so', async () => {
    const me = await anOrganizerImporter(app())
    const ask = async (path: string) =>
      problemOf(
        await me.call('POST', '/api/imports/address-preview', {
          territory: demoSiren,
          organizer: me.organizerId,
          url: feeds.current.url(path),
        }),
      )
    feeds.current.serve('/bombe', {
      body: gzipSync(Buffer.alloc(60_000_000)),
      headers: { 'Content-Encoding': 'gzip' },
    })
    feeds.current.serve(
      '/lourd',
      (_, response) => void response.writeHead(200, { 'Content-Length': 52_428_800 }).write('BEGIN'),
    )
    feeds.current.serve('/secret', { status: 401 })
    expect((await ask('/bombe')).detail).toContain('10 Mo')
    expect((await ask('/lourd')).detail).toContain('10 Mo')
    expect((await ask('/absent')).detail).toContain('plus rien')
    expect((await ask('/secret')).detail).toContain('mot de passe')
  })
})

describe('The template', () => {
  it('is read back, filled as it is', async () => {
    const answer = await app().request('/api/imports/template.csv')
    expect(answer.headers.get('content-disposition')).toContain('evenements.csv')
    const me = await anOrganizerImporter(app())
    const preview = await me.preview(Buffer.from(await answer.arrayBuffer()))
    expect(preview.lines).toMatchObject([
      { outcome: 'created', title: 'Marché de Noël', commune: 'Bavay', faults: [] },
    ])
  })

  it('has the columns that the documentation names', async () => {
    const [header = ''] = (await (await app().request('/api/imports/template.csv')).text()).split('\r\n')
    const doc = readFileSync(new URL('../../../docs/api-agenda-import.md', import.meta.url), 'utf8')
    for (const column of header.replace('\uFEFF', '').split(';'))
      expect(doc, column).toContain(`| ${column} `)
  })
})

beforeAll(() => {
  expect(app().config.fetchAllowLoopback).toBe(true)
})
