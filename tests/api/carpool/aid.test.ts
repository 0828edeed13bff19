import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AidView, NetworkView, VolunteerView } from '../../../api/carpool/aid.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { scaleOf } from '../../../api/carpool/scale.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { aidRequest, aidVolunteer, territory, traveller } from '../../../db/schema/index.ts'
import { enter, good } from '../../support/desk-rides.ts'
import { anAgent, useDesk, waitForMail, type Agent } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { aTraveller, someAires, type Traveller } from '../../support/rides.ts'
import { caudresis } from '../../support/territories.ts'

const house = useDesk()
const app = () => house.current
const clerk = () => house.current.clerk
const id = () => app().deps.ids.next()
let aires: Awaited<ReturnType<typeof someAires>>
let network: NetworkView
let one: Traveller
let two: Traveller
let stranger: Agent

const slug = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
const newNetwork = (over: Record<string, unknown> = {}) => ({
  id: id(),
  territory: demoSiren,
  name: `Entraide ${id().slice(-5)}`,
  description: 'Des bénévoles vous conduisent.',
  phone: '03 27 00 11 22',
  centsPerKm: 40,
  ...over,
})
async function aVolunteer(name: string, phone: string): Promise<Traveller> {
  const person = await aTraveller(app(), { name, phone, phoneShared: true })
  const { volunteer } = await good<NetworkView>(
    await person.call(`/api/aid-networks/${network.id}/join`, { method: 'POST' }),
  )
  expect(volunteer).toBe('asked')
  const own = await good<{ id: string }>(await person.call(`/api/travellers/me?territory=${demoSiren}`))
  await good(
    await clerk().post(`/api/desk/aid-networks/${network.id}/volunteers`, {
      travellerId: own.id,
      approved: true,
    }),
  )
  return person
}

beforeAll(async () => {
  aires = await someAires(app())
  const { siren, name } = caudresis
  await app().database.write((tx) =>
    tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
  )
  stranger = await anAgent(app(), { scope: { kind: 'territory', id: siren, territory: siren } })
  network = await good<NetworkView>(await clerk().post('/api/desk/aid-networks', newNetwork()))
  one = await aVolunteer('Hélène', '0611111111')
  two = await aVolunteer('Yves', '0622222222')
})

const asking = async (over: Record<string, unknown> = {}) => ({
  id: id(),
  networkId: network.id,
  from: (await communeOf(app(), 'Bavay')).code,
  to: aires.est,
  fromWords: '3 rue des Clouteries',
  day: '2026-11-27',
  time: '09:00',
  backTime: '11:30',
  reason: 'medical',
  needs: 'Marche avec une canne',
  ...over,
})
async function askFor(over: Record<string, unknown> = {}): Promise<AidView> {
  const person = await enter(app(), clerk())
  return good(await clerk().post('/api/desk/aid-requests', { personId: person.id, ...(await asking(over)) }))
}
const act = (who: Traveller, request: { id: string }, body: Record<string, unknown>) =>
  who.call(`/api/aid-requests/${request.id}/acts`, { body })
const deskAct = (request: { id: string }, name: string, who = clerk()) =>
  who.post(`/api/desk/aid-requests/${request.id}/acts`, { act: name })
const seenBy = async (who: Traveller, view: string) =>
  (await good<{ items: AidView[] }>(await who.call(`/api/aid-requests?territory=${demoSiren}&view=${view}`)))
    .items

describe('A mutual-aid network', () => {
  it('is driven for by nobody under 18', async () => {
    const child = await aTraveller(app(), { name: 'Lou', minor: true })
    const path = `/api/aid-networks/${network.id}/join`
    // Neither without a parent's agreement, nor with it.
    expect((await child.call(path, { method: 'POST' })).status).toBe(403)
    await app().database.write((tx) =>
      tx.update(traveller).set({ guardianAgreedAt: app().clock.now() }).where(eq(traveller.name, 'Lou')),
    )
    const refused = await child.call(path, { method: 'POST' })
    expect([refused.status, await slug(refused)]).toEqual([403, 'minor-drives-not'])
    const rows = await app().database.read.select().from(aidVolunteer)
    const own = await good<{ id: string }>(await child.call(`/api/travellers/me?territory=${demoSiren}`))
    expect(rows.filter(({ travellerId }) => travellerId === own.id)).toEqual([])
  })

  it('gives back no more than the official scale, and is corrected by its territory alone', async () => {
    const greedy = await clerk().post('/api/desk/aid-networks', newNetwork({ centsPerKm: 60 }))
    expect([greedy.status, await slug(greedy)]).toEqual([422, 'aid-rate-too-high'])
    expect(scaleOf('2026-11-27').centsPerKm).toBeLessThan(60)
    const { name, description, phone, version } = network
    const change = { name, description, phone, centsPerKm: 40 }
    const path = `/api/desk/aid-networks/${network.id}`
    expect((await stranger.patch(path, change, { version })).status).toBe(404)
    expect((await stranger.get(`${path}/volunteers`)).status).toBe(404)
    expect((await clerk().patch(path, change, { version: version + 7 })).status).toBe(412)
    const outside = await stranger.post('/api/desk/aid-networks', newNetwork())
    expect(outside.status).toBe(403)
  })

  it('shows its requests to the volunteers it accepted, and to nobody else', async () => {
    const request = await askFor()
    const candidate = await aTraveller(app(), { name: 'Candidat' })
    await candidate.call(`/api/aid-networks/${network.id}/join`, { method: 'POST' })
    expect(await seenBy(candidate, 'open')).toEqual([])
    const refused = await act(candidate, request, { act: 'take' })
    expect([refused.status, await slug(refused)]).toEqual([404, 'aid-not-found'])
    const { items } = await good<{ items: VolunteerView[] }>(
      await clerk().get(`/api/desk/aid-networks/${network.id}/volunteers`),
    )
    expect(items.filter(({ status }) => status === 'asked').map(({ name }) => name)).toEqual(['Candidat'])
  })
})

describe('A request of somebody without a car', () => {
  it('is told to volunteers by mail, without why nor the door; the door is for the one who takes it', async () => {
    const request = await askFor()
    await app().worker.runOnce()
    const mail = await waitForMail(app(), one.email, 'besoin d’un trajet')
    expect(mail.text).toContain('Bavay')
    expect(mail.text).not.toMatch(/Clouteries|canne|médical/i)
    const open = (await seenBy(one, 'open')).find((seen) => seen.id === request.id)!
    expect([open.fromWords, open.requester.phone, open.actions]).toEqual([null, null, ['take']])
    const taken = await good<AidView>(await act(one, request, { act: 'take' }))
    expect([taken.fromWords, taken.requester.phone, taken.status]).toEqual([
      '3 rue des Clouteries',
      '03 27 11 22 33',
      'taken',
    ])
    expect((await seenBy(two, 'open')).map((seen) => seen.id)).not.toContain(request.id)
  })

  it('asked for two at once is taken by one', async () => {
    for (let n = 0; n < 5; n++) {
      const request = await askFor()
      const answers = await Promise.all([one, two].map((who) => act(who, request, { act: 'take' })))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      const lost = answers.find(({ status }) => status === 409)!
      expect(await slug(lost)).toBe('aid-taken')
    }
  })

  it('is confirmed, done, and given back by the kilometre', async () => {
    const request = await askFor()
    await good(await act(one, request, { act: 'take' }))
    expect((await act(two, request, { act: 'done', metres: 1 })).status).toBe(409)
    expect((await good<AidView>(await deskAct(request, 'confirm'))).status).toBe('confirmed')
    const done = await good<AidView>(await act(one, request, { act: 'done', metres: 23_500 }))
    expect([done.status, done.metres, done.reimbursedCents]).toEqual(['done', 23_500, 940])
    const late = await deskAct(request, 'cancel')
    expect([late.status, await slug(late)]).toEqual([409, 'aid-settled'])
  })

  it('given back is open again: the volunteers are told, and the desk is to call the person', async () => {
    const request = await askFor()
    await good(await act(one, request, { act: 'take' }))
    const read = async () =>
      (
        await good<{ items: AidView[] }>(
          await clerk().get(`/api/desk/aid-requests?territory=${demoSiren}&limit=100`),
        )
      ).items.find((seen) => seen.id === request.id)!
    expect((await read()).toCall).toBe(true)
    expect((await good<AidView>(await deskAct(request, 'called'))).toCall).toBe(false)
    await good(await act(one, request, { act: 'give-back' }))
    expect(await read()).toMatchObject({ status: 'open', volunteer: null, toCall: true })
    expect((await seenBy(two, 'open')).map((seen) => seen.id)).toContain(request.id)
  })

  it('asked by a resident is theirs: they are told who takes it, and may take it off', async () => {
    const resident = await aTraveller(app(), { name: 'Lucette', phone: '0633333333' })
    const body = await asking()
    const key = id()
    const send = () => resident.call('/api/aid-requests', { body, headers: { 'Idempotency-Key': key } })
    const request = await good<AidView>(await send())
    expect((await good<AidView>(await send())).id).toBe(request.id)
    expect(await seenBy(resident, 'mine')).toHaveLength(1)
    await good(await act(two, request, { act: 'take' }))
    await app().worker.runOnce()
    expect((await waitForMail(app(), resident.email, 'bénévole vous conduit')).text).toContain('Yves')
    await good(await act(resident, request, { act: 'cancel' }))
    await app().worker.runOnce()
    await waitForMail(app(), two.email, 'Demande annulée')
    expect((await stranger.get(`/api/desk/aid-requests?territory=${demoSiren}`)).status).toBe(403)
    expect((await deskAct(request, 'cancel', stranger)).status).toBe(404)
  })

  it('that makes no sense is refused in words', async () => {
    const person = await enter(app(), clerk())
    const send = async (over: Record<string, unknown>) =>
      clerk().post('/api/desk/aid-requests', { personId: person.id, ...(await asking(over)) })
    for (const over of [
      { day: '2026-11-01' },
      { day: '2027-10-01' },
      { backTime: '08:00' },
      { from: aires.est, fromWords: null },
      { from: '50.3,3.79' },
      { from: 'ailleurs' },
    ])
      expect((await send(over)).status, JSON.stringify(over)).toBe(422)
    expect((await send({ networkId: id() })).status).toBe(404)
  })
})

describe('What is kept', () => {
  it('of who is forgotten: what they asked is gone, what they took is open again', async () => {
    const leaving = await aVolunteer('Part', '0644444444')
    const request = await askFor()
    await good(await act(leaving, request, { act: 'take' }))
    expect(
      (await leaving.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })).status,
    ).toBe(204)
    const { read } = app().database
    const row = (await read.select().from(aidRequest)).find((kept) => kept.id === request.id)
    expect(row).toMatchObject({ status: 'open', volunteerId: null, toCall: true })
    const kept = (await read.select().from(aidVolunteer)).length
    const person = await enter(app(), clerk())
    const theirs = await good<AidView>(
      await clerk().post('/api/desk/aid-requests', { personId: person.id, ...(await asking()) }),
    )
    await clerk().remove(`/api/desk/ride-people/${person.id}`, { version: person.version })
    expect((await read.select().from(aidRequest)).some((one) => one.id === theirs.id)).toBe(false)
    expect((await read.select().from(aidVolunteer)).length).toBe(kept)
  })

  it('of requests: nothing ninety days after their day', async () => {
    await askFor()
    const { clock } = app()
    const later = (days: number) => ({ ...app().deps, clock: { now: () => clock.now() + days * 86_400_000 } })
    await eraseOldRides(later(60))
    expect(await app().database.read.select().from(aidRequest)).not.toEqual([])
    await eraseOldRides(later(100))
    expect(await app().database.read.select().from(aidRequest)).toEqual([])
  })
})
