import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import type { Changed } from '../../../api/incidents/desk.schemas.ts'
import { incidentUpdate, localMail } from '../../../db/schema/index.ts'
import { bodyOf, useDesk, type Agent } from '../../support/desk.ts'
import { categoryOf, communeOf, report } from '../../support/incidents.ts'

const house = useDesk()
const changed = async (answer: Response) => {
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Changed
}
const refused = async (answer: Response, status: number, type: string) => {
  const problem = (await answer.json()) as { type: string; current?: { version: number; status: string } }
  expect({ status: answer.status, type: problem.type }).toEqual({ status, type: `/problems/${type}` })
  return problem
}

describe('an agent works a report to its end', () => {
  it('reads, plans, begins and closes it; the resident reads each step', async () => {
    const { clerk, technician, call } = house.current
    const { id, secret } = await report(house.current)
    expect(await clerk.ticket(id)).toMatchObject({ unread: true, status: 'received', version: 1 })
    expect((await clerk.post(`/api/desk/incidents/${id}/read`)).status).toBe(204)
    expect(await clerk.ticket(id)).toMatchObject({ unread: false, version: 1 })
    await changed(await clerk.move(id, { to: 'acknowledged', words: 'Nous passons cette semaine.' }))
    await changed(await clerk.edit(id, { assigneeId: technician.userId }))
    await changed(await technician.move(id, { to: 'scheduled', plannedOn: '2026-11-27' }))
    await changed(await technician.move(id, { to: 'in_progress' }))
    const done = await changed(await technician.move(id, { to: 'resolved', words: 'C’est enlevé.' }))
    expect(done.ticket).toMatchObject({ status: 'resolved', open: false, moves: ['reopened'], version: 6 })
    expect(done.ticket?.acknowledgedAt).toBe(house.current.clock.now())
    const own = await call('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })
    const page = (await own.json()) as {
      history: { toStatus: string | null; words: string | null; author: string }[]
    }
    expect(page.history.map(({ toStatus }) => toStatus)).toEqual([
      'received',
      'acknowledged',
      'scheduled',
      'in_progress',
      'resolved',
    ])
    expect(page.history.at(-1)).toMatchObject({ words: 'C’est enlevé.', author: 'staff' })
    expect(JSON.stringify(page)).not.toContain('Sacha')
  })

  it('is refused what the state table does not know, and what a move lacks', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    await refused(await clerk.move(id, { to: 'received' }), 409, 'illegal-move')
    await refused(await clerk.move(id, { to: 'reopened', words: 'encore' }), 409, 'illegal-move')
    await refused(await clerk.move(id, { to: 'scheduled' }), 422, 'planned-date-needed')
    await refused(
      await clerk.move(id, { to: 'scheduled', plannedOn: '2026-11-23' }),
      422,
      'planned-date-past',
    )
    await refused(await clerk.move(id, { to: 'declined' }), 422, 'reason-needed')
    await refused(await clerk.move(id, { to: 'declined', reason: 'other' }), 422, 'words-needed')
    await refused(await clerk.move(id, { to: 'forwarded' }), 422, 'body-needed')
    await changed(await clerk.move(id, { to: 'declined', reason: 'private-land' }))
    await refused(await clerk.move(id, { to: 'reopened' }), 422, 'reason-needed')
    const again = await changed(await clerk.move(id, { to: 'reopened', words: 'C’est bien la rue.' }))
    expect(again.ticket).toMatchObject({ status: 'reopened', open: true, resolvedAt: null })
  })

  it('done offline this morning, is written down at this morning’s time, never before the report', async () => {
    const { technician, clock } = house.current
    const { id } = await report(house.current)
    const reported = clock.now()
    clock.advance({ hours: 5 })
    await changed(await technician.move(id, { to: 'in_progress', happenedAt: reported + 3_600_000 }))
    const early = await changed(await technician.move(id, { to: 'resolved', happenedAt: 1 }))
    expect(early.ticket?.history.map(({ at }) => at)).toEqual([
      reported,
      reported + 3_600_000,
      reported + 3_600_000,
    ])
    // Staff read both moments.
    expect(early.ticket?.history.map(({ data }) => data['receivedAt'])).toEqual([
      undefined,
      clock.now(),
      clock.now(),
    ])
  })

  it('sent again and again by a phone that never heard the answer, is done once', async () => {
    const { technician } = house.current
    const { id } = await report(house.current)
    const key = systemIds.next()
    const move = { id: systemIds.next(), to: 'acknowledged' }
    const send = (body = move, as = key) =>
      technician.post(`/api/desk/incidents/${id}/moves`, body, { version: 1, key: as })
    await changed(await send())
    const again = await changed(await send())
    expect(again.ticket?.history).toHaveLength(2)
    // Long after, with the answer no longer kept: its entry says that it was done.
    await refused(await send(move, systemIds.next()), 412, 'stale-version')
    const note = { id: move.id, words: 'Vu' }
    await refused(await technician.post(`/api/desk/incidents/${id}/notes`, note), 409, 'already-written')
  })

  it('written by one account, is never done under another, nor without any', async () => {
    const { technician, clerk, call } = house.current
    const { id } = await report(house.current)
    const path = `/api/desk/incidents/${id}/notes`
    const note = { id: systemIds.next(), words: 'Vu ce matin' }
    const headers = { 'Bocage-Account': technician.userId }
    await refused(await clerk.post(path, note, { headers }), 409, 'other-account')
    const nobody = await call(path, { method: 'POST', headers, body: note })
    await refused(nobody, 401, 'signed-out')
    expect((await technician.post(path, note, { headers })).status).toBe(201)
  })

  it('keeps notes among colleagues and sends messages to the resident', async () => {
    const { clerk, call } = house.current
    const { id, secret } = await report(house.current)
    for (const [words, isPublic] of [
      ['Voir avec Paul', false],
      ['Merci, nous arrivons', true],
    ] as const)
      expect(
        (
          await clerk.post(`/api/desk/incidents/${id}/notes`, {
            id: systemIds.next(),
            words,
            public: isPublic,
          })
        ).status,
      ).toBe(201)
    const own = await (await call('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })).text()
    expect(own).toContain('Merci, nous arrivons')
    expect(own).not.toContain('Voir avec Paul')
    expect((await clerk.ticket(id)).history.map(({ kind }) => kind)).toEqual(['received', 'note', 'message'])
  })
})

describe('two agents at once', () => {
  it('the second is told what changed, and nothing of theirs is written', async () => {
    const { clerk, technician } = house.current
    const { id } = await report(house.current)
    const { version } = await technician.ticket(id)
    await changed(await clerk.move(id, { to: 'acknowledged' }))
    const late = await technician.post(
      `/api/desk/incidents/${id}/moves`,
      { id: systemIds.next(), to: 'declined', reason: 'not-an-incident' },
      { version },
    )
    const problem = await refused(late, 412, 'stale-version')
    expect(problem.current).toMatchObject({ version: 2, status: 'acknowledged' })
    expect((await clerk.ticket(id)).status).toBe('acknowledged')
  })

  it('a change without a version, or with an unreadable one, is refused', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const move = { id: systemIds.next(), to: 'acknowledged' }
    await refused(await clerk.post(`/api/desk/incidents/${id}/moves`, move), 428, 'version-required')
    const odd = await clerk.post(`/api/desk/incidents/${id}/moves`, move, { headers: { 'If-Match': '*' } })
    await refused(odd, 428, 'version-required')
  })

  it('the same sending again, on a network that fails, is done once and answered alike', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const move = { id: systemIds.next(), to: 'acknowledged' }
    const options = { version: 1, key: systemIds.next() }
    const first = await changed(await clerk.post(`/api/desk/incidents/${id}/moves`, move, options))
    const second = await changed(await clerk.post(`/api/desk/incidents/${id}/moves`, move, options))
    expect(second.version).toBe(first.version)
    expect(second.ticket?.history).toHaveLength(2)
    const other = await clerk.post(`/api/desk/incidents/${id}/moves`, { ...move, words: 'Autre' }, options)
    await refused(other, 422, 'idempotency-key-reused')
    const newKey = await clerk.post(`/api/desk/incidents/${id}/moves`, move, { version: 2 })
    await refused(newKey, 409, 'already-written')
  })

  it('nobody rewrites the history, not even by hand in the database', async () => {
    const { id } = await report(house.current)
    const { database } = house.current
    const change = database.write((tx) =>
      tx
        .update(incidentUpdate)
        .set({ words: 'autre' })
        .where(sql`incident_id = ${id}`),
    )
    await expect(change).rejects.toThrow()
    await expect(
      database.write((tx) => tx.delete(incidentUpdate).where(sql`incident_id = ${id}`)),
    ).rejects.toThrow()
  })
})

describe('a correction routes again', () => {
  it('another category goes to the body in charge of it, and the promise counts from the report', async () => {
    const { clerk, clock } = house.current
    const { id, dueAt } = await report(house.current, { category: 'depot-sauvage' })
    const animal = await categoryOf(house.current, 'eau-assainissement').catch(() =>
      categoryOf(house.current, 'animal'),
    )
    clock.advance({ days: 1 })
    const { ticket } = await changed(await clerk.edit(id, { categoryId: animal.id }))
    expect(ticket?.category.id).toBe(animal.id)
    expect(ticket?.dueAt).not.toBe(dueAt)
    const found = await clerk.get(
      `/api/desk/incidents?queue=all&q=${encodeURIComponent(animal.name.slice(0, 5))}`,
    )
    expect(JSON.stringify(await found.json())).toContain(id)
  })

  it('another place goes to that commune; a place of no commune is refused', async () => {
    const { clerk, technician } = house.current
    const { id } = await report(house.current)
    const quesnoy = await communeOf(house.current, 'Le Quesnoy')
    const { ticket } = await changed(
      await clerk.edit(id, { position: { lat: quesnoy.lat, lon: quesnoy.lon } }),
    )
    expect(ticket).toMatchObject({ commune: { name: 'Le Quesnoy' }, unread: true })
    expect((await technician.get(`/api/desk/incidents/${id}`)).status).toBe(404)
    await refused(await clerk.edit(id, { position: { lat: 48.85, lon: 2.35 } }), 422, 'outside-every-commune')
    const far = await communeOf(house.current, 'Bavay')
    await refused(await clerk.edit(id, { communeCode: far.code }), 422, 'commune-far')
  })

  it('staff give it to another body in one gesture; whoever loses sight of it is told so', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const epci = await bodyOf(house.current, { kind: 'epci' })
    const { ticket } = await changed(await clerk.edit(id, { bodyId: epci.id }))
    expect(ticket).toMatchObject({ body: { id: epci.id }, routingReason: 'staff', assignee: null })
    await refused(await clerk.edit(id, { bodyId: epci.id }), 422, 'same-body')
    await refused(await clerk.edit(id, { bodyId: systemIds.next() }), 422, 'unknown-recipient')
    await refused(await clerk.edit(id, {}), 422, 'nothing-to-change')
    await refused(await clerk.edit(id, { assigneeId: 'personne' }), 422, 'unknown-assignee')
    await refused(await clerk.edit(id, { plannedOn: '2026-12-01' }), 409, 'not-planned')
  })

  it('a technician corrects no category and forwards nothing', async () => {
    const { technician } = house.current
    const { id } = await report(house.current)
    const other = await categoryOf(house.current, 'autre')
    await refused(await technician.edit(id, { categoryId: other.id }), 403, 'forbidden')
    const department = await bodyOf(house.current, { kind: 'departement' })
    await refused(await technician.move(id, { to: 'forwarded', bodyId: department.id }), 403, 'forbidden')
    await refused(await technician.edit(id, { published: true }), 403, 'forbidden')
    expect((await technician.ticket(id)).moves).not.toContain('forwarded')
  })
})

describe('for who made a report and comes, or calls', () => {
  type About = { id: string; body: Record<string, unknown>; version?: number; key?: string }
  const contactFor = async (agent: Agent, { id, body, version, key }: About) =>
    agent.put(
      `/api/desk/incidents/${id}/contact`,
      { id: systemIds.next(), ...body },
      { version: version ?? (await agent.ticket(id)).version, ...(key ? { key } : {}) },
    )
  const saidTo = async (agent: Agent, { id, body, version }: About) =>
    agent.post(
      `/api/desk/incidents/${id}/said`,
      { id: systemIds.next(), ...body },
      { version: version ?? (await agent.ticket(id)).version },
    )
  const mailsTo = async (to: string) => {
    await house.current.worker.runOnce()
    const { read } = house.current.database
    return (await read.select().from(localMail).where(eq(localMail.recipient, to))).length
  }
  const resolve = async (id: string) => {
    await changed(await house.current.clerk.move(id, { to: 'resolved', words: 'Fait' }))
  }

  it('a clerk erases, keeps and corrects how to reach them; the trail says who did it, never what was there', async () => {
    const { clerk, technician } = house.current
    const { id } = await report(house.current, { contact: { name: 'Ginette', email: 'ginette@exemple.fr' } })
    const first = await mailsTo('ginette@exemple.fr')
    const before = (await clerk.ticket(id)).version
    await refused(await contactFor(technician, { id, body: { contact: null } }), 403, 'forbidden')
    const key = systemIds.next()
    const erasing = { id, key, version: before, body: { id: systemIds.next(), contact: null } }
    const gone = await changed(await contactFor(clerk, erasing))
    expect(gone.ticket).toMatchObject({ contact: null, followerCount: 0 })
    // Pressed again after a lost answer: done once.
    expect((await changed(await contactFor(clerk, erasing))).version).toBe(gone.version)
    await refused(await contactFor(clerk, { id, body: { contact: null } }), 422, 'nothing-to-change')
    await refused(
      await contactFor(clerk, { id, version: before, body: { contact: null } }),
      412,
      'stale-version',
    )
    await refused(await contactFor(clerk, { id, body: { contact: {} } }), 422, 'invalid-request')
    await resolve(id)
    expect(await mailsTo('ginette@exemple.fr')).toBe(first)

    await changed(await contactFor(clerk, { id, body: { contact: { email: 'vieux@exemple.fr' } } }))
    const kept = { name: 'Ginette', phone: '06 12 34 56 78', email: 'neuf@exemple.fr' }
    const { ticket } = await changed(await contactFor(clerk, { id, body: { contact: kept } }))
    expect(ticket).toMatchObject({ contact: kept, followerCount: 1 })
    await changed(await clerk.move(id, { to: 'reopened', words: 'Encore là' }))
    expect([await mailsTo('vieux@exemple.fr'), await mailsTo('neuf@exemple.fr')]).toEqual([0, 1])
    const entries = (await clerk.ticket(id)).history.filter(({ kind }) => kind.startsWith('contact-'))
    expect(
      entries.map(({ kind, author, authorName, public: shown }) => [kind, author, authorName, shown]),
    ).toEqual(
      ['contact-erased', 'contact-kept', 'contact-kept'].map((kind) => [
        kind,
        'staff',
        'Camille Durand',
        false,
      ]),
    )
    expect(JSON.stringify(entries)).not.toMatch(/exemple|Ginette|06 12/)
  })

  it('a duplicate’s contact is erased too, with what its survivor would send; it is kept on the survivor alone', async () => {
    const { clerk } = house.current
    const one = await report(house.current)
    const two = await report(house.current, { contact: { email: 'double@exemple.fr' } })
    const into = { id: systemIds.next(), intoReference: one.reference }
    const { version } = await clerk.ticket(two.id)
    await changed(await clerk.post(`/api/desk/incidents/${two.id}/merge`, into, { version }))
    expect((await clerk.ticket(one.id)).followerCount).toBe(1)
    const other = { contact: { email: 'autre@exemple.fr' } }
    await refused(await contactFor(clerk, { id: two.id, body: other }), 409, 'already-merged')
    await changed(await contactFor(clerk, { id: two.id, body: { contact: null } }))
    expect((await clerk.ticket(one.id)).followerCount).toBe(0)
  })

  it('what they say is written as theirs, through the clerk, by the rules of their own link', async () => {
    const { clerk, technician, call } = house.current
    const { id, secret } = await report(house.current)
    const written = async (body: Record<string, unknown>) => {
      const answer = await saidTo(clerk, { id, body })
      expect(answer.status, await answer.clone().text()).toBe(201)
      return ((await answer.json()) as Changed).ticket
    }
    await refused(await saidTo(technician, { id, body: { says: 'more', words: 'x' } }), 403, 'forbidden')
    await refused(await saidTo(clerk, { id, body: { says: 'more' } }), 422, 'invalid-request')
    await refused(await saidTo(clerk, { id, body: { says: 'mended' } }), 409, 'illegal-move')
    await written({ says: 'more', words: 'Il y en a dix' })
    await resolve(id)
    await written({ says: 'still-there', words: 'Dit un voisin' })
    await written({ says: 'mended' })
    expect(await written({ says: 'not-mended', words: 'Pas le trou du haut' })).toMatchObject({
      status: 'reopened',
    })
    await changed(await clerk.move(id, { to: 'declined', reason: 'private-land' }))
    await refused(await saidTo(clerk, { id, body: { says: 'not-mended' } }), 422, 'reason-needed')
    const last = await written({ says: 'not-mended', words: 'C’est la rue' })
    const own = (entry: { kind: string; author: string }) => [entry.kind, entry.author]
    const said = ['addition', 'still-there', 'confirmed-mended', 'reopened', 'reopened']
    const spoken = last?.history.filter(({ kind }) => said.includes(kind)) ?? []
    expect(spoken.map(own)).toEqual(
      said.map((kind) => [kind, kind === 'still-there' ? 'passer-by' : 'reporter']),
    )
    expect(new Set(spoken.map(({ authorName }) => authorName))).toEqual(new Set(['Camille Durand']))
    // Nobody else is told which clerk it was.
    const page = await (await call('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })).text()
    expect(page).toContain('Il y en a dix')
    expect(page).not.toContain('Camille')
  })
})

describe('what others see is decided by staff', () => {
  it('words and report are shown once approved, hidden with a reason, shown again', async () => {
    const { clerk, call } = house.current
    const { id } = await report(house.current, { words: 'Chez M. Martin, des pneus' })
    expect((await call(`/api/incidents/${id}`)).status).toBe(404)
    await changed(await clerk.edit(id, { published: true, publicWords: 'Des pneus' }))
    expect(await (await call(`/api/incidents/${id}`)).json()).toMatchObject({ words: 'Des pneus' })
    const hidden = await changed(await clerk.edit(id, { hiddenReason: 'Nomme une personne' }))
    expect(hidden.ticket).toMatchObject({ published: false, hiddenReason: 'Nomme une personne' })
    expect((await call(`/api/incidents/${id}`)).status).toBe(404)
    await changed(await clerk.edit(id, { hiddenReason: null, published: true }))
    expect((await call(`/api/incidents/${id}`)).status).toBe(200)
    expect((await clerk.ticket(id)).history.map(({ kind }) => kind)).toEqual([
      'received',
      'moderated',
      'hidden',
      'shown',
      'moderated',
    ])
  })

  it('waits in the queue of publication until someone decides', async () => {
    const { clerk } = house.current
    const waiting = async () => {
      const answer = await clerk.get('/api/desk/incidents?queue=to-publish&limit=100')
      return ((await answer.json()) as { items: { id: string }[] }).items.map((item) => item.id)
    }
    const { id } = await report(house.current)
    expect(await waiting()).toContain(id)
    house.current.clock.advance({ minutes: 1 })
    await changed(await clerk.edit(id, { published: false }))
    expect(await waiting()).not.toContain(id)
  })
})
