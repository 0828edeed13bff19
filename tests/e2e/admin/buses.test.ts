import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useFeeds } from '../../support/feeds.ts'
import { hourlyFeed } from '../../support/gtfs.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// The territory gives the address of its coaches' timetables: they are read, told of, and forgotten.

describe('The territory administrator', () => {
  const server = useServer({ demo: true, web: true })
  const feeds = useFeeds()
  const browser = useBrowser()

  it('follows the timetables of an operator, reads what was left out, and removes them', async () => {
    const bytes = hourlyFeed({ lat: 50.298, lon: 3.793 }, { lat: 50.249, lon: 3.638 })
    feeds.current.serve('/cars.zip', { body: bytes, headers: { 'Content-Type': 'application/zip' } })
    feeds.current.serve('/page.zip', { body: '<html>Erreur', headers: { 'Content-Type': 'text/html' } })
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await signInTo(page, server.current, 'administration@mormal.example', '/administration')
    await page
      .getByRole('link', { name: /^Horaires des bus/ })
      .last()
      .click()
    await page.getByText('Aucune adresse suivie pour l’instant.').waitFor()
    await page.getByRole('button', { name: 'Suivre cette adresse' }).click()
    await page.getByText('Écrivez le nom du réseau.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('bus-feed-name')
    await screenshot(page, 'admin-buses-errors', { fullPage: true })

    const add = async (name: string, url: string) => {
      await page.getByLabel('Nom du réseau').fill(name)
      await page.getByLabel('Adresse du fichier GTFS').fill(url)
      await page.getByLabel(/^Licence/).fill('Licence Ouverte 2.0')
      await page.getByRole('button', { name: 'Suivre cette adresse' }).click()
      await page.getByRole('heading', { level: 2, name }).waitFor()
    }
    await page.getByLabel('Nom du réseau').fill('Non')
    await page.getByLabel('Adresse du fichier GTFS').fill('https://10.0.0.1/cars.zip')
    await page.getByRole('button', { name: 'Suivre cette adresse' }).click()
    await page.getByText('Cette adresse n’est pas publique.').first().waitFor()
    await add('Cars du Nord', feeds.current.url('/cars.zip'))
    await add('Page', feeds.current.url('/page.zip'))
    const card = (name: string) =>
      page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })
    // The worker looks after each write, then every few seconds.
    await card('Cars du Nord').getByText('À jour').waitFor({ timeout: 80_000 })
    await card('Cars du Nord')
      .getByText(/Arrêts\s: 2, lignes\s: 1, courses\s: 24/)
      .waitFor()
    await card('Page').getByText('Ce n’est pas un fichier GTFS').waitFor({ timeout: 80_000 })
    await screenshot(page, 'admin-buses-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflowOf(page)).toBe(0)
    await page.setViewportSize(desktop)
    await screenshot(page, 'admin-buses-wide', { fullPage: true })
    await card('Page')
      .getByRole('button', { name: /^Retirer/ })
      .click()
    await card('Page').getByRole('button', { name: 'Oui, retirer' }).click()
    await page.getByText('Adresse retirée').first().waitFor()
    expect(await card('Page').count()).toBe(0)
  }, 180_000)
})
