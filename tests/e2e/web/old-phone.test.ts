import { expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { choosePhoto, forest, heading, press, sayWhereAndWhat } from '../../support/report-form.ts'
import { keptOn, takeOne } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// A phone of ten years ago, whose browser stopped in 2021 (Chromium 92): what it lacks is added, and everything works.

const server = useServer({ demo: true, web: true })
const browser = useBrowser('old')

it('reports without network, from a screen opened again; it is sent once, followed, and nothing is missing', async () => {
  const page = await browser.openPage({
    baseURL: server.current.url,
    geolocation: forest,
    serviceWorker: true,
  })
  await page.goto('/')
  await heading(page, 'Pays de Mormal')
  expect(await page.evaluate(() => Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]))).toBeLessThan(95)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.context().setOffline(true)
  await page.goto('/signaler')
  await choosePhoto(page)
  await press(page, 'Continuer')
  await sayWhereAndWhat(page, 'Un sanglier mort')
  await page.reload()
  await heading(page, 'Vérifier et envoyer')
  await press(page, 'Envoyer')
  await heading(page, /^Votre signalement (attend|est gardé)/)
  await page.context().setOffline(false)
  await heading(page, 'Votre signalement est parti')
  expect(await keptOn(page, 'sends')).toEqual([])
  await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
  await page.getByText('Un sanglier mort').first().waitFor()
  await page.goto('/mes-suivis')
  await page.getByRole('link', { name: /Animal/ }).waitFor()
  await page.goto('/signalements')
  await page.getByRole('heading', { level: 1 }).waitFor()
})

it('finds a ride, reads the agenda and the alerts', async () => {
  const page = await browser.openPage({ baseURL: server.current.url })
  await page.goto('/trajets')
  const from = page.getByLabel('De', { exact: true })
  await from.locator('option').nth(1).waitFor({ state: 'attached' })
  await page.goto('/agenda')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('main a[href^="/agenda/20"]').first().click()
  await page.getByRole('button', { name: 'Suivre' }).first().waitFor()
  await page.goto('/alertes')
  await page.locator('main a[href^="/alertes/"]').first().click()
  await page.getByRole('button', { name: 'Écouter cette alerte' }).waitFor()
})

it('takes a technician’s round along, notes and moves without network, and sends each once', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, serviceWorker: true })
  await signInTo(page, server.current, 'technicien@mormal.example', '/agents/tournee')
  await takeOne(page)
  await page.context().setOffline(true)
  await page.locator('.lines a').first().click()
  await page.getByLabel('Note interne').fill('Passé voir, à reboucher')
  await press(page, 'Ajouter la note')
  await expect.poll(async () => (await keptOn(page, 'sends')).length).toBe(1)
  await page.context().setOffline(false)
  await expect.poll(async () => (await keptOn(page, 'sends')).length).toBe(0)
  await page.goto('/agents')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('main a[href^="/agents/signalements/"]').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
})
