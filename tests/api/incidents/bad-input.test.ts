import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incident } from '../../../db/schema/index.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anIncident, communeOf, report } from '../../support/incidents.ts'

const app = useDemoApp({ env: { RATE_LIMIT_FACTOR: '1000' } })
const count = async () => (await app.current.database.read.select().from(incident)).length

/** Sends raw text as a report. */
const raw = (text: string, headers: Record<string, string> = {}) =>
  app.current.request('/api/incidents', {
    method: 'POST',
    body: text,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': systemIds.next(), ...headers },
  })

async function refused(answer: Response, status: number, type: string) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const problem = (await answer.json()) as {
    type: string
    status: number
    detail: string
    errors?: { code: string }[]
  }
  expect(problem).toMatchObject({ status, type: `/problems/${type}` })
  expect(problem.detail.length).toBeGreaterThan(10)
  return problem
}

describe('what can’t be a report is refused with a clear answer, and nothing is written', () => {
  it('malformed JSON, another format, ten megabytes of text', async () => {
    const before = await count()
    await refused(await raw('{"id": '), 400, 'malformed-json')
    await refused(
      await raw('id=1', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported-content-type',
    )
    const long = JSON.stringify({ ...(await anIncident(app.current)), words: 'a'.repeat(10_000_000) })
    await refused(await raw(long), 413, 'body-too-large')
    const tooLong = await raw(JSON.stringify({ ...(await anIncident(app.current)), words: 'a'.repeat(4001) }))
    expect((await refused(tooLong, 422, 'invalid-request')).errors).toMatchObject([{ code: 'too_big' }])
    expect(await count()).toBe(before)
  })

  it('coordinates that are not numbers, beyond the poles, or exchanged', async () => {
    const send = async (position: string) =>
      raw(
        JSON.stringify({ ...(await anIncident(app.current)), position: 0 }).replace(
          '"position":0',
          `"position":${position}`,
        ),
      )
    await refused(await send('{"lat":NaN,"lon":3}'), 400, 'malformed-json')
    await refused(await send('{"lat":91,"lon":3.7}'), 422, 'invalid-request')
    await refused(await send('{"lat":-91,"lon":3.7}'), 422, 'invalid-request')
    await refused(await send('{"lat":1e999,"lon":3.7}'), 422, 'invalid-request')
    await refused(await send('{"lat":"50.2","lon":"3.7"}'), 422, 'invalid-request')
    const swapped = await refused(await send('{"lat":3.79,"lon":50.29}'), 422, 'invalid-request')
    expect(swapped.errors).toMatchObject([{ code: 'swapped-coordinates' }])
  })

  it('unknown fields, wrong types, ids that are none', async () => {
    const body = await anIncident(app.current)
    await refused(await raw(JSON.stringify({ ...body, status: 'resolved' })), 422, 'invalid-request')
    await refused(await raw(JSON.stringify({ ...body, words: { $ne: null } })), 422, 'invalid-request')
    await refused(await raw(JSON.stringify({ ...body, id: '../../etc/passwd' })), 422, 'invalid-request')
    await refused(
      await raw(JSON.stringify({ ...body, categoryId: systemIds.next() })),
      422,
      'unknown-category',
    )
    await refused(await raw('[]'), 422, 'invalid-request')
    await refused(await raw('null'), 422, 'invalid-request')
    await refused(await raw(JSON.stringify(body), { 'Idempotency-Key': 'court' }), 422, 'invalid-request')
    const photo = { id: systemIds.next(), uploadToken: 'x'.repeat(32) }
    await refused(await raw(JSON.stringify({ ...body, photos: [photo] })), 422, 'photo-not-found')
    await refused(
      await raw(JSON.stringify({ ...body, photos: Array(6).fill(photo) })),
      422,
      'invalid-request',
    )
  })

  it('dates of year 0 and broken cursors in lists', async () => {
    expect((await app.current.request('/api/incidents?from=0000-00-00')).status).toBe(422)
    await refused(await app.current.request('/api/incidents?cursor=abc'), 422, 'bad-cursor')
    expect((await app.current.request('/api/incidents?limit=100000')).status).toBe(422)
    expect((await app.current.request('/api/incidents?bbox=1,2,3')).status).toBe(422)
  })

  it('says so in the reader’s language', async () => {
    const english = await raw('{', { 'Accept-Language': 'en-GB,en;q=0.9' })
    expect((await refused(english, 400, 'malformed-json')).detail).toContain('not valid JSON')
  })
})

describe('text as people write it is kept as it is', () => {
  it.each([
    ['emoji', 'Trou énorme 🕳️👩‍👩‍👧 devant l’école'],
    ['right to left', 'حفرة كبيرة أمام المدرسة'],
    ['SQL', `'); DROP TABLE incident; --`],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(2)>'],
    ['template', '{{constructor.constructor("return process")()}}'],
  ])('%s', async (_, words) => {
    const accepted = await report(app.current, { words, place: words.slice(0, 200) })
    const own = await app.current.call('/api/reporter/incident', {
      headers: { 'Bocage-Secret': accepted.secret },
    })
    expect(own.headers.get('content-type')).toContain('application/json')
    expect(await own.json()).toMatchObject({ ownWords: words })
  })

  it('but for the marks that make it read otherwise than it is written', async () => {
    const accepted = await report(app.current, { words: 'facture\u202Egpj.exe\u0000' })
    const own = await app.current.call('/api/reporter/incident', {
      headers: { 'Bocage-Secret': accepted.secret },
    })
    expect(await own.json()).toMatchObject({ ownWords: 'facturegpj.exe' })
  })

  it('whatever is sent, the answer is a receipt or a problem, never a fault', async () => {
    const valid = await anIncident(app.current)
    const { lat, lon } = await communeOf(app.current, 'Bavay')
    const mutation = fc.record(
      {
        position: fc.oneof(
          fc.constant(null),
          fc.record({ lat: fc.double(), lon: fc.double() }),
          fc.constant({ lat, lon }),
        ),
        words: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
        place: fc.string({ unit: 'grapheme' }),
        answers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.anything()),
        contact: fc.anything(),
        communeCode: fc.string(),
        locale: fc.string(),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const answer = await raw(JSON.stringify({ ...valid, id: systemIds.next(), ...change }))
        expect([201, 400, 413, 422]).toContain(answer.status)
      }),
      { numRuns: 200 },
    )
  })
})
