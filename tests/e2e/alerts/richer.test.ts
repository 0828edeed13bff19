import { describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// What a clerk adds to an alert: other languages, and how it sounds; what an administrator sets.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('an alert, %s', (name, viewport) => {
  it('is written in Dutch beside French, is heard, and loses no language at a correction', async () => {
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    // The browser of the tests has no voice: what it is asked to say is noted instead.
    await page.addInitScript(() => {
      const said: string[] = []
      Object.assign(window, { said })
      speechSynthesis.speak = (one) => void said.push(`${one.lang} ${one.text}`)
    })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
    const title = `Travaux rue Haute, ${name}`
    await page.getByLabel('Titre').first().fill(title)
    await page.getByLabel('Message').first().fill('La rue est barrée. Passez par Houdain.')
    await page.getByLabel('Tout le territoire').check()
    await page.getByText('Le même message en néerlandais').click()
    await page.locator('input[lang="nl"]').fill('Werken Rue Haute')
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('alert').getByText('Remplissez ce champ.').waitFor()
    await page.locator('textarea[lang="nl"]').fill('De straat is afgesloten.')
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByRole('button', { name: 'Écouter cette alerte' }).click()
    expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      `fr-FR ${title}`,
      'fr-FR La rue est barrée.',
      'fr-FR Passez par Houdain.',
    ])
    await settled(page)
    await screenshot(page, `alert-heard-${name}`, { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByLabel('Message').first().fill('La rue est rouverte.')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('La rue est rouverte.').waitFor()
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByRole('button', { name: 'Annoncer la fin' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const dutch = await fetch(`${server.current.url}/api/alerts/${id}?lang=nl`)
    expect(await dutch.json()).toMatchObject({ title: 'Werken Rue Haute', language: 'nl' })
  })
})

it('the second reading of danger is set on screen by an administrator', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await signInTo(page, server.current, 'administration@mormal.example', '/agents/alertes')
  const box = page.getByLabel('Une deuxième personne relit les alertes de danger avant leur départ')
  await box.check()
  await page.getByText('Les alertes de danger seront relues à deux').waitFor()
  await page.reload()
  await box.waitFor()
  expect(await box.isChecked()).toBe(true)
  await screenshot(page, 'alert-settings', { fullPage: true })
})
