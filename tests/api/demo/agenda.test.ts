import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDemoAccounts } from '../../../api/demo-accounts.ts'
import { openDemoContent } from '../../../api/demo/demo-content.usecases.ts'
import { demoSiren, openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { event, organizer, place } from '../../../db/schema/index.ts'
import { demoEvents } from '../../../db/seed/demo-events.ts'
import { demoOrganizers } from '../../../db/seed/demo-organizers.ts'
import { testApp, type TestApp } from '../../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await openDemoTerritory(app.deps)
  const staff = await createDemoAccounts(app.deps)
  await openDemoContent({ ...app.deps, directory: app.directory, media: app.media, staff })
}, 120_000)
afterAll(() => app.close())

type Line = { title: string; moved: boolean; cancelled: boolean; image: object | null; startAt: number }
const list = async (query: string) =>
  (
    (await (await app.request(`/api/events?territory=${demoSiren}&limit=100${query}`)).json()) as {
      items: Line[]
    }
  ).items

describe('The agenda of the demo', () => {
  it('has something on for weeks, in many communes, and what came before', async () => {
    const coming = await list('')
    expect(new Set(coming.map(({ title }) => title)).size).toBeGreaterThan(20)
    expect(
      coming.every(({ startAt }, i) => i === 0 || startAt >= (coming[i - 1]?.startAt ?? 0) - 40 * 86_400_000),
    ).toBe(true)
    expect(coming.some(({ image }) => image !== null)).toBe(true)
  })

  it('shows one that moved and one that was cancelled, wherever they stand in the week', async () => {
    const day = (days: number) =>
      new Date(app.deps.clock.now() + days * 86_400_000).toISOString().slice(0, 10)
    const around = await list(`&from=${day(-7)}&to=${day(21)}`)
    expect(around.some(({ moved }) => moved)).toBe(true)
    expect(around.some(({ cancelled }) => cancelled)).toBe(true)
  })

  it('leaves some for the moderators, and one declined', async () => {
    const rows = await app.database.read.select().from(event)
    expect(rows).toHaveLength(demoEvents.length)
    const count = (status: string) => rows.filter((row) => row.status === status).length
    expect(count('submitted')).toBe(3)
    expect(count('declined')).toBe(1)
    expect(count('draft')).toBe(0)
  })

  it('has organizers, some of them trusted, and each place once', async () => {
    const organizers = await app.database.read.select().from(organizer)
    expect(organizers.filter(({ trusted }) => trusted)).toHaveLength(
      demoOrganizers.filter(({ trusted }) => trusted).length,
    )
    const places = await app.database.read.select().from(place)
    const names = places.map(({ communeCode, foldedName }) => `${communeCode} ${foldedName}`)
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
  })

  it('offers the places that its moderators have seen', async () => {
    const answer = await app.request(`/api/places?territory=${demoSiren}&q=grand-pl`)
    const { items } = (await answer.json()) as { items: { name: string }[] }
    expect(items.map(({ name }) => name)).toContain('Grand-Place')
  })
})
