import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
  type PageOptions,
} from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// The page of a commune: found, read, kept without network; its town hall written at the desk.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  await screenshot(page, `communes-${name}`, { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
}
async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, ...options })
  await page.goto(path)
  return page
}
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

describe.each([
  ['phone', { viewport: phone, colorScheme: 'light' }],
  ['desktop', { viewport: desktop, colorScheme: 'dark' }],
] as const)('the page of a commune, %s', (size, options) => {
  it('is found from the home, by a name or by a postal code', async () => {
    const page = await open('/', options)
    await page.getByRole('link', { name: 'Toutes les communes' }).click()
    await heading(page, 'Communes')
    await page.getByLabel('Nom ou code postal').fill('quesn')
    await page.getByRole('link', { name: /^Le Quesnoy/ }).waitFor()
    await look(page, `${size}-search`)
    await page.getByLabel('Nom ou code postal').fill('59570')
    await page.getByRole('link', { name: /^Bavay/ }).click()
    await heading(page, 'Bavay')
    for (const part of [
      'Alertes en cours',
      'Les quinze jours à venir',
      'Commune de Bavay',
      'Signalements en cours',
    ])
      await page.getByRole('heading', { level: 2, name: part }).waitFor()
    await page
      .getByText(/^(Ouvert|Fermé)/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: '03 53 01 00 10' }).waitFor()
    await look(page, `${size}-bavay`)
  })

  it('by a wrong address, proposes others', async () => {
    const page = await open('/communes/bavai', options)
    await heading(page, 'Commune introuvable')
    await look(page, `${size}-lost`)
    await page
      .getByRole('link', { name: /^Bavay/ })
      .first()
      .click()
    await heading(page, 'Bavay')
    expect(new URL(page.url()).pathname).toBe('/communes/bavay')
  })

  it('and its town hall are written at the desk', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, ...options })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/mairies')
    await page.getByRole('link', { name: 'Le Quesnoy' }).click()
    await heading(page, 'Mairie : Le Quesnoy')
    const poster = page.getByRole('link', { name: /^Imprimer l’affiche/ })
    expect(await poster.getAttribute('href')).toBe('/api/communes/59481/poster.pdf?lang=fr')
    await page.getByLabel('Téléphone').fill(size === 'phone' ? '03 53 01 00 98' : '03 53 01 00 99')
    await page.getByRole('button', { name: 'Ajouter un jour particulier' }).click()
    const days = page.getByRole('group', { name: /^Jour particulier/ })
    await days.last().getByLabel('Pourquoi').fill('Fête communale')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page
      .getByRole('alert')
      .getByText(/donnez le premier jour/)
      .waitFor()
    await days
      .last()
      .getByLabel('Premier jour')
      .fill(size === 'phone' ? '2029-06-01' : '2029-06-08')
    await look(page, `${size}-desk`)
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Enregistré', { exact: false }).first().waitFor()
    await page.goto('/communes/le-quesnoy')
    await page
      .getByText(size === 'phone' ? /1er juin.*fermé.*Fête communale/ : /8 juin.*fermé.*Fête communale/)
      .waitFor()
    await page.getByRole('link', { name: size === 'phone' ? '03 53 01 00 98' : '03 53 01 00 99' }).waitFor()
  })
})

it('without network, is read as it was last seen, and says when', async () => {
  const page = await open('/', { serviceWorker: true })
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.goto('/communes/bavay')
  await heading(page, 'Bavay')
  await page.getByText('Collecte des déchets décalée d’un jour').waitFor()
  await page.context().setOffline(true)
  await page.reload()
  await heading(page, 'Bavay')
  await page.getByText(/Pas de réseau. Voici ce qui a été lu aujourd’hui à/).waitFor()
  await page.getByText('Collecte des déchets décalée d’un jour').waitFor()
  await screenshot(page, 'communes-offline')
  await page.goto('/communes/landrecies')
  await page.getByText('n’a pas encore été lue sur ce téléphone').waitFor()
  await page.goto('/communes')
  await page.getByLabel('Nom ou code postal').fill('landre')
  await page.getByRole('link', { name: /^Landrecies/ }).waitFor()
})

it('without a script, is read and printed; so are its alerts', async () => {
  const page = await open('/communes/bavay', { javaScriptEnabled: false, viewport: desktop })
  await heading(page, 'Bavay')
  await screenshot(page, 'communes-no-script', { fullPage: true })
  expect(await page.getByRole('link', { name: /^Téléphone : 03 53/ }).getAttribute('href')).toBe(
    'tel:0353010010',
  )
  await page.getByRole('link', { name: 'Collecte des déchets décalée d’un jour' }).click()
  await heading(page, 'Collecte des déchets décalée d’un jour')
  await page.getByRole('link', { name: 'Toutes les alertes' }).click()
  await heading(page, 'Alertes')
  await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
  await page.getByRole('button', { name: 'Afficher' }).click()
  await heading(page, 'Alertes : Bavay')
  await screenshot(page, 'communes-no-script-alerts', { fullPage: true })
  await page.goto('/communes/bavai')
  await heading(page, 'Commune introuvable')
})
