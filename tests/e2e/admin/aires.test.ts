import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// The territory's own aires, as its administrator keeps them and as everyone then finds them.

const admin = 'administration@mormal.example'

describe('The territory administrator', () => {
  const server = useServer({ demo: true, web: true })
  const browser = useBrowser()
  let page: Page
  const openPage = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })
  const toast = (words: string) => page.getByText(words, { exact: true }).first().waitFor()

  beforeAll(async () => {
    page = await openPage()
    await signInTo(page, server.current, admin, '/administration')
  })

  it('adds an aire with its photo, and whoever looks for one finds it', async () => {
    await page
      .getByRole('link', { name: /^Aires de covoiturage/ })
      .last()
      .click()
    await page.getByText('13 aires').waitFor()
    await page.getByRole('link', { name: 'Ajouter une aire' }).click()
    await page.getByRole('button', { name: 'Ajouter l’aire' }).click()
    await page.getByRole('alert').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-aire-errors', { fullPage: true })
    await page.getByLabel('Nom', { exact: true }).fill('Salle des fêtes de Jolimetz')
    await page.getByLabel('Ou les coordonnées').fill('50.2294, 3.6774')
    await page.getByLabel('Nombre de places').fill('8')
    await page.getByLabel('Éclairée la nuit').selectOption('yes')
    await page.getByLabel('Lignes de car ou de bus').fill('Car 404')
    await page.getByLabel('Ouverture').fill('24/7')
    await page
      .locator('input[data-way="library"]')
      .setInputFiles({ name: 'aire.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() })
    await page.getByRole('img', { name: 'Photo' }).waitFor()
    await page.getByRole('button', { name: 'Ajouter l’aire' }).click()
    await toast('Aire ajoutée')
    await page.getByRole('heading', { level: 1, name: 'Salle des fêtes de Jolimetz' }).waitFor()
    await page.getByText('Ajoutée par le territoire').waitFor()
    await screenshot(page, 'admin-aire-added', { fullPage: true })

    const resident = await openPage(desktop)
    await resident.goto('/aires?q=jolimetz')
    await resident.getByRole('link', { name: /Salle des fêtes de Jolimetz/ }).click()
    await resident.getByText('Ouverte jour et nuit').waitFor()
    await resident.getByText('Car 404').waitFor()
    const photo = resident.getByRole('img', { name: 'L’aire : Salle des fêtes de Jolimetz' })
    await photo.waitFor()
    await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
    await expectNoAxeViolations(resident)
    await screenshot(resident, 'aire-with-photo-wide', { fullPage: true })
  })

  it('corrects it, puts it elsewhere under the pin of the map, and hides it', async () => {
    await page.getByLabel('Nom', { exact: true }).fill('Salle de Jolimetz')
    await page.locator('.leaflet-container').focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.getByLabel('Ou les coordonnées').inputValue()).not.toBe('50.2294, 3.6774')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await toast('Enregistré')
    await page.getByRole('heading', { level: 1, name: 'Salle de Jolimetz' }).waitFor()
    const path = new URL(page.url()).pathname.replace('/administration', '')
    // People would be written to: it is asked first.
    await page.getByRole('button', { name: 'Ne plus la proposer' }).click()
    await page.getByText('Personne ne partira plus de cette aire. Confirmez-vous ?').waitFor()
    await page.getByRole('button', { name: 'Oui, confirmer' }).click()
    await toast('L’aire n’est plus proposée')
    await page.getByText('Masquée').waitFor()
    const resident = await openPage()
    await resident.goto('/aires')
    await resident.getByText('13 aires').waitFor()
    await resident.goto(path)
    await resident.getByText('n’est pas connue ici').waitFor()
    await page.getByRole('button', { name: 'La proposer de nouveau' }).click()
    await toast('L’aire est de nouveau proposée')
    await resident.goto('/aires')
    await resident.getByText('14 aires').waitFor()
  })

  it('sets how far around the territory aires are proposed', async () => {
    await page.goto('/administration/aires')
    await page.getByRole('link', { name: 'Marge autour du territoire' }).click()
    const field = page.getByLabel('Marge, en kilomètres')
    expect(await field.inputValue()).toBe('15')
    await field.fill('90')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('alert').waitFor()
    await field.fill('20,5'.replace(',', '.'))
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await toast('Enregistré')
    await page.reload()
    await field.waitFor()
    expect(await field.inputValue()).toBe('20.5')
    await screenshot(page, 'admin-aires-margin')
  })
})
