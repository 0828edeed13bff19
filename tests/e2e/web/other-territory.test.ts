import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { sudAvesnois } from '../../support/epci-file.ts'
import { heading, press } from '../../support/report-form.ts'
import { words, wordsKept, writeReport } from '../../support/report-screens.ts'
import { keptOn } from '../../support/round.ts'
import { closeTerritory, openSecondTerritory } from '../../support/second-territory.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from '../agenda/parts.ts'

// Several territories on one server, and a person who writes in two of them.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
useStore(server, (store) => openSecondTerritory(store).then(() => undefined))

const open = async (options = {}) => {
  const page = await browser.openPage({ baseURL: server.current.url, ...options })
  await page.goto('/')
  await choose(page, /Mormal/)
  return page
}
const choose = async (page: Page, name: RegExp) => {
  await heading(page, 'Où habitez-vous ?')
  await page.getByRole('button', { name }).click()
  const siren = name.test('Mormal') ? demoSiren : sudAvesnois
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bocage.territory'))).toBe(siren)
}
/** By the settings, as a hand does. */
async function changeTo(page: Page, name: RegExp): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Réglages' }).click()
  await page.getByRole('button', { name: 'Changer de territoire' }).click()
  await choose(page, name)
}

describe('« Corriger », in another territory than the one open', () => {
  it('opens the refused report, in its own territory, and not what is being written here', async () => {
    const page = await open()
    await writeReport(page, 'De Mormal, un chien errant')
    // An address as people write them, which the server takes for none.
    await page.getByLabel('Votre adresse de courriel').fill('hélène@exemple.fr')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement n’est pas parti')
    const fate = new URL(page.url()).pathname
    await changeTo(page, /Avesnois/)
    await writeReport(page, 'De l’Avesnois, un chevreuil', { commune: 'Fourmies' })
    await expect.poll(() => wordsKept(page)).toContain('De l’Avesnois, un chevreuil')

    await page.goto(fate)
    await press(page, 'Corriger')
    await heading(page, 'Vérifier et envoyer')
    await expect.poll(() => words(page).inputValue()).toBe('De Mormal, un chien errant')
    await page.getByLabel('Votre adresse de courriel').fill('helene@exemple.fr')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    expect(new URL(page.url()).pathname).toBe(fate)
    // The other waits where it was begun.
    await changeTo(page, /Avesnois/)
    await page.goto('/signaler/verifier')
    await expect.poll(() => words(page).inputValue()).toBe('De l’Avesnois, un chevreuil')
  })

  it('opens the refused event, in its own territory', async () => {
    const page = await open()
    const writeEvent = async (title: string, commune: string) => {
      await page.goto('/agenda/proposer')
      await page.getByLabel('Nom de l’événement').fill(title)
      await page.getByLabel('Jour', { exact: true }).fill(dayIn(20))
      await page.getByLabel('Début').fill('19:00')
      await press(page, 'Continuer')
      await page.getByLabel('Nom du lieu').fill('Caserne')
      await page.getByRole('button', { name: 'Nouveau lieu : Caserne' }).click()
      await page.getByLabel('Commune').selectOption({ label: commune })
      await press(page, 'Continuer')
      await heading(page, 'En dire plus')
      await press(page, 'Continuer')
      await page.getByLabel('Qui organise').fill('Les pompiers')
    }
    await writeEvent('Bal de Bavay', 'Bavay')
    await page.getByLabel('Votre adresse de courriel').fill('hélène@exemple.fr')
    await press(page, 'Envoyer')
    await expect.poll(() => keptOn(page, 'sends')).toHaveLength(1)
    await expect.poll(async () => (await keptOn<{ state: string }>(page, 'sends'))[0]?.state).toBe('refused')
    await changeTo(page, /Avesnois/)
    await writeEvent('Bal de Fourmies', 'Fourmies')

    await page.goto('/mes-suivis')
    await press(page, 'Corriger')
    await heading(page, 'Votre événement n’est pas parti')
    await press(page, 'Corriger')
    await page.getByText('Bal de Bavay').first().waitFor()
    await page.getByLabel('Votre adresse de courriel').fill('helene@exemple.fr')
    await press(page, 'Envoyer')
    await heading(page, 'Votre événement est parti')
    await changeTo(page, /Avesnois/)
    await page.goto('/agenda/proposer')
    await expect.poll(() => page.getByLabel('Nom de l’événement').inputValue()).toBe('Bal de Fourmies')
  })
})

describe('a territory that is no more on the server', () => {
  it('is left, though the phone keeps a copy: said plainly, another is chosen, what was written there stays', async () => {
    const page = await open()
    await changeTo(page, /Avesnois/)
    await writeReport(page, 'Écrit avant la fermeture', { commune: 'Fourmies' })
    await page.route('**/api/incidents', (route) => route.abort())
    await press(page, 'Envoyer')
    await heading(page, /^Votre signalement (attend|est gardé)/)
    await writeReport(page, 'Commencé avant la fermeture', { commune: 'Fourmies' })
    await expect.poll(() => page.evaluate(() => localStorage.getItem('bocage.territory'))).toBe(sudAvesnois)
    await expect.poll(() => wordsKept(page)).toContain('Commencé avant la fermeture')

    await closeTerritory(server.current, sudAvesnois)
    await expect
      .poll(async () => (await fetch(`${server.current.url}/api/territories/${sudAvesnois}`)).status)
      .toBe(404)
    await page.goto('/')
    const closed = page.getByText('Votre territoire n’est plus sur Bocage')
    await closed.waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'territory-closed')
    await choose(page, /Mormal/)
    await closed.waitFor({ state: 'detached' })
    // Nothing of the closed one is taken for this one's.
    await page.goto('/signaler')
    await heading(page, 'Une photo aide l’agent')
    expect(await page.getByText('Votre signalement commencé est gardé').count()).toBe(0)
    expect(await wordsKept(page)).toContain('Commencé avant la fermeture')
    expect(await keptOn(page, 'sends')).toHaveLength(1)
    // Told once.
    await page.goto('/')
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Signaler/ })
      .first()
      .waitFor()
    expect(await closed.count()).toBe(0)
  })
})
