import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { eraseOldAgenda } from '../../../api/agenda/agenda-retention.usecases.ts'
import type { EventRow } from '../../../api/agenda/events.repository.ts'
import type {
  OrganizerEvents,
  OrganizerList,
  OwnOrganizer,
  PublicOrganizer,
} from '../../../api/agenda/organizers.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventViews, membership, organizer, user } from '../../../db/schema/index.ts'
import { anEvent, asAuthor, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, waitForMail } from '../../support/desk.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read

const aRequest = (extra: object = {}) => ({
  id: systemIds.next(),
  territory: demoSiren,
  kind: 'association',
  name: 'Les Amis du moulin',
  member: { name: 'Ada Vasseur', email: 'ada@moulin.example' },
  ...extra,
})
const create = (body: object) => app().call('/api/organizers', { body })
const slugOf = async (answer: Response) =>
  ((await answer.json()) as { type: string }).type.replace('/problems/', '')
const as = (cookie: string) => ({
  get: (path: string) => app().call(path, { headers: { cookie } }),
  send: (method: string, path: string, body: object | undefined, version?: number) =>
    app().call(path, {
      method,
      ...(body ? { body } : {}),
      headers: { cookie, ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) },
    }),
})
const list = async (query: Record<string, string> = {}) => {
  const given = new URLSearchParams({ territory: demoSiren, ...query })
  return (await (await app().call(`/api/organizers?${given}`)).json()) as OrganizerList
}

describe('An organizer', () => {
  it('is opened by anyone, confirmed by the sign-in link of the mail, and unknown to others until then', async () => {
    const request = aRequest()
    const answer = await create(request)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ id: request.id, slug: 'les-amis-du-moulin' })
    expect((await app().call(`/api/organizers/${request.id}`)).status).toBe(404)
    expect((await list({ q: 'amis' })).items).toEqual([])

    const ada = as(await signInAs(app(), 'ada@moulin.example'))
    expect(await (await ada.get('/api/account/organizers')).json()).toMatchObject({
      items: [{ id: request.id, confirmed: false, territory: { siren: demoSiren } }],
    })
    // Signing in says nothing of it: somebody else may have given one's address.
    expect((await app().call(`/api/organizers/${request.id}`)).status).toBe(404)
    const own = (await (
      await ada.send('POST', `/api/organizers/${request.id}/confirm`, undefined)
    ).json()) as OwnOrganizer
    expect(own).toMatchObject({ confirmed: true, trusted: false, members: [{ email: 'ada@moulin.example' }] })

    const seen = (await (await app().call(`/api/organizers/${request.id}`)).json()) as PublicOrganizer
    expect(seen).toMatchObject({ name: 'Les Amis du moulin', slug: 'les-amis-du-moulin' })
    expect(JSON.stringify(seen)).not.toContain('ada@moulin.example')
    const bySlug = `/api/organizers/les-amis-du-moulin?territory=${demoSiren}`
    expect(((await (await app().call(bySlug)).json()) as PublicOrganizer).id).toBe(request.id)
    expect((await list({ q: 'LES ÀM' })).items.map(({ id }) => id)).toEqual([request.id])
  })

  it('has a name of its own, accents and capitals aside', async () => {
    await anOrganizer(app(), { name: 'Chorale Mélodie' })
    const answer = await create(
      aRequest({ name: 'CHORALE MELODIE', member: { name: 'B', email: 'b@b.example' } }),
    )
    expect(answer.status).toBe(409)
    expect(await slugOf(answer)).toBe('organizer-name-taken')
  })

  it('that nobody confirms is erased after a week, with who was known by it alone', async () => {
    const request = aRequest({ name: 'Fantôme', member: { name: 'Ghost', email: 'ghost@fantome.example' } })
    await create(request)
    const staff = await anAgent(app(), { scope: { kind: 'territory', id: demoSiren } })
    const [known] = await read().select().from(user).where(eq(user.id, staff.userId))
    await create(aRequest({ name: 'Piège', member: { name: 'X', email: known?.email } }))
    await eraseOldAgenda(app().deps)
    expect(await read().select().from(organizer).where(eq(organizer.id, request.id))).toHaveLength(1)
    app().clock.advance({ days: 8 })
    await eraseOldAgenda(app().deps)
    expect(await read().select().from(organizer).where(eq(organizer.id, request.id))).toEqual([])
    expect(await read().select().from(user).where(eq(user.email, 'ghost@fantome.example'))).toEqual([])
    const kept = await read().select().from(membership).where(eq(membership.userId, staff.userId))
    expect(kept.map(({ role }) => role)).toEqual(['clerk'])
    app().clock.advance({ days: -8 })
  })

  it('edits its page at its version', async () => {
    const { id, email } = await anOrganizer(app(), { name: 'Harmonie' })
    const one = as(await signInAs(app(), email))
    const change = {
      description: 'Cuivres et bois.',
      website: 'https://harmonie.example',
      phone: '03 27 11 22 33',
    }
    const done = await one.send('PATCH', `/api/organizers/${id}`, change, 1)
    expect(await done.json()).toMatchObject({ ...change, version: 2 })
    const late = await one.send('PATCH', `/api/organizers/${id}`, { description: 'Autre' }, 1)
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({ current: { description: 'Cuivres et bois.' } })
    expect(
      (await one.send('PATCH', `/api/organizers/${id}`, { website: 'javascript:alert(1)' }, 2)).status,
    ).toBe(422)
    expect((await one.send('PATCH', `/api/organizers/${id}`, { trusted: true }, 2)).status).toBe(422)
    const other = as(await signInAs(app(), (await anOrganizer(app())).email))
    expect((await other.send('PATCH', `/api/organizers/${id}`, change, 2)).status).toBe(404)
  })

  it('invites people, who enter by a link, and takes them out at once, but never the last', async () => {
    const { id, email } = await anOrganizer(app(), { name: 'Judo club' })
    const one = as(await signInAs(app(), email))
    const path = `/api/organizers/${id}/members`
    const invited = await one.send('POST', path, { name: 'Bo', email: 'bo@judo.example' })
    expect(invited.status).toBe(201)
    const { userId } = (await invited.json()) as { userId: string }
    await waitForMail(app(), 'bo@judo.example', 'connexion')
    const bo = as(await signInAs(app(), 'bo@judo.example'))
    const own = (await (await bo.get(`/api/organizers/${id}/account`)).json()) as OwnOrganizer
    expect(own.members.map((member) => member.email).sort()).toEqual(['bo@judo.example', email].sort())

    expect((await one.send('DELETE', `${path}/${userId}`, undefined)).status).toBe(204)
    expect((await bo.get(`/api/organizers/${id}/account`)).status).toBe(401)
    const [last] = own.members.filter((member) => member.email === email)
    const refused = await one.send('DELETE', `${path}/${last?.userId}`, undefined)
    expect([refused.status, await slugOf(refused)]).toEqual([409, 'last-member'])
  })

  it('whose member left is no longer opened by the links they kept', async () => {
    const { id, email } = await anOrganizer(app(), { name: 'Pétanque' })
    const one = as(await signInAs(app(), email))
    const { userId } = (await (
      await one.send('POST', `/api/organizers/${id}/members`, { name: 'Cy', email: 'cy@petanque.example' })
    ).json()) as { userId: string }
    const cookie = await signInAs(app(), 'cy@petanque.example')
    const body = {
      id: systemIds.next(),
      territory: demoSiren,
      content: await anEvent(app(), { title: 'Concours' }),
      organizerId: id,
    }
    const sent = (await (await app().call('/api/events', { body, headers: { cookie } })).json()) as {
      secret: string
    }
    const link = asAuthor(app(), body.id, sent)
    expect((await link.see()).status).toBe(200)
    await one.send('DELETE', `/api/organizers/${id}/members/${userId}`, undefined)
    expect((await link.see()).status).toBe(404)
    expect((await one.get(`/api/author/events/${body.id}`)).status).toBe(200)
  })

  it('lists its events with their counts, page by page, to its people only', async () => {
    const { id, email } = await anOrganizer(app(), { name: 'Cinéma' })
    const rows: EventRow[] = []
    for (const [title, status] of [
      ['Séance un', 'published'],
      ['Séance deux', 'submitted'],
      ['Séance trois', 'published'],
    ] as const)
      rows.push(await publish(app(), { title }, { organizerId: id, status }))
    await app().database.write((tx) =>
      tx.insert(eventViews).values({ eventId: rows[2]?.id ?? '', day: '2026-11-24', count: 12 }),
    )
    const one = as(await signInAs(app(), email))
    const page = async (query: string) =>
      (await (await one.get(`/api/organizers/${id}/events?${query}`)).json()) as OrganizerEvents
    const first = await page('limit=2')
    expect(first.items).toMatchObject([
      { title: 'Séance trois', views: 12, followers: 0, past: false, revision: false, status: 'published' },
      { title: 'Séance deux', path: null, status: 'submitted' },
    ])
    const second = await page(`limit=2&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({ items: [{ title: 'Séance un' }], nextCursor: null })
    expect((await page('status=published')).items).toHaveLength(2)
    const other = as(await signInAs(app(), (await anOrganizer(app())).email))
    expect((await other.get(`/api/organizers/${id}/events`)).status).toBe(404)
    expect((await app().call(`/api/organizers/${id}/events`)).status).toBe(401)
  })

  it('is found page by page, by name', async () => {
    for (const name of ['Zumba A', 'Zumba B', 'Zumba C']) await anOrganizer(app(), { name })
    const first = await list({ q: 'zumba', limit: '2' })
    const second = await list({ q: 'zumba', limit: '2', cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
      'Zumba A',
      'Zumba B',
      'Zumba C',
    ])
    expect(second.nextCursor).toBeNull()
  })
})
