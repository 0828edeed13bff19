import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { choosePhoto, forest, heading, press, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// « Moi aussi »: one person counts once, whatever becomes of the page they pressed it on.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const pressMeToo = (page: Page) => page.getByRole('button', { name: /^Moi aussi/ }).click()

it('a « moi aussi » whose tab is killed before the answer, pressed again, counts once', async () => {
  const { url } = server.current
  const listed = await fetch(`${url}/api/incidents?territory=${demoSiren}&limit=50`)
  type Listed = { items: { id: string; meTooCount: number; open: boolean }[] }
  const { id, meTooCount: before } = ((await listed.json()) as Listed).items.find(({ open }) => open)!
  const counted = async () => {
    const answer = await fetch(`${url}/api/incidents/${id}`)
    return ((await answer.json()) as { meTooCount: number }).meTooCount
  }
  let page = await browser.openPage({ baseURL: url })
  await page.goto(`/signalements/${id}`)
  const heard = Promise.withResolvers<void>()
  await page.route('**/me-too', async (route) => {
    await route.fetch()
    heard.resolve()
    // Nothing is answered before the tab is gone.
  })
  await pressMeToo(page)
  await heard.promise
  const context = page.context()
  await page.close()
  page = await context.newPage()
  const pressed = Promise.withResolvers<void>()
  await page.route('**/me-too', async (route) => {
    await pressed.promise
    await route.continue()
  })
  await page.goto(`/signalements/${id}`)
  await page.getByText('C’est gardé sur ce téléphone').waitFor()
  expect(await page.getByRole('button', { name: /^Moi aussi/ }).count()).toBe(0)
  pressed.resolve()
  await page.getByText('Merci, c’est compté.').waitFor()
  await expect.poll(() => keptOn(page, 'sends')).toEqual([])
  expect(await counted()).toBe(before + 1)
  await page.unrouteAll()
  // Read again, it is still theirs, and is not offered a second time.
  await page.reload()
  await page.getByText('Merci, c’est compté.').waitFor()
  expect(await page.getByRole('button', { name: /^Moi aussi/ }).count()).toBe(0)
})

describe('a report found to be made already', () => {
  const openThere = () => browser.openPage({ baseURL: server.current.url, geolocation: forest })
  /** Up to the screen of similar reports, where somebody has reported the same. */
  async function toSimilar(page: Page): Promise<void> {
    const neighbour = await openThere()
    await writeReport(neighbour, 'Un chien errant')
    await press(neighbour, 'Envoyer')
    await heading(neighbour, 'Votre signalement est parti')
    await page.goto('/signaler')
    await choosePhoto(page)
    await press(page, 'Continuer')
    await press(page, 'Trouver ma position')
    await page.getByText('à 10 m près').waitFor()
    await press(page, 'Continuer')
    await page.getByRole('radio', { name: 'Animal' }).check()
    await press(page, 'Continuer')
    await heading(page, 'Est-ce déjà signalé ?')
  }
  const same = (page: Page) => page.getByRole('button', { name: 'C’est le même : moi aussi' }).first().click()

  it('leaves once with its photo when the tab is killed, and is offered no second time', async () => {
    let page = await openThere()
    await toSimilar(page)
    let heard = 0
    await page.route('**/me-too', async (route) => {
      await route.fetch()
      heard++
    })
    await same(page)
    await expect.poll(() => heard).toBe(1)
    const context = page.context()
    await page.close()
    page = await context.newPage()
    await page.goto('/signaler')
    await heading(page, 'Une photo aide l’agent')
    await expect.poll(() => keptOn(page, 'sends')).toEqual([])
    expect(await page.getByText('Votre signalement commencé est gardé').count()).toBe(0)
  })

  it('says that words stay behind, and shows them still once it has left', async () => {
    const page = await openThere()
    await toSimilar(page)
    await page.getByRole('link', { name: 'Aucun n’est le mien, continuer' }).click()
    await page.getByLabel('Ce que l’agent doit savoir').fill('Deux pneus crevés hier')
    await page.getByRole('link', { name: 'Retour' }).click()
    await page.getByText('« Moi aussi » envoie vos photos, pas vos mots.').waitFor()
    await expectNoAxeViolations(page)
    await same(page)
    await heading(page, 'Vos mots, qui ne sont pas partis')
    await page.getByText('Deux pneus crevés hier').waitFor()
    await screenshot(page, 'similar-joined-words', { fullPage: true })
  })
})
