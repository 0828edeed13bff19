import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desktop, useBrowser } from '../../support/browser.ts'
import { sendProposal } from '../../support/proposals.ts'
import { heading, press } from '../../support/report-form.ts'
import { holdBack, writeReport } from '../../support/report-screens.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'
import { dayIn, useStore } from '../agenda/parts.ts'

// Whoever leaves a screen while what they wrote is being sent stays where they went.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => {})
const open = (options = {}) => browser.openPage({ baseURL: server.current.url, ...options })
const path = (page: Page) => new URL(page.url()).pathname
const goTo = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()

describe('left while it is sent', () => {
  it('a report: one stays where one went, and is told that it left', async () => {
    const page = await open()
    await writeReport(page, 'Un chien errant')
    const held = await holdBack(page, '**/api/incidents')
    await press(page, 'Envoyer')
    await expect.poll(() => held.asked).toBe(1)
    await goTo(page, 'Accueil')
    await page.waitForURL((url) => url.pathname === '/')
    held.goOn()
    await page.getByRole('status').getByText('Votre signalement est parti').waitFor()
    await page.waitForTimeout(300)
    expect(path(page)).toBe('/')
  })

  it('a report, while the screen one goes to is still being fetched', async () => {
    const page = await open()
    await writeReport(page, 'Un chevreuil')
    const held = await holdBack(page, '**/api/incidents')
    await press(page, 'Envoyer')
    await expect.poll(() => held.asked).toBe(1)
    const screen = await holdBack(page, '**/assets/*.js')
    await goTo(page, 'Agenda')
    await expect.poll(() => screen.asked).toBeGreaterThan(0)
    held.goOn()
    await page.getByRole('status').getByText('Votre signalement est parti').waitFor()
    screen.goOn()
    await page.waitForURL((url) => url.pathname === '/agenda')
    await page.waitForTimeout(300)
    expect(path(page)).toBe('/agenda')
  })

  it('a proposed event', async () => {
    const page = await open()
    await page.goto('/agenda/proposer')
    await page.getByLabel('Nom de l’événement').fill('Bal des pompiers')
    await page.getByLabel('Jour', { exact: true }).fill(dayIn(20))
    await page.getByLabel('Début').fill('19:00')
    await press(page, 'Continuer')
    await page.getByLabel('Nom du lieu').fill('Caserne')
    await page.getByRole('button', { name: 'Nouveau lieu : Caserne' }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
    await press(page, 'Continuer')
    await heading(page, 'En dire plus')
    await press(page, 'Continuer')
    await page.getByLabel('Qui organise').fill('Les pompiers')
    await page.getByLabel('Votre adresse de courriel').fill('pompiers@exemple.fr')
    const held = await holdBack(page, '**/api/events')
    await press(page, 'Envoyer')
    await expect.poll(() => held.asked).toBe(1)
    await goTo(page, 'Accueil')
    await page.waitForURL((url) => url.pathname === '/')
    held.goOn()
    await page.getByRole('status').getByText('Votre événement est parti').waitFor()
    await page.waitForTimeout(300)
    expect(path(page)).toBe('/')
  })

  it('the edit of one’s event', async () => {
    const { secret } = await sendProposal(
      { server: server.current, store: store.current },
      { title: 'Loto', on: dayIn(20) },
    )
    const page = await open()
    await page.goto(`/agenda/ma-proposition#${secret}`)
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByLabel('Nom de l’événement').fill('Grand loto')
    const held = await holdBack(page, '**/api/author/events/*')
    await press(page, 'Enregistrer')
    await expect.poll(() => held.asked).toBe(1)
    await goTo(page, 'Accueil')
    await page.waitForURL((url) => url.pathname === '/')
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH')
    held.goOn()
    await saved
    await page.waitForTimeout(500)
    expect(path(page)).toBe('/')
  })

  it('an alert that is written', async () => {
    const page = await open({ viewport: desktop })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
    await page.getByLabel('Titre').first().fill('Fuite rue des Clouteries')
    await page.getByLabel('Message').first().fill('L’eau est coupée.')
    await page.getByLabel('Bavay', { exact: true }).check()
    const held = await holdBack(page, '**/api/desk/alerts')
    await press(page, 'Relire avant d’envoyer')
    await expect.poll(() => held.asked).toBe(1)
    await page.locator('nav a[href="/agents"]').first().click()
    await page.waitForURL((url) => url.pathname === '/agents')
    const saved = page.waitForResponse((answer) => answer.request().method() === 'POST')
    held.goOn()
    await saved
    await page.waitForTimeout(500)
    expect(path(page)).toBe('/agents')
  })
})
