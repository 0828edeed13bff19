import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink, overflowOf } from '../../support/staff-pages.ts'

// A neighbour from across the border reads Bocage in Dutch, at the width of a phone and of an old one.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const days = '(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)'
const narrow = { width: 320, height: 700 }

async function fits(page: Page, screen: string) {
  for (const [name, viewport] of [
    ['phone', phone],
    ['narrow', narrow],
  ] as const) {
    await page.setViewportSize(viewport)
    expect(await overflowOf(page), `${screen} is wider than its window`).toBe(0)
    await screenshot(page, `dutch-${screen}-${name}`)
  }
  await page.setViewportSize(phone)
}

describe('A person who reads Dutch', () => {
  it('is sent the words of their language with the page, and no French ones', async () => {
    const { url } = server.current
    const page = await fetch(`${url}/agenda`, { headers: { 'Accept-Language': 'nl' } }).then((one) =>
      one.text(),
    )
    const files = [...page.matchAll(/rel="modulepreload"[^>]* href="([^"]+)"/g)].map(([, href]) => href)
    const scripts = await Promise.all(files.map((href) => fetch(url + href).then((one) => one.text())))
    const say = (words: string) => scripts.filter((script) => script.includes(words)).length
    expect(say('Toegankelijk met een rolstoel')).toBe(1)
    expect(say('Accessible en fauteuil roulant')).toBe(0)
  })

  it('chooses it, finds it again, and is spoken to in it: home, report, agenda, rides, alerts', async () => {
    const page = await browser.openPage({ baseURL: server.current.url })
    await page.goto('/')
    await page.getByRole('button', { name: 'Réglages' }).click()
    await page.getByRole('radio', { name: 'Nederlands' }).check()
    await page.getByRole('heading', { name: 'Instellingen' }).waitFor()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByRole('link', { name: 'Een probleem melden' }).first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('nl')
    await fits(page, 'home')
    await expectNoAxeViolations(page)

    await page.getByRole('link', { name: 'Een probleem melden' }).first().click()
    await page.getByRole('heading', { name: 'Een foto helpt de medewerker' }).waitFor()
    await page.getByText('Stap 1 van 4').first().waitFor()
    await fits(page, 'report')

    await page.goto('/agenda')
    await page
      .getByText(new RegExp(`^(Vandaag|Morgen|${days}).* \\d+ \\w+`, 'i'))
      .first()
      .waitFor()
    await fits(page, 'agenda')

    await page.goto('/trajets')
    await page.getByRole('button', { name: 'Zoek een rit' }).waitFor()
    await fits(page, 'rides')

    await page.goto('/alertes')
    await page.getByRole('heading', { level: 1, name: 'Waarschuwingen' }).waitFor()
    await fits(page, 'alerts')
  })

  it('is known by the browser’s language: signs in in Dutch, and reads the desk in French', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, locale: 'nl-BE' })
    const lang = () => page.locator('html').getAttribute('lang')
    await page.goto('/agents')
    await page.getByLabel('Je e-mailadres').fill('administration@mormal.example')
    expect(await lang()).toBe('nl')
    await page.getByRole('button', { name: 'Stuur me een link' }).click()
    await page.getByRole('heading', { name: 'Kijk in je e-mail' }).waitFor()
    await openMailedLink(page, server.current, 'administration@mormal.example')
    await page.getByRole('button', { name: 'Inloggen' }).click()
    await page.getByRole('link', { name: 'Mon compte' }).first().waitFor()
    expect(await lang()).toBe('fr')
    await page.getByRole('link', { name: 'Bocage' }).first().click()
    await page.getByRole('link', { name: 'Een probleem melden' }).first().waitFor()
    expect(await lang()).toBe('nl')
  })
})
