import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { openSmsGateway } from '../../support/sms-gateway.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// Alerts by mail, from the screen that offers them to the page that stops them.

const gateway = await openSmsGateway()
afterAll(() => gateway.close())
const server = useServer({
  demo: true,
  web: true,
  env: { SMS_URL: gateway.url, SMS_WEBHOOK_SECRET: 'a-shared-secret-of-the-gateway' },
})
const browser = useBrowser()

async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  await screenshot(page, `followers-${name}`, { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
}
const heading = (page: Page, level: number, name: string) =>
  page.getByRole('heading', { level, name, exact: true }).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** The address of a page that a mail to somebody leads to, on the server of this test. */
async function linkTo(email: string, path: string): Promise<string> {
  const mail = await server.current.mailbox.waitFor(
    ({ to, links }) => to.includes(email) && links.some((link) => link.includes(path)),
  )
  const { pathname, search, hash } = new URL(mail.links.find((link) => link.includes(path)) ?? '')
  return `${pathname}${search}${hash}`
}

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('By mail, on a %s', (size, viewport) => {
  it('alerts are asked for, confirmed by the link, changed, and stopped only by a press', async () => {
    const email = `jo-${size}@exemple.fr`
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    await page.goto('/alertes')
    await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
    await heading(page, 2, 'Être alerté par courriel')
    await press(page, 'Recevoir les alertes par courriel')
    await page.getByRole('textbox', { name: /courriel/i }).fill('jo@')
    await press(page, 'M’envoyer le lien à confirmer')
    expect(server.current.mailbox.mails.some(({ to }) => to.includes(email))).toBe(false)
    await look(page, `${size}-form`)
    await page.getByRole('textbox', { name: /courriel/i }).fill(email)
    await page.getByRole('checkbox', { name: 'Vie locale' }).uncheck()
    await press(page, 'M’envoyer le lien à confirmer')
    await page.getByText(`Un message est parti à ${email}`, { exact: false }).waitFor()

    await page.goto(await linkTo(email, '/alertes/confirmer'))
    await heading(page, 1, 'Les alertes par courriel')
    await look(page, `${size}-confirm`)
    await press(page, 'Oui, recevoir ces alertes')
    await page.getByText('C’est confirmé : les alertes de Bavay vous arriveront par courriel.').waitFor()

    await page.getByRole('link', { name: 'Changer mes choix' }).click()
    await heading(page, 1, 'Ce que je reçois')
    const life = page.getByRole('checkbox', { name: 'Vie locale' })
    expect(await life.isChecked()).toBe(false)
    await life.check()
    await press(page, 'Enregistrer mes choix')
    await page.getByText('Vos choix sont enregistrés').waitFor()
    await look(page, `${size}-choices`)

    // As the links to stop do: nothing is stopped by opening them.
    const { hash } = new URL(page.url())
    await page.goto('/alertes')
    await page.goto(`/alertes/mes-choix?arreter=life${hash}`)
    await heading(page, 2, 'Ne plus recevoir « Vie locale » ?')
    await look(page, `${size}-stop`)
    await press(page, 'Non, garder')
    expect(await life.isChecked()).toBe(true)
    await press(page, 'Tout arrêter')
    await heading(page, 2, 'Tout arrêter ?')
    await press(page, 'Tout arrêter')
    await page.getByText('C’est fait : plus aucune alerte ne vous sera envoyée').waitFor()
    await page.reload()
    await page
      .getByText('Ce lien est incomplet, ou ces alertes sont déjà arrêtées.', { exact: false })
      .waitFor()
  })

  it('an agent stops all that is sent to somebody who has no message left', async () => {
    const email = `sans-lien-${size}@exemple.fr`
    const follow = { territory: demoSiren, commune: '59053', kinds: ['danger'], email, locale: 'fr' }
    const asked = await fetch(`${server.current.url}/api/alert-followers`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': uuidv7() },
      body: JSON.stringify(follow),
    })
    expect(asked.ok).toBe(true)
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes')
    await page.getByRole('link', { name: 'Ne plus écrire à quelqu’un' }).click()
    await heading(page, 1, 'Ne plus écrire à quelqu’un')
    await press(page, 'Arrêter tous les messages')
    const address = page.getByLabel('Son courriel ou son numéro')
    await page.getByText('Donnez son courriel ou son numéro.').first().waitFor()
    await look(page, `${size}-stop-address-refused`)
    await address.fill(email.toUpperCase())
    await page.getByLabel('La personne est là, ou au téléphone, et le demande').check()
    await press(page, 'Arrêter tous les messages')
    await page.getByText('Alertes ou nouvelles d’une commune').waitFor()
    await expect.poll(() => address.evaluate((field) => field === document.activeElement)).toBe(true)
    await look(page, `${size}-stop-address`)
  })
})

it('by text message: offered once somebody says what it may cost, confirmed by a code, stopped', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  const openBavay = async () => {
    await page.goto('/alertes')
    await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
    await heading(page, 2, 'Être alerté par courriel')
  }
  const title = 'Être alerté d’un danger par SMS'
  await openBavay()
  expect(await page.getByRole('heading', { name: title }).count()).toBe(0)

  const desk = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(desk, server.current, 'administration@mormal.example', '/agents/alertes')
  await desk.getByLabel('Prix d’un SMS, en euros').fill('0,055')
  await desk.getByLabel('À ne pas dépasser par mois, en euros').fill('beaucoup')
  await press(desk, 'Enregistrer la limite')
  await desk.getByText('Donnez un montant').waitFor()
  await desk.getByLabel('À ne pas dépasser par mois, en euros').fill('50')
  await press(desk, 'Enregistrer la limite')
  await desk.getByText(/Ce mois-ci\s: 0,00\s€ sur 50,00\s€/).waitFor()
  await look(desk, 'desktop-budget')

  await openBavay()
  await heading(page, 2, title)
  await press(page, 'Recevoir les dangers par SMS')
  await page.getByLabel('Votre numéro de mobile').fill('03 27 00 00 00')
  await press(page, 'M’envoyer un code')
  await page.getByText('Donnez un numéro de mobile').waitFor()
  await look(page, 'phone-sms-number')
  await page.getByLabel('Votre numéro de mobile').fill('06 12 34 56 78')
  await press(page, 'M’envoyer un code')
  await page.getByText('Un code est parti par SMS au 06').waitFor()
  await expect.poll(() => gateway.calls.length).toBe(1)
  const code = /code est (\d{6})/.exec(gateway.calls[0]?.text ?? '')?.[1] ?? ''
  await page.getByLabel('Le code reçu').fill(code)
  await look(page, 'phone-sms-code')
  await press(page, 'Recevoir ces SMS')
  await page.getByText('Les dangers annoncés à Bavay arrivent par SMS').waitFor()
  await look(page, 'phone-sms-on')
  await page.getByRole('link', { name: 'Changer mes choix' }).click()
  await page.getByText('Ces alertes arrivent par SMS au +33 ••• 78.').waitFor()
  await press(page, 'Tout arrêter')
  await press(page, 'Tout arrêter')
  await page.getByText('C’est fait : plus aucune alerte ne vous sera envoyée').waitFor()
})
