import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import type { Changed } from '../../../api/incidents/desk.schemas.ts'
import type { ForwardedTicket } from '../../../api/incidents/desk-forward.schemas.ts'
import { body, incidentFollower, localMail } from '../../../db/schema/index.ts'
import { bodyOf, useDesk, waitForMail } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'

const house = useDesk()
const typeOf = async (answer: Response) => ((await answer.json()) as { type?: string }).type
const merge = async (id: string, into: { intoId?: string; intoReference?: string }) => {
  const { clerk } = house.current
  const { version } = await clerk.ticket(id)
  return clerk.post(`/api/desk/incidents/${id}/merge`, { id: systemIds.next(), ...into }, { version })
}
const followersOf = async (id: string) =>
  (
    await house.current.database.read
      .select()
      .from(incidentFollower)
      .where(eq(incidentFollower.incidentId, id))
  ).map(({ email }) => email)

describe('duplicates', () => {
  it('merged, its followers and “moi aussi” go over, once each, and it says where it is followed', async () => {
    const { clerk, call } = house.current
    const first = await report(house.current, { contact: { email: 'anne@exemple.fr' } })
    const second = await report(house.current, { contact: { email: 'bruno@exemple.fr' } })
    const third = await report(house.current, { contact: { email: 'anne@exemple.fr' } })
    const merged = await merge(second.id, { intoReference: first.reference.toLowerCase() })
    expect(((await merged.json()) as Changed).ticket).toMatchObject({
      status: 'declined',
      open: false,
      mergedInto: { id: first.id, reference: first.reference },
      moves: [],
    })
    await merge(third.id, { intoId: first.id })
    expect((await followersOf(first.id)).toSorted()).toEqual(['anne@exemple.fr', 'bruno@exemple.fr'])
    expect(await followersOf(second.id)).toEqual([])
    const survivor = await clerk.ticket(first.id)
    expect(survivor).toMatchObject({ meTooCount: 2, followerCount: 2 })
    expect(survivor.merged.map(({ id }) => id)).toEqual([second.id, third.id])
    const own = await call('/api/reporter/incident', { headers: { 'Bocage-Secret': second.secret } })
    expect(await own.json()).toMatchObject({ mergedInto: { id: first.id, reference: first.reference } })
    expect(await typeOf(await clerk.move(second.id, { to: 'reopened', words: 'non' }))).toBe(
      '/problems/already-merged',
    )
  })

  it('whoever went over may still erase how to reach them, and nobody else’s', async () => {
    const { call } = house.current
    const first = await report(house.current, { contact: { email: 'anne@exemple.fr' } })
    const second = await report(house.current, { contact: { email: 'bruno@exemple.fr' } })
    await merge(second.id, { intoId: first.id })
    const erased = await call('/api/reporter/incident/contact', {
      method: 'DELETE',
      headers: { 'Bocage-Secret': second.secret },
    })
    expect(erased.status).toBe(204)
    expect(await followersOf(first.id)).toEqual(['anne@exemple.fr'])
  })

  it('those who went over are told where, by the name of the survivor', async () => {
    const first = await report(house.current)
    const second = await report(house.current, { contact: { email: 'chloe@exemple.fr' } })
    await merge(second.id, { intoId: first.id })
    await house.current.worker.runOnce()
    const mails = await house.current.database.read
      .select()
      .from(localMail)
      .where(eq(localMail.recipient, 'chloe@exemple.fr'))
    expect(mails.filter(({ text }) => text.includes(first.reference))).toHaveLength(1)
    expect(mails.some(({ text }) => text.includes('ne donnera pas suite'))).toBe(false)
  })

  it('a chain ends at its last: A → B, B → C makes A followed at C; back again is refused', async () => {
    const { clerk } = house.current
    const [a, b, c] = [await report(house.current), await report(house.current), await report(house.current)]
    await merge(a.id, { intoId: b.id })
    await merge(b.id, { intoId: c.id })
    expect((await clerk.ticket(a.id)).mergedInto?.id).toBe(c.id)
    expect((await clerk.ticket(c.id)).meTooCount).toBe(2)
    expect(await typeOf(await merge(c.id, { intoId: a.id }))).toBe('/problems/merge-same')
    expect(await typeOf(await merge(c.id, { intoId: c.id }))).toBe('/problems/merge-same')
    expect(await typeOf(await merge(a.id, { intoId: c.id }))).toBe('/problems/already-merged')
    expect(await typeOf(await merge(c.id, { intoId: systemIds.next() }))).toBe(
      '/problems/merge-target-unknown',
    )
    expect(await typeOf(await merge(c.id, { intoReference: 'XYZ-26-0001' }))).toBe(
      '/problems/merge-target-unknown',
    )
  })
})

describe('forwarded to a body that has no desk here', () => {
  const mailbox = 'voirie@departement.example'
  async function forwarded() {
    const department = await bodyOf(house.current, { kind: 'departement' })
    await house.current.database.write((tx) =>
      tx.update(body).set({ email: mailbox }).where(eq(body.id, department.id)),
    )
    const sent = await report(house.current, { contact: { email: 'anne@exemple.fr' } })
    const answer = await house.current.clerk.move(sent.id, {
      to: 'forwarded',
      bodyId: department.id,
      words: 'Route départementale 932',
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    await house.current.worker.runOnce()
    const mail = await waitForMail(house.current, mailbox, sent.reference)
    const secret = /\/reponse#(\S+)/.exec(mail.text)?.[1] ?? ''
    return { ...sent, department, mail, secret }
  }
  const reply = (secret: string, request: Record<string, unknown>) =>
    house.current.call('/api/forwarded/replies', {
      headers: { 'Bocage-Secret': secret },
      body: { id: systemIds.next(), ...request },
    })

  it('it reads the report without who made it, answers without an account, and the resident is told', async () => {
    const { id, mail, secret, reference, department } = await forwarded()
    const { call, clerk, technician } = house.current
    expect(mail.text).toContain('Route départementale 932')
    const found = await call('/api/forwarded', { headers: { 'Bocage-Secret': secret } })
    const text = await found.text()
    expect(text).not.toContain('anne@exemple.fr')
    const ticket = JSON.parse(text) as ForwardedTicket
    expect(ticket).toMatchObject({ reference, status: 'forwarded', body: { id: department.id } })
    expect(ticket.moves).toEqual(['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined'])
    const planned = await reply(secret, { to: 'scheduled', plannedOn: '2026-12-02', words: 'Équipe prévue' })
    expect(planned.status, await planned.clone().text()).toBe(201)
    expect((await reply(secret, { words: 'Sous réserve du gel' })).status).toBe(201)
    const seen = await clerk.ticket(id)
    expect(seen).toMatchObject({ status: 'scheduled', plannedOn: '2026-12-02', unread: true })
    expect(seen.history.at(-1)).toMatchObject({ author: 'body', words: 'Sous réserve du gel', public: true })
    expect((await technician.ticket(id)).id).toBe(id)
    expect(await typeOf(await reply(secret, { to: 'forwarded', bodyId: 'x' }))).toBe(
      '/problems/invalid-request',
    )
    expect((await reply(secret, { to: 'resolved' })).status).toBe(201)
    expect(await typeOf(await reply(secret, { to: 'acknowledged' }))).toBe('/problems/illegal-move')
  })

  it('the link ends when another body takes over, when 90 days are past, and opens nothing when forged', async () => {
    const first = await forwarded()
    const { call, clerk, clock } = house.current
    const open = (secret: string) => call('/api/forwarded', { headers: { 'Bocage-Secret': secret } })
    expect((await open(first.secret)).status).toBe(200)
    expect((await open(first.secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404)
    const taken = await clerk.edit(first.id, { bodyId: (await bodyOf(house.current, { kind: 'epci' })).id })
    expect(taken.status).toBe(200)
    expect((await open(first.secret)).status).toBe(404)
    clock.advance({ minutes: 1 })
    const second = await forwarded()
    clock.advance({ days: 91 })
    expect(await typeOf(await reply(second.secret, { to: 'resolved' }))).toBe('/problems/link-not-valid')
  })

  it('not to the body already in charge, nor to one without an address', async () => {
    const { clerk } = house.current
    const { id, body } = await report(house.current)
    expect(await typeOf(await clerk.move(id, { to: 'forwarded', bodyId: body.id }))).toBe(
      '/problems/same-body',
    )
    const epci = await bodyOf(house.current, { kind: 'epci' })
    if (!epci.email)
      expect(await typeOf(await clerk.move(id, { to: 'forwarded', bodyId: epci.id }))).toBe(
        '/problems/body-without-email',
      )
  })
})

describe('for someone on the phone', () => {
  it('a clerk enters it in one call; the history says who, the receipt holds the private link', async () => {
    const { clerk, technician } = house.current
    const { anIncident } = await import('../../support/incidents.ts')
    const request = { ...(await anIncident(house.current)), channel: 'phone' }
    const answer = await clerk.post('/api/desk/incidents', request)
    expect(answer.status).toBe(201)
    const accepted = (await answer.json()) as { id: string; privateUrl: string; reference: string }
    expect(accepted.privateUrl).toContain('/suivi#')
    expect(await clerk.ticket(accepted.id)).toMatchObject({ channel: 'phone', enteredBy: 'Camille Durand' })
    const refused = await technician.post('/api/desk/incidents', {
      ...(await anIncident(house.current)),
      channel: 'counter',
    })
    expect(refused.status).toBe(403)
  })
})
