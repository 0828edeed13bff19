import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { bumpRevision } from '../../../api/territory/territory-import.repository.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  body,
  category,
  commune,
  incident,
  membership,
  readySentence,
  territory,
} from '../../../db/schema/index.ts'
import { anAgent, bodyOf, useDesk, type Agent } from '../../support/desk.ts'
import { anIncident, categoryOf, communeOf, report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { caudresis } from '../../support/territories.ts'
import { sendPhoto } from '../media/uploads.ts'

/**
 * Two territories on one server, and every parameter of the desk and of the administration given an id of the other.
 * What is private to Mormal bears a mark that nobody of the Caudrésis may read.
 */

const house = useDesk()
const secretWords = 'SECRET-DE-MORMAL'
const secretMail = 'secret-de-mormal@exemple.fr'
const theirs = { siren: caudresis.siren, commune: caudresis.caudry, body: '', category: '', incident: '' }
const ours = { siren: demoSiren, commune: '', body: '', category: '', incident: '', photo: '', reference: '' }
/** An administrator of the whole Caudrésis: may do everything, there. */
let stranger: Agent
/** An agent of both territories. */
let both: Agent

const reportThere = async (categoryId = theirs.category, communeCode = theirs.commune) =>
  house.current.call('/api/incidents', {
    body: {
      id: systemIds.next(),
      categoryId,
      position: null,
      communeCode,
      place: 'Devant la gare',
      words: 'Un trou à Caudry',
    },
  })

beforeAll(async () => {
  const { database, clock, directory } = house.current
  const at = clock.now()
  theirs.body = systemIds.next()
  theirs.category = systemIds.next()
  await database.write(async (tx) => {
    const { siren, name } = caudresis
    await tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'CAU', createdAt: at })
    await tx.insert(commune).values({
      code: theirs.commune,
      territorySiren: siren,
      name: 'Caudry',
      slug: 'caudry',
      lon: 3.4117,
      lat: 50.1244,
    })
    const shared = { territorySiren: siren, name: 'Caudry', communeCode: theirs.commune }
    await tx
      .insert(body)
      .values({ id: theirs.body, kind: 'commune', email: 'mairie@caudry.example', ...shared })
    await tx.insert(category).values({
      id: theirs.category,
      territorySiren: siren,
      slug: 'trou',
      name: 'Trou',
      icon: 'construction',
      position: 0,
    })
    await bumpRevision(tx, at)
  })
  directory.invalidate()
  stranger = await anAgent(house.current, {
    role: 'admin',
    scope: { kind: 'territory', id: theirs.siren, territory: theirs.siren },
  })
  both = await anAgent(house.current, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  await database.write((tx) =>
    tx.insert(membership).values({
      id: systemIds.next(),
      userId: both.userId,
      territorySiren: theirs.siren,
      role: 'admin',
      scopeKind: 'territory',
      scopeId: theirs.siren,
      createdAt: at,
    }),
  )
  const photo = await sendPhoto(house.current, await aPhoto())
  const sent = await report(house.current, {
    words: secretWords,
    contact: { email: secretMail },
    photos: [{ id: photo.id, uploadToken: photo.uploadToken }],
  })
  ours.incident = sent.id
  ours.reference = sent.reference
  ours.photo = photo.id
  ours.commune = (await communeOf(house.current, 'Bavay')).code
  ours.body = (await bodyOf(house.current, { commune: 'Bavay' })).id
  ours.category = (await categoryOf(house.current, 'depot-sauvage')).id
  const there = await reportThere()
  expect(there.status, await there.clone().text()).toBe(201)
  theirs.incident = ((await there.json()) as { id: string }).id
})

/** Refused, without a word of what is private. */
async function refused(answer: Response, statuses: number[] = [403, 404, 422]) {
  const text = await answer.text()
  expect(statuses, text).toContain(answer.status)
  expect(text).not.toContain(secretWords)
  expect(text).not.toContain(secretMail)
  expect(text).not.toContain(ours.reference)
}
const state = async () =>
  JSON.stringify(
    await house.current.database.read.select().from(incident).where(eq(incident.id, ours.incident)),
  )

describe('an administrator of another territory', () => {
  it('reads nothing of ours in lists, figures or exports, whatever they filter by', async () => {
    const filters = [
      '',
      `territory=${ours.siren}`,
      `commune=${ours.commune}`,
      `body=${ours.body}`,
      `category=${ours.category}`,
      `q=${secretWords}`,
      'bbox=-180,-90,180,90',
      'assignee=none',
    ]
    for (const filter of filters)
      for (const path of [
        'incidents?queue=all',
        'incidents.csv?queue=all',
        'figures?by=category',
        'figures.csv?by=commune',
      ]) {
        const answer = await stranger.get(`/api/desk/${path}&${filter}`)
        const text = await answer.text()
        expect(answer.status, `${path} ${filter}: ${text}`).toBe(200)
        for (const mark of [secretWords, secretMail, ours.incident, ours.reference, 'Bavay'])
          expect(text, `${path} ${filter}`).not.toContain(mark)
      }
    expect(await (await stranger.get('/api/desk/incidents?queue=all')).text()).toContain(theirs.incident)
    for (const path of ['setup', 'counts', 'sentences', 'views']) {
      const text = await (await stranger.get(`/api/desk/${path}`)).text()
      for (const mark of [secretWords, ours.body, ours.category, house.current.clerk.userId])
        expect(text).not.toContain(mark)
    }
  })

  it('opens, moves, notes, edits, merges, reads or exports no report of ours', async () => {
    const before = await state()
    const id = () => systemIds.next()
    const path = `/api/desk/incidents/${ours.incident}`
    await refused(await stranger.get(path))
    await refused(await stranger.post(`${path}/read`))
    await refused(await stranger.post(`${path}/moves`, { id: id(), to: 'acknowledged' }, { version: 1 }))
    await refused(await stranger.post(`${path}/notes`, { id: id(), words: 'Vu' }))
    await refused(await stranger.patch(path, { id: id(), published: true }, { version: 1 }))
    await refused(await stranger.post(`${path}/merge`, { id: id(), intoId: theirs.incident }, { version: 1 }))
    await refused(await stranger.get(`/api/media/${ours.photo}`))
    await refused(await stranger.get(`/api/media/${ours.photo}?size=thumb`))
    const bulk = { items: [{ id: ours.incident, version: 1, updateId: id() }], to: 'acknowledged' }
    const answer = await stranger.post('/api/desk/bulk', bulk)
    expect(await answer.json()).toMatchObject({
      results: [{ ok: false, problem: { type: '/problems/incident-not-found' } }],
    })
    expect(await state()).toBe(before)
  })

  it('ties no report of theirs to anything of ours', async () => {
    const { clerk, technician } = house.current
    const { lat, lon } = await communeOf(house.current, 'Bavay')
    const edits: Record<string, unknown>[] = [
      { categoryId: ours.category },
      { bodyId: ours.body },
      { communeCode: ours.commune },
      { position: { lat, lon } },
      { assigneeId: clerk.userId },
      { assigneeId: technician.userId },
      { photos: [{ id: ours.photo, approved: true }] },
    ]
    for (const edit of edits) await refused(await stranger.edit(theirs.incident, edit), [422])
    await refused(
      await stranger.move(theirs.incident, { to: 'forwarded', bodyId: ours.body, words: 'À vous' }),
      [422],
    )
    for (const into of [{ intoId: ours.incident }, { intoReference: ours.reference }]) {
      const { version } = await stranger.ticket(theirs.incident)
      const path = `/api/desk/incidents/${theirs.incident}/merge`
      await refused(await stranger.post(path, { id: systemIds.next(), ...into }, { version }), [422])
    }
    const stolen = [{ id: ours.photo, uploadToken: systemIds.secret() }]
    await refused(
      await stranger.post(`/api/desk/incidents/${theirs.incident}/notes`, {
        id: systemIds.next(),
        words: 'x',
        before: stolen,
      }),
      [422],
    )
    expect((await stranger.ticket(theirs.incident)).version).toBe(1)
  })

  it('enters no report for ours, by category or by place', async () => {
    const body = await anIncident(house.current)
    await refused(await stranger.post('/api/desk/incidents', { ...body, channel: 'phone' }), [422])
    const mixed = { id: systemIds.next(), position: null, place: 'Gare', channel: 'phone' }
    for (const [categoryId, communeCode] of [
      [theirs.category, ours.commune],
      [ours.category, theirs.commune],
    ])
      await refused(await stranger.post('/api/desk/incidents', { ...mixed, categoryId, communeCode }), [422])
  })
})

it('anyone who mixes two territories in one report is refused, and nothing is written', async () => {
  const count = async () => (await house.current.database.read.select().from(incident)).length
  const before = await count()
  await refused(await reportThere(ours.category), [422])
  await refused(await reportThere(theirs.category, ours.commune), [422])
  const body = { ...(await anIncident(house.current)), categoryId: theirs.category }
  await refused(await house.current.call('/api/incidents', { body }), [422])
  const { lat, lon } = await communeOf(house.current, 'Bavay')
  await refused(
    await house.current.request(`/api/incidents/preview?category=${theirs.category}&lat=${lat}&lon=${lon}`),
    [422],
  )
  expect(await count()).toBe(before)
  const map = await house.current.request(
    `/api/incidents/map?territory=${theirs.siren}&category=${ours.category}&bbox=-180,-90,180,90`,
  )
  expect(await map.json()).toEqual({ clusters: [], items: [], total: 0 })
})

it('an agent of both merges nothing across them, nor gives one’s reports to the other', async () => {
  const { version } = await both.ticket(theirs.incident)
  const answer = await both.post(
    `/api/desk/incidents/${theirs.incident}/merge`,
    { id: systemIds.next(), intoId: ours.incident },
    { version },
  )
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ type: '/problems/merge-other-territory' })
  for (const edit of [{ bodyId: ours.body }, { categoryId: ours.category }, { communeCode: ours.commune }])
    expect((await both.edit(theirs.incident, edit)).status).toBe(422)
  expect((await both.ticket(theirs.incident)).territory.siren).toBe(theirs.siren)
})

describe('the administration of another territory', () => {
  it('under its own address finds nothing of ours by id', async () => {
    const here = `/api/territories/${theirs.siren}`
    const { database } = house.current
    const [sentence] = await database.read
      .select()
      .from(readySentence)
      .where(eq(readySentence.territorySiren, ours.siren))
    const [held] = await database.read
      .select()
      .from(membership)
      .where(eq(membership.userId, house.current.clerk.userId))
    const version = 1
    const role = { role: 'technician', scope: { kind: 'territory', id: theirs.siren } }
    const attempts: [string, Promise<Response>][] = [
      ['body', stranger.patch(`${here}/bodies/${ours.body}`, { phone: '03 00 00 00 00' }, { version })],
      ['read body', stranger.get(`${here}/bodies/${ours.body}`)],
      ['category', stranger.patch(`${here}/categories/${ours.category}`, { active: false }, { version })],
      ['order', stranger.put(`${here}/category-order`, { ids: [ours.category] }, { version })],
      ['sentence', stranger.patch(`${here}/sentences/${sentence?.id}`, { words: 'Volé' }, { version })],
      ['membership', stranger.patch(`${here}/memberships/${held?.id}`, role, { version })],
      ['take back', stranger.remove(`${here}/memberships/${held?.id}`)],
      ['sign out', stranger.remove(`${here}/members/${house.current.clerk.userId}/sessions`)],
      [
        'body sentence',
        stranger.post(`${here}/sentences`, {
          id: systemIds.next(),
          bodyId: ours.body,
          status: 'scheduled',
          words: 'Volé',
        }),
      ],
      [
        'scope',
        stranger.post(`${here}/members`, {
          email: 'x@exemple.fr',
          name: 'X',
          role: 'admin',
          scope: { kind: 'territory', id: ours.siren },
        }),
      ],
      [
        'commune scope',
        stranger.post(`${here}/members`, {
          email: 'x@exemple.fr',
          name: 'X',
          role: 'admin',
          scope: { kind: 'commune', id: ours.commune },
        }),
      ],
      [
        'body scope',
        stranger.post(`${here}/members`, {
          email: 'x@exemple.fr',
          name: 'X',
          role: 'admin',
          scope: { kind: 'body', id: ours.body },
        }),
      ],
      ['id of a body', stranger.post(`${here}/bodies`, { id: ours.body, kind: 'syndicat', name: 'Prise' })],
      [
        'id of a category',
        stranger.post(`${here}/categories`, { id: ours.category, name: 'Prise', icon: 'bike' }),
      ],
    ]
    for (const [what, answer] of attempts) {
      const { status } = await answer
      expect([403, 404, 409, 422], what).toContain(status)
    }
    const cell = (categoryId: string, communeCode: string, bodyId: string) =>
      stranger.put(`${here}/responsibilities/${categoryId}/${communeCode}`, { bodyId }, { version: 0 })
    for (const [categoryId, communeCode, bodyId] of [
      [ours.category, theirs.commune, theirs.body],
      [theirs.category, ours.commune, theirs.body],
      [theirs.category, theirs.commune, ours.body],
    ] as const)
      expect([404, 422]).toContain((await cell(categoryId, communeCode, bodyId)).status)
    expect((await cell(theirs.category, theirs.commune, theirs.body)).status).toBe(200)
    expect(
      await database.read
        .select()
        .from(membership)
        .where(eq(membership.id, held?.id ?? '')),
    ).toEqual([held])
  })

  it('under our address is refused everywhere', async () => {
    const there = `/api/territories/${ours.siren}`
    for (const path of [
      'settings',
      'bodies',
      'audit',
      'categories',
      'responsibilities',
      'sentences',
      'members',
    ])
      await refused(await stranger.get(`${there}/${path}`), [403])
    await refused(await stranger.patch(`${there}/settings`, { name: 'Pris' }, { version: 1 }), [403])
    await refused(
      await stranger.put(
        `${there}/responsibilities/${ours.category}/default`,
        { bodyId: null },
        { version: 1 },
      ),
      [403],
    )
  })

  it('sees no view of somebody else, and changes none', async () => {
    const id = systemIds.next()
    const { clerk } = house.current
    expect(
      (await clerk.put(`/api/desk/views/${id}`, { name: 'Mienne', query: 'queue=late', position: 0 })).status,
    ).toBe(200)
    await refused(
      await stranger.put(`/api/desk/views/${id}`, { name: 'Prise', query: '', position: 0 }),
      [404],
    )
    await stranger.remove(`/api/desk/views/${id}`)
    expect(await (await clerk.get('/api/desk/views')).text()).toContain('Mienne')
  })
})

describe('within a territory', () => {
  it('a technician of a body acts on what is addressed to it, and on nothing once it has left', async () => {
    const { clerk, technician } = house.current
    const { id } = await report(house.current)
    expect((await technician.move(id, { to: 'acknowledged' })).status).toBe(200)
    const quesnoy = await bodyOf(house.current, { commune: 'Le Quesnoy' })
    expect((await clerk.edit(id, { bodyId: quesnoy.id })).status).toBe(200)
    await refused(await technician.get(`/api/desk/incidents/${id}`), [404])
    const note = { id: systemIds.next(), words: 'Encore moi' }
    await refused(await technician.post(`/api/desk/incidents/${id}/notes`, note), [404])
    const list = await (await technician.get('/api/desk/incidents?queue=all')).text()
    expect(list).not.toContain(id)
  })

  it('gives a report only to those whose scope holds it', async () => {
    const { clerk, technician } = house.current
    const elsewhere = await report(house.current, { commune: 'Le Quesnoy' })
    await refused(await clerk.edit(elsewhere.id, { assigneeId: technician.userId }), [422])
    await refused(await clerk.edit(elsewhere.id, { assigneeId: systemIds.next() }), [422])
    const here = await report(house.current)
    expect((await clerk.edit(here.id, { assigneeId: technician.userId })).status).toBe(200)
  })

  it('an agent of a commune merges nothing with the report of another commune', async () => {
    const bavay = await communeOf(house.current, 'Bavay')
    const agent = await anAgent(house.current, { role: 'clerk', scope: { kind: 'commune', id: bavay.code } })
    const [here, elsewhere] = [
      await report(house.current),
      await report(house.current, { commune: 'Le Quesnoy' }),
    ]
    for (const into of [{ intoId: elsewhere.id }, { intoReference: elsewhere.reference }]) {
      const { version } = await agent.ticket(here.id)
      const merge = { id: systemIds.next(), ...into }
      await refused(await agent.post(`/api/desk/incidents/${here.id}/merge`, merge, { version }), [422])
    }
  })
})
