import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { GuardedRides, GuardianView } from '../../../api/carpool/guardians.schemas.ts'
import { guardianSecret } from '../../../api/carpool/guardians.secrets.ts'
import { renewAgreements } from '../../../api/carpool/guardians.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { idempotency, traveller } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import {
  anOffer,
  aTraveller,
  bookFound,
  find,
  json,
  slugOf,
  someAires,
  toBook,
  type Traveller,
} from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let young: Traveller
let parent: string
/** Each test rides on a day of its own. */
let ahead = 0
const day = () => new Date(Date.UTC(2026, 10, 24 + ahead)).toISOString().slice(0, 10)
const way = () => ({ from: aires.ouest, to: aires.est, at: `${day()}T07:30` })

beforeAll(async () => {
  aires = await someAires(app())
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  ahead++
  driver = await aTraveller(app(), { name: 'Dominique' })
  young = await aTraveller(app(), { name: 'Noé', minor: true })
  parent = `${app().deps.ids.next()}@parent.example`
  await json(
    await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }),
    201,
  )
})

const ask = (email = parent, who = young) =>
  who.call('/api/travellers/me/guardian', { body: { territory: demoSiren, email } })
async function linkOf(email = parent) {
  await app().worker.runOnce()
  const { text } = await waitForMail(app(), email, 'demande votre accord')
  return /trajets\/parent#(\S+)/.exec(text)![1]!
}
const by = (secret: string) => ({ 'Bocage-Secret': secret })
const answer = (secret: string, what: string) =>
  app().call('/api/guardian', { body: { answer: what }, headers: by(secret) })
async function agreed() {
  await json(await ask(), 202)
  const secret = await linkOf()
  await json(await answer(secret, 'agree'))
  return secret
}
const tryBooking = async () => {
  const ride = (await find(app(), way())).rides[0]!
  return young.call('/api/bookings', { body: toBook(app(), ride) })
}
const rowOf = async () => {
  const me = await json<{ id: string }>(await young.call(`/api/travellers/me?territory=${demoSiren}`))
  const [row] = await app().database.read.select().from(traveller).where(eq(traveller.id, me.id))
  return row!
}

describe('Who is under 18', () => {
  it('rides once a parent agreed by a press, not by opening; each ride is told to them with the relative’s link', async () => {
    expect(await slugOf(await tryBooking())).toBe('403 traveller-minor')
    await json(await ask(), 202)
    const secret = await linkOf()
    const read = async () => json<GuardianView>(await app().call('/api/guardian', { headers: by(secret) }))
    expect(await read()).toMatchObject({ name: 'Noé', state: 'asked' })
    expect(await read()).toMatchObject({ state: 'asked' })
    expect(await slugOf(await tryBooking())).toBe('403 traveller-minor')
    await json(await answer(secret, 'agree'))
    await json(await answer(secret, 'agree'))
    expect(await read()).toMatchObject({ state: 'agreed', until: app().clock.now() + 365 * 86_400_000 })
    await app().worker.runOnce()
    await waitForMail(app(), young.email, 'est d’accord')

    const [own] = await bookFound(app(), young, way())
    await app().worker.runOnce()
    const told = await waitForMail(app(), parent, 'trajet demandé')
    expect(told.text).toContain('Conducteur : Dominique.')
    const share = /trajets\/suivi#(\S+)/.exec(told.text)![1]!
    expect((await app().call('/api/shared-ride', { headers: by(share) })).status).toBe(200)
    // Nobody in the car learns of the parent.
    expect(JSON.stringify(await json(await driver.call(`/api/bookings/${own!.id}`)))).not.toContain(parent)

    const list = await json<GuardedRides>(await app().call('/api/guardian/rides', { headers: by(secret) }))
    expect(list.items).toMatchObject([{ id: own!.id, driver: 'Dominique', mayCancel: true }])
    const cancel = () =>
      app().call(`/api/guardian/rides/${own!.id}/cancel`, { method: 'POST', headers: by(secret) })
    await json(await cancel())
    await json(await cancel())
    expect(await json(await young.call(`/api/bookings/${own!.id}`))).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'guardian' },
    })
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'Trajet annulé')
    await waitForMail(app(), young.email, 'Trajet annulé')
  })

  it('does not ride when the parent refuses or ends it: rides are off, the address and the link are gone', async () => {
    const secret = await agreed()
    const [own] = await bookFound(app(), young, way())
    await json(await answer(secret, 'end'))
    expect(await json<BookingView>(await young.call(`/api/bookings/${own!.id}`))).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'guardian' },
    })
    expect(await rowOf()).toMatchObject({ guardianEmail: null, guardianHash: null, guardianAgreedAt: null })
    for (const path of ['/api/guardian', '/api/guardian/rides'])
      expect(await slugOf(await app().call(path, { headers: by(secret) }))).toBe(
        '404 guardian-link-not-valid',
      )
    expect(await slugOf(await answer(secret, 'agree'))).toBe('404 guardian-link-not-valid')
    expect(await slugOf(await tryBooking())).toBe('403 traveller-minor')
    // What was asked for before is written to nobody any more.
    await app().worker.runOnce()
    await expect(waitForMail(app(), parent, 'trajet demandé')).rejects.toThrow()
  })

  it('never drives, and agreeing to be younger takes what was offered off', async () => {
    await agreed()
    const offer = { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }
    expect(await slugOf(await young.call('/api/trips', offer))).toBe('403 minor-drives-not')
    const say = (minor: boolean) =>
      driver.call('/api/travellers/me', {
        method: 'PUT',
        body: { territory: demoSiren, name: 'Dominique', agreed: true, minor },
      })
    await json(await say(true))
    expect((await find(app(), way())).rides).toEqual([])
  })

  it('asks somebody else than themselves, not at will, and another parent’s link takes the place of the first', async () => {
    expect(await slugOf(await ask(young.email))).toBe('422 guardian-same')
    expect(await slugOf(await ask(parent, driver))).toBe('409 guardian-not-needed')
    await json(await ask(), 202)
    const first = await linkOf()
    const second = `${app().deps.ids.next()}@parent.example`
    await json(await ask(second), 202)
    expect(await slugOf(await answer(first, 'agree'))).toBe('404 guardian-link-not-valid')
    await json(await answer(await linkOf(second), 'agree'))
    expect(await slugOf(await ask())).toBe('409 guardian-not-needed')
  })

  it('whose parent’s link is guessed opens nothing, and the link opens no other child’s ride', async () => {
    const secret = await agreed()
    const { id } = await rowOf()
    for (const guess of [
      guardianSecret('another server', id, 1),
      guardianSecret(app().config.secret, id, 2),
      `${id}.${'x'.repeat(32)}`,
      secret.slice(0, -1),
    ])
      expect(await slugOf(await answer(guess, 'agree'))).toBe('404 guardian-link-not-valid')
    const other = await aTraveller(app(), { name: 'Alix' })
    const [theirs] = await bookFound(app(), other, way())
    const cancel = { method: 'POST', headers: by(secret) }
    expect(await slugOf(await app().call(`/api/guardian/rides/${theirs!.id}/cancel`, cancel))).toBe(
      '404 booking-not-found',
    )
    const kept = JSON.stringify(await app().database.read.select().from(idempotency))
    expect(kept).not.toContain(secret.split('.')[1])
    expect(kept).not.toContain(parent)
  })

  it('is 18 one day: nothing is kept of the parent', async () => {
    const secret = await agreed()
    await json(
      await young.call('/api/travellers/me', {
        method: 'PUT',
        body: { territory: demoSiren, name: 'Noé', agreed: true, minor: false },
      }),
    )
    expect(await rowOf()).toMatchObject({ minor: false, guardianEmail: null, guardianHash: null })
    expect(await slugOf(await answer(secret, 'end'))).toBe('404 guardian-link-not-valid')
    expect((await tryBooking()).status).toBe(201)
  })

  it('asks again after a year; without an answer in a month, the address is erased', async () => {
    const secret = await agreed()
    app().clock.advance({ days: 366 })
    await renewAgreements(app().deps)
    expect(await rowOf()).toMatchObject({ guardianAgreedAt: null, guardianEmail: parent })
    // The same link serves again.
    expect(await json(await app().call('/api/guardian', { headers: by(secret) }))).toMatchObject({
      state: 'asked',
    })
    app().clock.advance({ days: 31 })
    await renewAgreements(app().deps)
    expect(await rowOf()).toMatchObject({ guardianEmail: null, guardianHash: null, guardianAskedAt: null })
  })

  it('is forgotten with the parent', async () => {
    const secret = await agreed()
    const { id } = await rowOf()
    await young.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })
    const [row] = await app().database.read.select().from(traveller).where(eq(traveller.id, id))
    expect(row).toMatchObject({ guardianEmail: null, guardianHash: null })
    expect(await slugOf(await app().call('/api/guardian', { headers: by(secret) }))).toBe(
      '404 guardian-link-not-valid',
    )
  })
})
