import { beforeAll, describe, expect, it } from 'vitest'
import { bringFeed, createFeedReader } from '../../../api/carpool/gtfs-feeds.usecases.ts'
import type { AireList, PublicAire } from '../../../api/carpool/aires.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openBeside } from '../../support/beside.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { hourlyFeed } from '../../support/gtfs.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// Someone without a car waits at an aire, or finds no ride: the buses are told, from what was read beforehand.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let leave: PublicAire
let arrive: PublicAire

beforeAll(async () => {
  const answer = await fetch(`${server.current.url}/api/aires?territory=${demoSiren}&limit=100`)
  const { items } = (await answer.json()) as AireList
  const named = (commune: string) => items.find((aire) => aire.commune.name === commune)!
  ;[leave, arrive] = [named('Bavay'), named('Valenciennes')]
  const beside = await openBeside(server.current)
  await bringFeed(
    { ...beside.deps, fetchRemote: createFeedReader(beside.deps.config) },
    {
      territorySiren: demoSiren,
      name: 'Cars du Nord',
      licence: 'Licence Ouverte 2.0',
      source: { bytes: hourlyFeed(leave, arrive), fileName: '' },
      evenIfHalf: false,
    },
  )
  await beside.close()
})
const open = (options: Parameters<typeof browser.openPage>[0] = {}) =>
  browser.openPage({ viewport: phone, baseURL: server.current.url, ...options })

describe('Buses', () => {
  it('near an aire: the next ones, their line, direction, stop and walk, and where that comes from', async () => {
    const page = await open()
    await page.goto(leave.path)
    const section = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Bus près d’ici' }) })
    await section.waitFor()
    const lines = section.getByRole('listitem')
    expect(await lines.count()).toBe(6)
    expect(await lines.first().innerText()).toMatch(
      /\d{1,2}\sh\s20[\s\S]*Bus 401 vers Valenciennes par la vallée/,
    )
    expect(await lines.first().innerText()).toMatch(/Arrêt Halle, à \d minutes à pied/)
    await section.getByText('Horaires : Cars du Nord, Licence Ouverte 2.0, lus aujourd’hui').waitFor()
    await screenshot(page, 'buses-aire-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await section.getByRole('button', { name: 'Voir plus de bus' }).click()
    await lines.nth(11).waitFor()
    await page.setViewportSize(desktop)
    await screenshot(page, 'buses-aire-wide', { fullPage: true })
  })

  it('are told when nobody drives there, with the hours of the day asked for', async () => {
    const page = await open({ colorScheme: 'dark' })
    await page.goto('/trajets')
    await page.getByLabel('De', { exact: true }).selectOption('Bavay')
    await page.getByLabel('À', { exact: true }).selectOption('Valenciennes')
    await page.getByLabel('Vers').fill('03:00')
    await page.getByRole('button', { name: 'Chercher un trajet' }).click()
    await page.getByText('Personne ne propose ce trajet à cette heure.').waitFor()
    await page.getByRole('heading', { name: 'En bus' }).waitFor()
    const section = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'En bus' }) })
      .last()
    const text = await section.innerText()
    expect(text).toMatch(/3\sh\s20\s+Halle\s+3\sh\s55\s+Gare routière/)
    expect(text).toContain('Bus 401 vers Valenciennes par la vallée')
    expect(text).toMatch(/Descendre à Gare routière, à \d minutes à pied/)
    expect(text).toMatch(/Sur réservation\s: appelez avant/)
    await screenshot(page, 'buses-search-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, 'buses-search-large', { fullPage: true })
  })

  it('say nothing where no timetable is known, and nothing on the page without script', async () => {
    const elsewhere = await open()
    const answer = await fetch(`${server.current.url}/api/aires?territory=${demoSiren}&limit=100`)
    const { items } = (await answer.json()) as AireList
    const far = items.find((aire) => !['Bavay', 'Valenciennes'].includes(aire.commune.name ?? ''))!
    const asked = elsewhere.waitForResponse(/\/buses\?/)
    await elsewhere.goto(far.path)
    expect((await (await asked).json()) as object).toMatchObject({ items: [], feeds: [] })
    await elsewhere.getByRole('heading', { name: 'Départs du jour' }).waitFor()
    expect(await elsewhere.getByRole('heading', { name: 'Bus près d’ici' }).count()).toBe(0)
    const bare = await fetch(`${server.current.url}${leave.path}`)
    expect(await bare.text()).not.toContain('Cars du Nord')
  })
})
