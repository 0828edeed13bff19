import { describe, expect, it } from 'vitest'
import { incident, incidentContact, incidentUpdate, outbox } from '../../../db/schema/index.ts'
import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { eq } from 'drizzle-orm'
import { useDemoApp } from '../../support/demo-app.ts'
import { anIncident, categoryOf, communeOf, report } from '../../support/incidents.ts'

const app = useDemoApp()

describe('a resident reports', () => {
  it('and is told the reference, who is in charge, by when, and a private link', async () => {
    const accepted = await report(app.current)
    expect(accepted.reference).toMatch(/^LQN-26-\d{4}$/)
    expect(accepted.commune).toEqual({ code: '59053', name: 'Bavay' })
    expect(accepted.body.name).toBe('Commune de Bavay')
    expect(accepted.dueAt).toBeGreaterThan(app.current.clock.now())
    expect(accepted.privateUrl).toBe(`http://bocage.test/suivi#${accepted.secret}`)
  })

  it('the numbers of a year follow each other', async () => {
    const [a, b] = [await report(app.current), await report(app.current)]
    expect(Number(b.reference.slice(-4))).toBe(Number(a.reference.slice(-4)) + 1)
  })

  it('the same report sent again with its key exists once and gets the same answer', async () => {
    const body = await anIncident(app.current)
    const headers = { 'Idempotency-Key': systemIds.next() }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.current.call('/api/incidents', { body, headers })),
    )
    const accepted = (await Promise.all(answers.map((answer) => answer.json()))) as AcceptedIncident[]
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(201))
    expect(new Set(accepted.map((one) => JSON.stringify(one))).size).toBe(1)
    const { database } = app.current.deps
    expect(await database.read.select().from(incident).where(eq(incident.id, body.id))).toHaveLength(1)
    const history = database.read.select().from(incidentUpdate).where(eq(incidentUpdate.incidentId, body.id))
    expect(await history).toHaveLength(1)
    const told = database.read
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `incident:${body.id}`))
    expect(await told).toHaveLength(1)
  })

  it('the same key with another content is refused, and the first is kept', async () => {
    const body = await anIncident(app.current)
    const headers = { 'Idempotency-Key': systemIds.next() }
    await app.current.call('/api/incidents', { body, headers })
    const second = await app.current.call('/api/incidents', { body: { ...body, words: 'autre' }, headers })
    expect(second.status).toBe(422)
    expect(await second.json()).toMatchObject({ type: '/problems/idempotency-key-reused' })
  })

  it('whoever knows a public id gets no private link by sending it again', async () => {
    const accepted = await report(app.current)
    const body = { ...(await anIncident(app.current)), id: accepted.id }
    const answer = await app.current.call('/api/incidents', { body })
    expect(answer.status).toBe(409)
    expect(await answer.text()).not.toContain(accepted.secret)
  })

  it('in words alone, with the commune, when there is neither position nor map', async () => {
    const commune = await communeOf(app.current, 'Landrecies')
    const accepted = await report(app.current, {
      position: null,
      communeCode: commune.code,
      place: 'devant l’école',
    })
    expect(accepted.commune.name).toBe('Landrecies')
    const refused = await app.current.call('/api/incidents', {
      body: await anIncident(app.current, { position: null }),
    })
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/position', code: 'place-needed' }] })
  })

  it('keeps how to reach them apart, and erases it on demand without touching the history', async () => {
    const accepted = await report(app.current, {
      contact: { email: 'jeanne@exemple.fr', phone: '06 12 34 56 78' },
    })
    const { database } = app.current.deps
    const contact = () =>
      database.read.select().from(incidentContact).where(eq(incidentContact.incidentId, accepted.id))
    expect(await contact()).toHaveLength(1)
    const erased = await app.current.call('/api/reporter/incident/contact', {
      method: 'DELETE',
      headers: { 'Bocage-Secret': accepted.secret },
    })
    expect(erased.status).toBe(204)
    expect(await contact()).toHaveLength(0)
  })
})

describe('where it goes', () => {
  it('far from the territory is refused', async () => {
    const body = await anIncident(app.current, { position: { lat: 48.85, lon: 2.35 } })
    const answer = await app.current.call('/api/incidents', { body })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ type: '/problems/outside-every-commune' })
  })

  it('on a boundary the resident is asked which commune, and their choice is kept', async () => {
    const bavay = await communeOf(app.current, 'Bavay')
    const position = { lat: bavay.lat, lon: bavay.lon, accuracy: 3000 }
    const asked = await app.current.call('/api/incidents', {
      body: await anIncident(app.current, { position }),
    })
    const problem = (await asked.json()) as { type: string; candidates: { code: string }[] }
    expect(problem.type).toBe('/problems/choose-commune')
    const other = problem.candidates.find((candidate) => candidate.code !== bavay.code)
    const accepted = await report(app.current, { position, communeCode: other?.code ?? '' })
    expect(accepted.commune.code).toBe(other?.code)
  })

  it('a commune out of reach of the position is not believed', async () => {
    const far = await communeOf(app.current, 'Landrecies')
    const accepted = await report(app.current, { communeCode: far.code })
    expect(accepted.commune.name).toBe('Bavay')
  })

  it('a pothole under a yellow D sign goes to the Département, with the reason', async () => {
    const accepted = await report(app.current, { category: 'nid-de-poule', departmentalRoad: true })
    expect(accepted.body.kind).toBe('departement')
    expect(accepted.routingReason).toBe('road-answer')
  })

  it('before sending, the preview says to whom and shows similar open reports nearby', async () => {
    const first = await report(app.current, { category: 'animal', commune: 'Maroilles' })
    const { lat, lon } = await communeOf(app.current, 'Maroilles')
    const { id } = await categoryOf(app.current, 'animal')
    const query = new URLSearchParams({ category: id, lat: String(lat), lon: String(lon), accuracy: '5' })
    const preview = await (await app.current.call(`/api/incidents/preview?${query}`)).json()
    expect(preview).toMatchObject({
      commune: { name: 'Maroilles' },
      similar: [{ id: first.id, words: null }],
    })
  })
})
