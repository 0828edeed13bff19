import { describe, expect, it } from 'vitest'
import { readOpenAgenda } from '../../../api/agenda/agenda-import.openagenda.ts'
import type { ReadFile } from '../../../api/agenda/import-draft.ts'

const now = Date.parse('2026-11-26T08:00:00Z')
function read(json: unknown): ReadFile {
  const answer = readOpenAgenda(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), { now })
  if ('fault' in answer) throw new Error(answer.fault)
  return answer
}
/** As OpenAgenda's detailed export writes one. */
const supper = {
  uid: 12345678,
  slug: 'souper',
  title: { en: 'Supper', fr: 'Souper' },
  description: { fr: 'Soupe et chorale' },
  longDescription: { fr: 'Soupe et **chorale**, dès 19 h.' },
  conditions: { fr: 'Entrée libre' },
  keywords: { fr: ['repas', 'chant'] },
  image: { base: 'https://cdn.openagenda.com/', filename: 'a.jpg' },
  imageCredits: 'Comité',
  registration: [
    { type: 'link', value: 'https://bavay.example/souper' },
    { type: 'phone', value: '03 27 00 00 00' },
    { type: 'email', value: 'souper@bavay.example' },
  ],
  accessibility: { ii: false, hi: true, vi: false, pi: false, mi: true },
  age: { min: 6, max: 99 },
  attendanceMode: 1,
  onlineAccessLink: null,
  location: {
    uid: 1,
    name: 'Salle des fêtes',
    address: '1 rue Haute, 59570 Bavay',
    city: 'Bavay',
    insee: '59053',
    postalCode: '59570',
    latitude: 50.2985,
    longitude: 3.7934,
  },
  timings: [{ begin: '2026-12-05T19:00:00+01:00', end: '2026-12-05T22:00:00+01:00' }],
  status: 1,
  state: 2,
  originAgenda: { title: 'Agenda du Comité', uid: 9 },
  canonicalUrl: 'https://openagenda.com/comite/events/souper',
  createdAt: '2026-11-01T00:00:00.000Z',
}
const one = (over: Record<string, unknown> = {}) => read({ total: 1, events: [{ ...supper, ...over }] })
const codes = ({ faults }: ReadFile) => faults.map(({ code, refused }) => [code, refused])

describe('An export of OpenAgenda', () => {
  it('gives its events whole, and says what has no place here', () => {
    const { events, faults, dropped, whole } = one()
    expect(faults).toEqual([])
    expect(dropped).toEqual({ image: 1, imageCredits: 1 })
    expect(whole).toBe(true)
    expect(events).toEqual([
      {
        uid: '12345678',
        line: 1,
        title: 'Souper',
        description: 'Soupe et **chorale**, dès 19 h.',
        schedule: {
          zone: 'Europe/Paris',
          allDay: false,
          spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
        },
        cancelled: false,
        cancelWords: null,
        attendanceMode: 'offline',
        onlineUrl: null,
        place: {
          name: 'Salle des fêtes',
          address: '1 rue Haute, 59570 Bavay',
          commune: 'Bavay',
          communeCode: '59053',
          postcode: '59570',
          position: { lat: 50.2985, lon: 3.7934 },
          whole: false,
        },
        organizerName: 'Agenda du Comité',
        categories: ['repas', 'chant'],
        keywords: [],
        setting: null,
        free: true,
        price: 'Entrée libre',
        ageMin: 6,
        ageMax: 99,
        accessibility: ['hi', 'mi'],
        bookingUrl: 'https://bavay.example/souper',
        bookingPhone: '03 27 00 00 00',
        bookingEmail: 'souper@bavay.example',
        sourceUrl: 'https://openagenda.com/comite/events/souper',
      },
    ])
  })

  it('in one language, as a list, or as a page of a longer list is read', () => {
    expect(read([{ ...supper, title: 'Souper', keywords: 'repas, chant' }]).events).toMatchObject([
      { title: 'Souper', categories: ['repas', 'chant'] },
    ])
    expect(read({ total: 300, events: [supper] }).whole).toBe(false)
    expect(one({ title: { de: 'Abendessen' } }).events).toMatchObject([{ title: 'Abendessen' }])
  })

  it('with many dates keeps them on the clocks of here, days as days', () => {
    const timings = [
      { begin: '2026-07-05T17:00:00.000Z', end: '2026-07-05T19:00:00.000Z' },
      { begin: '2026-12-05T18:00:00Z', end: '2026-12-05T20:00:00Z' },
      { begin: '2026-12-05T18:00:00Z', end: '2026-12-05T20:00:00Z' },
    ]
    expect(one({ timings }).events[0]?.schedule.spans).toEqual([
      { start: '2026-07-05T19:00', end: '2026-07-05T21:00' },
      { start: '2026-12-05T19:00', end: '2026-12-05T21:00' },
    ])
    const days = [{ begin: '2026-12-05T00:00:00+0100', end: '2026-12-06T23:59:00+0100' }]
    expect(one({ timings: days }).events[0]?.schedule).toMatchObject({
      allDay: true,
      spans: [{ start: '2026-12-05', end: '2026-12-06' }],
    })
  })

  it('tells online from on the spot, cancelled from postponed', () => {
    const onlineAccessLink = 'https://visio.example/a'
    expect(one({ attendanceMode: 2, onlineAccessLink, location: null }).events).toMatchObject([
      { attendanceMode: 'online', onlineUrl: onlineAccessLink, place: null },
    ])
    expect(one({ attendanceMode: 3, onlineAccessLink }).events).toMatchObject([
      { attendanceMode: 'mixed', onlineUrl: onlineAccessLink },
    ])
    expect(codes(one({ attendanceMode: 2 }))).toEqual([['online-address-missing', true]])
    expect(one({ status: 6 }).events).toMatchObject([{ cancelled: true, cancelWords: null }])
    expect(one({ status: 4 }).events).toMatchObject([{ cancelled: true, cancelWords: 'Reporté' }])
    expect(one({ status: 5 }).events).toMatchObject([{ cancelled: false }])
  })

  it('keeps out what is not published there, and what is no event, and tells it', () => {
    const file = read({
      events: [
        { ...supper, state: 1 },
        { ...supper, uid: 2, draft: true },
        null,
        'bal',
        { ...supper, uid: null },
        { ...supper, uid: 3, timings: [] },
        { ...supper, uid: 4, timings: [{ begin: 'demain', end: null }] },
        { ...supper, uid: 5, title: {} },
        { ...supper, uid: 6, timings: 'x', location: 'ici', age: 7, registration: 3, keywords: 4 },
        { ...supper, uid: 7 },
        { ...supper, uid: 7 },
      ],
    })
    expect(file.events.map(({ uid }) => uid)).toEqual(['7'])
    expect(file.faults.map(({ line, code }) => [line, code])).toEqual([
      [1, 'not-published'],
      [2, 'not-published'],
      [3, 'not-an-event'],
      [4, 'not-an-event'],
      [5, 'uid-missing'],
      [6, 'start-missing'],
      [7, 'start-unreadable'],
      [7, 'start-missing'],
      [8, 'title-missing'],
      [9, 'start-missing'],
      [11, 'uid-twice'],
    ])
  })

  it('puts no script, no HTML and no disguised address on our pages', () => {
    const { events } = one({
      longDescription: { fr: '<p>Venez</p><script>alert(1)</script><a href="javascript:alert(1)">ici</a>' },
      description: {},
      canonicalUrl: 'javascript:alert(1)',
      registration: [{ type: 'link', value: 'https://a.example/"><script>' }],
    })
    expect(events).toMatchObject([{ description: 'Venez\n\nici', sourceUrl: null, bookingUrl: null }])
  })

  it('is told from what is none', () => {
    const fault = (text: string) => readOpenAgenda(Buffer.from(text), { now })
    expect(fault('')).toEqual({ fault: 'empty-file' })
    expect(fault('<html>')).toEqual({ fault: 'not-json' })
    expect(fault('{"message":"key required"}')).toEqual({ fault: 'not-json' })
    expect(fault('{"events":')).toEqual({ fault: 'not-json' })
  })
})
