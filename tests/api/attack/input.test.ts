import { describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { incident } from '../../../db/schema/index.ts'
import { useDesk } from '../../support/desk.ts'
import { anIncident, categoryOf, communeOf, report } from '../../support/incidents.ts'

const house = useDesk()
const cursorOf = (json: string) => Buffer.from(json).toString('base64url')
const get = (path: string) => house.current.request(path)
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  house.current.request(path, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': systemIds.next(), ...headers },
  })
const rows = async () => (await house.current.database.read.select().from(incident)).length

/** Refused for good, with problem details that hold nothing of the inside. */
async function refused(answer: Response, status: number, type?: string) {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const problem = JSON.parse(text) as { type: string; errors?: { code: string; pointer: string }[] }
  if (type) expect(problem.type).toBe(`/problems/${type}`)
  expect(text).not.toMatch(/sqlite|select |insert |node_modules|\.ts:\d/i)
  return problem
}

describe('a cursor made by a stranger is refused, in every list', () => {
  const lists = [
    ['/api/incidents', '[1e999,"x"]'],
    ['/api/incidents', '[-1e999,"x"]'],
    ['/api/incidents', `${'['.repeat(290)}`],
    ['/api/incidents', '{"0":1,"1":"x","length":2}'],
    ['/boite-mail', '[1e999,"x"]'],
    ['/api/territories', '[[]]'],
  ] as const
  it.each(lists)('%s %s', async (path, json) => {
    await refused(await get(`${path}?cursor=${cursorOf(json)}`), 422, 'bad-cursor')
  })

  it('in the lists of staff', async () => {
    const { clerk } = house.current
    for (const json of ['[0,1e999,"x"]', '[1e999,0,"x"]', '["0","1","x"]'])
      await refused(await clerk.get(`/api/desk/incidents?cursor=${cursorOf(json)}`), 422, 'bad-cursor')
  })

  it('one that could be true only moves the place in the list', async () => {
    await report(house.current)
    const answer = await house.current.clerk.get(
      `/api/desk/incidents?queue=all&cursor=${cursorOf('[0,9007199254740991,"zzzz\\u0000"]')}`,
    )
    expect(answer.status).toBe(200)
  })
})

describe('places that are nowhere', () => {
  it.each([
    ['near', '99,3.7'],
    ['near', '50.2,999'],
    ['bbox', '-999,-999,999,999'],
    ['bbox', '3,91,4,92'],
    ['near', 'NaN,3'],
    ['near', '1e1,3'],
    ['bbox', '3,50,4'],
    ['bbox', "3,50,4,51' or 1=1"],
  ])('%s=%s is refused', async (name, value) => {
    await refused(await get(`/api/incidents?${name}=${encodeURIComponent(value)}`), 422, 'invalid-request')
    if (name === 'bbox')
      await refused(
        await get(`/api/incidents/map?territory=${demoSiren}&bbox=${encodeURIComponent(value)}`),
        422,
        'invalid-request',
      )
  })

  it('at the poles and at the date line, lists and maps answer', async () => {
    for (const near of ['90,180', '-90,-180', '89.9999,0', '0,180'])
      expect((await get(`/api/incidents?near=${near}`)).status).toBe(200)
    for (const bbox of ['-180,-90,180,90', '180,90,-180,-90', '179.9,0,180,0.1', '3.7,50.2,3.7,50.2'])
      for (const path of [
        `/api/incidents?bbox=${bbox}`,
        `/api/incidents/map?territory=${demoSiren}&bbox=${bbox}`,
      ])
        expect((await get(path)).status, path).toBe(200)
  })

  it('a preview says which number is missing, and asks whether they were swapped', async () => {
    const { id } = await categoryOf(house.current, 'depot-sauvage')
    const { lat, lon } = await communeOf(house.current, 'Bavay')
    const preview = (query: string) => get(`/api/incidents/preview?category=${id}&${query}`)
    for (const query of ['lat=&lon=', 'lat=NaN&lon=3', 'lat=91&lon=3', 'lat=0x32&lon=3', `lat=${lat}&lon=`])
      await refused(await preview(query), 422, 'invalid-request')
    const swapped = await refused(await preview(`lat=${lon}&lon=${lat}`), 422, 'invalid-request')
    expect(swapped.errors).toMatchObject([{ code: 'swapped-coordinates' }])
    for (const query of [`lat=${lat}`, `lon=${lon}`])
      await refused(await preview(query), 422, 'invalid-request')
  })
})

describe('JSON made to hurt', () => {
  it('nested a hundred thousand deep, open or closed, as a list or an object', async () => {
    const before = await rows()
    const depth = 100_000
    await refused(await post('/api/incidents', '['.repeat(depth)), 400, 'malformed-json')
    await refused(await post('/api/incidents', '['.repeat(depth) + ']'.repeat(depth)), 422)
    const object = `${'{"a":'.repeat(depth / 3)}1${'}'.repeat(depth / 3)}`
    await refused(await post('/api/incidents', object), 422)
    const inside = JSON.stringify(await anIncident(house.current)).replace(
      '"answers":{}',
      `"answers":${object}`,
    )
    await refused(await post('/api/incidents', inside), 422)
    expect(await rows()).toBe(before)
  })

  it('with keys that are properties of every object: kept as words or refused, and no object is changed', async () => {
    const own = JSON.stringify(await anIncident(house.current))
    await refused(await post('/api/incidents', own.replace('{', '{"__proto__":{"admin":true},')), 422)
    await refused(
      await post('/api/incidents', own.replace('{', '{"constructor":{"prototype":{"a":1}},')),
      422,
    )
    const answers = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}'
    const accepted = await post('/api/incidents', own.replace('"answers":{}', `"answers":${answers}`))
    expect(accepted.status).toBe(201)
    const { id } = (await accepted.json()) as { id: string }
    const { answers: shown } = await house.current.clerk.ticket(id)
    expect(shown).toContainEqual({ label: 'constructor', value: 'b' })
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
    expect(typeof {}.toString).toBe('function')
  })

  it('with thousands of answers to questions nobody asked', async () => {
    const answers = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`q${i}`, 'oui']))
    await refused(
      await post('/api/incidents', JSON.stringify(await anIncident(house.current, { answers }))),
      422,
    )
  })

  it('half characters, null characters and marks that reorder: stored and shown, never a fault', async () => {
    const sent = JSON.stringify(
      await anIncident(house.current, { answers: { 'a\u0000': 'facture\u202Egpj.exe\u0000' } }),
    ).replace('Des pneus', '\\ud800 Des pneus \\udc00')
    const accepted = await post('/api/incidents', sent)
    expect(accepted.status).toBe(201)
    const { id } = (await accepted.json()) as { id: string }
    const { answers, words } = await house.current.clerk.ticket(id)
    expect(words).toContain('Des pneus')
    expect(answers[0]?.value).toBe('facturegpj.exe')
  })

  it('in Latin-1, whose accents would be lost for ever', async () => {
    const before = await rows()
    const json = JSON.stringify({ ...(await anIncident(house.current)), words: 'Route déformée' })
    const answer = await house.current.request('/api/incidents', {
      method: 'POST',
      body: new Uint8Array(Buffer.from(json, 'latin1')),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': systemIds.next() },
    })
    await refused(answer, 400, 'malformed-json')
    expect(await rows()).toBe(before)
  })

  it('where a place or a reason is of marks that nobody sees', async () => {
    const unseen = '\u200b\u2060\u00ad \u{e0041}\ufeff'
    const { code } = await communeOf(house.current, 'Bavay')
    const report = { ...(await anIncident(house.current)), position: null, communeCode: code, place: unseen }
    const problem = await refused(await post('/api/incidents', JSON.stringify(report)), 422)
    expect(problem.errors).toMatchObject([{ code: 'place-needed' }])
  })

  it('names every mistake by a word that programs can rely on', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`q${i}`, 'x']))
    const answers = [
      get('/api/incidents?from=0000-01-01'),
      get('/api/incidents?bbox=200,0,0,0'),
      get('/api/incidents?near=91,0'),
      post('/api/incidents', JSON.stringify({ ...(await anIncident(house.current)), answers: many })),
      clerk.edit(id, { plannedOn: '0000-01-01' }),
      clerk.post(`/api/desk/incidents/${id}/notes`, { id: systemIds.next() }),
      clerk.post('/api/desk/bulk', { items: [{ id, version: 1 }] }),
    ]
    for (const answer of answers) {
      const problem = await refused(await answer, 422)
      expect(problem.errors?.length, JSON.stringify(problem)).toBeGreaterThan(0)
      for (const { code } of problem.errors ?? []) expect(code).toMatch(/^[a-z]+(?:[-_][a-z]+)*$/)
    }
  })

  it('of another charset, compressed, or with nothing in it', async () => {
    const json = JSON.stringify(await anIncident(house.current))
    await refused(await post('/api/incidents', Buffer.from(json, 'utf16le').toString('latin1')), 400)
    await refused(await post('/api/incidents', ''), 400)
    await refused(await post('/api/incidents', '', { 'Content-Type': 'text/plain' }), 400)
    await refused(await post('/api/incidents', json, { 'Content-Type': 'text/plain' }), 415)
    await refused(
      await post('/api/incidents', json, { 'Content-Type': 'multipart/form-data; boundary=x' }),
      415,
    )
    const bomb = (await import('node:zlib')).gzipSync(Buffer.alloc(100_000_000))
    const answer = await house.current.request('/api/incidents', {
      method: 'POST',
      body: new Uint8Array(bomb),
      headers: {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
        'Idempotency-Key': systemIds.next(),
      },
    })
    await refused(answer, 400, 'malformed-json')
  })
})

describe('a search', () => {
  const hostile = [
    '"'.repeat(100),
    '*',
    'NEAR(pneus chemin, 2)',
    'a AND OR NOT',
    'reference:LQN',
    '{words place} : pneus',
    '^pneus',
    '-pneus + a',
    `'; drop table incident; --`,
    '\u0000',
    '(((((((((',
    'a*b*c*',
    '½ ⅷ ² ١٢ 東京 𝒳',
  ]
  it.each(hostile)('for %j is for words, never for operators', async (q) => {
    for (const path of ['/api/incidents', '/api/incidents.geojson', '/api/incidents.csv'])
      expect((await get(`${path}?q=${encodeURIComponent(q)}`)).status, path).toBe(200)
    const staff = await house.current.clerk.get(`/api/desk/incidents?queue=all&q=${encodeURIComponent(q)}`)
    expect(staff.status).toBe(200)
  })

  it('of ten thousand quotes, or given twice, is refused', async () => {
    await refused(await get(`/api/incidents?q=${encodeURIComponent('"'.repeat(10_000))}`), 422)
    await refused(await get('/api/incidents?q=a&q=b'), 422)
    expect((await get('/api/incidents?q=%FF%FE')).status).toBe(200)
  })
})

describe('an id used before', () => {
  it('for another entry of a history is told so, to residents as to staff', async () => {
    const mine = await report(house.current)
    const other = await report(house.current)
    const id = systemIds.next()
    const add = (secret: string, words: string) =>
      house.current.call('/api/reporter/incident/updates', {
        body: { id, words },
        headers: { 'Bocage-Secret': secret },
      })
    expect((await add(mine.secret, 'Une précision')).status).toBe(201)
    await refused(await add(mine.secret, 'Une précision'), 409, 'already-written')
    await refused(await add(other.secret, 'Une autre'), 409, 'already-written')
    await refused(await house.current.call(`/api/incidents/${other.id}/me-too`, { body: { id } }), 409)
    await refused(
      await house.current.clerk.post(`/api/desk/incidents/${other.id}/notes`, { id, words: 'vu' }),
      409,
    )
    await house.current.clerk.edit(other.id, { published: true })
    await house.current.clerk.move(other.id, { to: 'acknowledged' })
    await house.current.clerk.move(other.id, { to: 'resolved', words: 'Fait' })
    const headers = { 'Bocage-Secret': other.secret }
    await refused(
      await house.current.call('/api/reporter/incident/answer', { body: { id, mended: true }, headers }),
      409,
      'already-written',
    )
    await refused(
      await house.current.call('/api/reporter/incident/reopen', { body: { id, words: 'non' }, headers }),
      409,
      'already-written',
    )
    await refused(
      await house.current.call(`/api/incidents/${other.id}/still-there`, { body: { id, words: 'non' } }),
      409,
    )
  })

  it('for another report is told so, in whatever case it is written', async () => {
    const body = await anIncident(house.current)
    expect((await house.current.call('/api/incidents', { body })).status).toBe(201)
    await refused(await house.current.call('/api/incidents', { body }), 409, 'incident-exists')
    const upper = { ...body, id: body.id.toUpperCase() }
    await refused(await house.current.call('/api/incidents', { body: upper }), 409, 'incident-exists')
  })
})

describe('a day that makes no sense', () => {
  it.each(['0000-01-01', '0001-01-01', '2026-11-23', '9999-12-31', '2026-02-30'])(
    '%s is not planned',
    async (day) => {
      const { id } = await report(house.current)
      const { clerk } = house.current
      await refused(await clerk.move(id, { to: 'scheduled', plannedOn: day }), 422)
      expect((await clerk.move(id, { to: 'scheduled', plannedOn: '2026-12-01' })).status).toBe(200)
      await refused(await clerk.edit(id, { plannedOn: day }), 422)
      expect(await clerk.ticket(id)).toMatchObject({ plannedOn: '2026-12-01' })
    },
  )

  it('filters of year 0 or 9999 answer an empty list or a refusal', async () => {
    for (const query of ['from=0000-01-01', 'to=9999-12-31', 'from=0001-01-01&to=0001-01-01'])
      expect([200, 422]).toContain((await get(`/api/incidents?${query}`)).status)
  })
})

describe('If-Match', () => {
  it.each(['*', '"1", "2"', '1', '"1', '"-1"', '"1e3"', '"x"', '""', '"1"; drop'])(
    '%s is not a version',
    async (value) => {
      const { id } = await report(house.current)
      const answer = await house.current.clerk.patch(
        `/api/desk/incidents/${id}`,
        { id: systemIds.next(), assigneeId: null },
        { headers: { 'If-Match': value } },
      )
      await refused(answer, 428, 'version-required')
    },
  )

  it('of the future or the past is stale, and shows the present', async () => {
    const { id } = await report(house.current)
    const { clerk } = house.current
    await clerk.move(id, { to: 'acknowledged' })
    for (const version of [1, 0, 999_999_999_999_999]) {
      const body = { id: systemIds.next(), to: 'in_progress' }
      const answer = await clerk.post(`/api/desk/incidents/${id}/moves`, body, { version })
      const text = await answer.text()
      expect(answer.status).toBe(412)
      expect(JSON.parse(text)).toMatchObject({ current: { id, status: 'acknowledged', version: 2 } })
    }
  })
})
