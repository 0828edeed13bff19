import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import type { AddressStopped } from '../../../api/alerts/address-stops.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  alertFollower,
  audit,
  eventFollower,
  incidentContact,
  incidentFollower,
} from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { communeOf, report } from '../../support/incidents.ts'

// Somebody who has no message left asks the town hall to be written to no more.

const app = useDemoApp()
const path = '/api/desk/address-stops'
let clerk: Agent
beforeAll(async () => {
  clerk = await anAgent(app.current, { scope: { kind: 'territory', id: demoSiren } })
})
const aStop = (address: string) => ({ id: systemIds.next(), territory: demoSiren, address, asked: true })
const stop = (address: string, who = clerk) => who.post(path, aStop(address))
const stopped = async (answer: Promise<Response>) => {
  const said = await answer
  expect(said.status, await said.clone().text()).toBe(200)
  return (await said.json()) as AddressStopped
}

/** Somebody who reported, follows another's report and an event, and receives two communes and a week. */
async function aReader(email: string): Promise<{ reported: string }> {
  const { call } = app.current
  const [own, other] = [await report(app.current, { contact: { email } }), await report(app.current)]
  const event = await publish(app.current, { title: 'Bal' })
  const done = async (to: string, body: object) =>
    expect((await call(to, { body })).status, to).toBeLessThan(300)
  await done(`/api/incidents/${other.id}/followers`, { id: systemIds.next(), email })
  await done(`/api/events/${event.id}/followers`, { id: systemIds.next(), email })
  for (const name of ['Bavay', 'Le Quesnoy']) {
    const { code: commune } = await communeOf(app.current, name)
    const where = { territory: demoSiren, commune, email, locale: 'fr' }
    await done('/api/alert-followers', { ...where, kinds: ['danger', 'roads'] })
    if (name === 'Bavay') await done('/api/wishes/digest-by-mail', { ...where, weekday: 2, hour: 18 })
  }
  return { reported: own.id }
}

it('an agent stops all that an address receives, once, and leaves the rest and the trail without the address', async () => {
  const { read } = app.current.deps.database
  const { reported } = await aReader('lea@lectrices.example')
  await aReader('autre@lectrices.example')
  const request = aStop(' Lea@Lectrices.example ')
  const key = systemIds.next()
  const first = await stopped(clerk.post(path, request, { key }))
  expect(first).toEqual({ reports: 2, events: 1, alerts: 3 })
  expect(await stopped(clerk.post(path, request, { key }))).toEqual(first)
  expect(await stopped(stop('lea@lectrices.example'))).toEqual({ reports: 0, events: 0, alerts: 0 })

  const followers = async (email: string) => [
    ...(await read.select().from(incidentFollower).where(eq(incidentFollower.email, email))),
    ...(await read.select().from(eventFollower).where(eq(eventFollower.email, email))),
    ...(await read.select().from(alertFollower).where(eq(alertFollower.address, email))),
  ]
  expect(await followers('lea@lectrices.example')).toEqual([])
  expect(await followers('autre@lectrices.example')).toHaveLength(4)
  // How to reach them about their own report is another matter: it is erased on the report.
  const [contact] = await read.select().from(incidentContact).where(eq(incidentContact.incidentId, reported))
  expect(contact?.email).toBe('lea@lectrices.example')
  const trail = await read.select().from(audit).where(eq(audit.action, 'address.stopped'))
  expect(trail.map(({ userId }) => userId)).toEqual([clerk.userId, clerk.userId])
  expect(JSON.stringify(trail)).not.toContain('lectrices')
})

it('is for who speaks for the whole territory, and asks for an address', async () => {
  const { code } = await communeOf(app.current, 'Bavay')
  const ofBavay = await anAgent(app.current, { scope: { kind: 'commune', id: code } })
  const technician = await anAgent(app.current, {
    role: 'technician',
    scope: { kind: 'territory', id: demoSiren },
  })
  for (const who of [ofBavay, technician]) expect((await stop('lea@lectrices.example', who)).status).toBe(403)
  const wrong = await stop('lea')
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ type: '/problems/address-wrong' })
  const notAsked = await clerk.post(path, { ...aStop('lea@lectrices.example'), asked: false })
  expect(notAsked.status).toBe(422)
})
