import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { screenshot, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { airesOf, aResident, chooseAire, type Resident } from '../../support/rides-browser.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// A ride that was pressed and whose page was left, or killed, before its fate was shown; and whose write it is.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)
let [from, to] = ['', '']
beforeAll(async () => {
  ;[from, to] = [...(await airesOf(server.current)).values()] as [string, string]
})

const own = async (who: Resident, of: 'trips' | 'ride-requests') => {
  const answer = await who.call(`/api/${of}/mine?territory=${demoSiren}`)
  return ((await answer.json()) as { items: unknown[] }).items
}
async function openAs(who: Resident): Promise<Page> {
  const page = await browser.openPage({ baseURL: between.url })
  await who.enter(page)
  return page
}
async function choose(page: Page): Promise<void> {
  await chooseAire(page, 'De', from)
  await chooseAire(page, 'À', to)
}
const offer = (page: Page) => page.getByRole('button', { name: 'Proposer ce trajet', exact: true })
const ask = (page: Page) => page.getByRole('button', { name: 'Me prévenir' })

/** The server hears of it, and answers nothing until `goOn`. */
async function holdAnswers(page: Page, path: string): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  await page.route(path, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    await held.promise
    await route.fulfill({ response: answer }).catch(() => undefined)
  })
  return held.resolve
}

describe('a trip offered', () => {
  it('is one when its page is left before the answer, come back to, and pressed again', async () => {
    const driver = await aResident(server.current, { name: 'Maud' })
    const page = await openAs(driver)
    await page.goto('/trajets/proposer')
    await choose(page)
    const goOn = await holdAnswers(page, '**/api/trips')
    await offer(page).click()
    await expect.poll(() => own(driver, 'trips')).toHaveLength(1)
    await page.getByRole('link', { name: 'Trajets', exact: true }).first().click()
    await page.waitForURL((url) => url.pathname === '/trajets')
    await page.goBack()
    // It is on its way: the form does not offer it a second time, and its page says when it has left.
    await page.getByRole('heading', { name: 'Votre trajet n’est pas encore parti' }).waitFor()
    goOn()
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.goto('/trajets/proposer')
    await offer(page).waitFor()
    expect(await page.getByLabel('De', { exact: true }).inputValue()).toBe('')
    expect(await own(driver, 'trips')).toHaveLength(1)
  })

  it('is one when the tab is killed before the answer, and the next one is another', async () => {
    const driver = await aResident(server.current, { name: 'Lise' })
    let page = await openAs(driver)
    await page.goto('/trajets/proposer')
    await choose(page)
    await holdAnswers(page, '**/api/trips')
    await offer(page).click()
    await expect.poll(() => own(driver, 'trips')).toHaveLength(1)
    const context = page.context()
    await page.close()
    page = await context.newPage()
    await page.goto('/trajets/proposer')
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(await own(driver, 'trips')).toHaveLength(1)
    await page.getByRole('button', { name: 'Proposer un autre trajet' }).click()
    await choose(page)
    await offer(page).click()
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(await own(driver, 'trips')).toHaveLength(2)
  })
})

it('a ride asked for is one when the tab is killed before the answer', async () => {
  const rider = await aResident(server.current, { name: 'Paul' })
  let page = await openAs(rider)
  const address = `/trajets/prevenir?from=${from}&to=${to}`
  await page.goto(address)
  await page
    .getByLabel('De', { exact: true })
    .locator(`option[value="${from}"]`)
    .waitFor({ state: 'attached' })
  await holdAnswers(page, '**/api/ride-requests')
  await ask(page).click()
  await expect.poll(() => own(rider, 'ride-requests')).toHaveLength(1)
  const context = page.context()
  await page.close()
  page = await context.newPage()
  await page.goto(address)
  await page.getByRole('heading', { name: 'C’est noté' }).waitFor()
  expect(await own(rider, 'ride-requests')).toHaveLength(1)
})

describe('whose a write is', () => {
  it('is of whom the form was opened for, when somebody else signs in beside', async () => {
    const [carla, denis] = await Promise.all([
      aResident(server.current, { name: 'Carla' }),
      aResident(server.current, { name: 'Denis' }),
    ])
    const page = await openAs(carla)
    await page.goto('/trajets/proposer')
    await choose(page)
    await denis.enter(page)
    const beside = await page.context().newPage()
    await beside.goto(`${between.url}/connexion`)
    await beside.getByText('Vous êtes déjà connecté : Denis').waitFor()
    await beside.goto(`${between.url}/trajets/proposer`)
    await offer(beside).waitFor()
    // What Carla has half written is not Denis's to read.
    expect(await beside.getByLabel('De', { exact: true }).inputValue()).toBe('')
    await offer(page).click()
    await page.getByText('Une autre personne est connectée sur ce téléphone.').waitFor()
    expect(await own(denis, 'trips')).toEqual([])
    await carla.enter(page)
    await page.goto('/connexion')
    await page.getByText('Vous êtes déjà connecté : Carla').waitFor()
    await expect.poll(() => keptOn(page, 'sends')).toEqual([])
    expect([await own(carla, 'trips'), await own(denis, 'trips')].map(({ length }) => length)).toEqual([1, 0])
  })

  it('whose session has ended reads so, not that there is no network, and is asked for in words for all', async () => {
    const driver = await aResident(server.current, { name: 'Rose' })
    const page = await openAs(driver)
    await page.goto('/trajets/proposer')
    await choose(page)
    await page.context().clearCookies()
    await offer(page).click()
    await page.getByRole('heading', { name: 'Votre trajet n’est pas encore parti' }).waitFor()
    await page.getByText('Votre connexion a pris fin.').waitFor()
    await screenshot(page, 'ride-to-sign-in', { fullPage: true })
    expect(await page.getByText('réseau').count()).toBe(0)
    await page.getByRole('link', { name: 'Se connecter' }).click()
    await page.getByRole('heading', { name: 'Connexion', exact: true }).waitFor()
    expect(await page.getByText('agents').count()).toBe(0)
    await driver.enter(page)
    await page.goto('/mes-suivis')
    await expect.poll(() => keptOn(page, 'sends')).toEqual([])
    expect(await own(driver, 'trips')).toHaveLength(1)
  })
})
