import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { aTravellerOn, bePerson } from '../../support/ride-people.ts'
import { useServer } from '../../support/server.ts'

// « Me prévenir » from the screens where one thinks of it, by mail here since this browser denies notifications.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const open = async (path: string, page: Page) => {
  await page.goto(new URL(path, server.current.url).href)
  await settled(page)
}
const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).click()
  await settled(page)
}

describe('What one is told of', () => {
  it('is asked for from the agenda, the map and an organizer, listed in one place, and stopped by one press', async () => {
    const person = await aTravellerOn(server.current, { name: 'Noëlle' })
    const page = await browser.openPage({ viewport: phone })
    await open('/', page)
    await bePerson(page, server.current, person)
    await open('/agenda?commune=59053&free=true', page)
    await press(page, 'Me prévenir des prochains')
    const sheet = page.getByRole('dialog', { name: 'Me prévenir' })
    await sheet.getByText('Bavay, Gratuit').waitFor()
    await sheet.getByText('Ajouter d’autres communes').click()
    await sheet.getByLabel('Houdain-lez-Bavay').check()
    await sheet.getByText('Bavay, Gratuit, et Houdain-lez-Bavay').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'wish-sheet')
    await press(page, 'Me prévenir par courriel')
    await sheet.getByText('C’est noté : vous recevrez un courriel.').waitFor()
    await open('/signalements?vue=carte', page)
    await press(page, 'Me prévenir de ce qui se passe ici')
    await sheet.getByLabel('Jusqu’où ?').selectOption({ label: '5 km autour' })
    await press(page, 'Me prévenir par courriel')
    await sheet.getByText('C’est noté').waitFor()
    await sheet.getByRole('link', { name: 'Ce dont je suis prévenu' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ce dont je suis prévenu' }).waitFor()
    await settled(page)
    // Beside the steps that help who blocked notifications.
    const wishes = page.getByRole('main').getByRole('listitem').filter({ hasText: '·' })
    expect(await wishes.allInnerTexts()).toEqual([
      expect.stringMatching(/Bavay, Gratuit, et Houdain-lez-Bavay[^]*Nouveautés de l’agenda · par courriel/),
      expect.stringMatching(/Autour de [^]*5 km autour[^]*Signalements ouverts et réglés · par courriel/),
    ])
    await page.getByLabel('Commune', { exact: true }).selectOption({ label: 'Bavay' })
    await page.getByLabel('Jour').selectOption({ label: 'samedi' })
    await page.getByLabel('Heure').selectOption({ label: '9 h' })
    await settled(page)
    await press(page, 'Me prévenir par courriel')
    await page.getByText('Chaque semaine, samedi, 9 h · par courriel').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'wishes', { fullPage: true })
    await press(page, 'Arrêter : Bavay, Gratuit, et Houdain-lez-Bavay')
    await page.getByText('Plus de messages pour « Bavay, Gratuit, et Houdain-lez-Bavay »').waitFor()
    expect(await wishes.count()).toBe(2)
  })

  it('leads whoever is not signed in, and cannot be told on this phone, to what can be done', async () => {
    const page = await browser.openPage({ viewport: desktop, colorScheme: 'dark' })
    await open('/agenda?commune=59053', page)
    await press(page, 'Me prévenir des prochains')
    await page.getByRole('link', { name: 'Me connecter pour être prévenu par courriel' }).waitFor()
    await screenshot(page, 'wish-sheet-dark')
    await open('/me-prevenir', page)
    await page.getByText('Vous n’êtes prévenu de rien pour l’instant.').waitFor()
    await screenshot(page, 'wishes-none-dark')
    // The week of a commune needs neither.
    await page.getByLabel('Commune', { exact: true }).selectOption({ label: 'Bavay' })
    await press(page, 'Recevoir par courriel, sans compte')
    const address = page.getByRole('textbox', { name: /courriel/i })
    await address.fill('jo@')
    await press(page, 'M’envoyer le lien à confirmer')
    await expectNoAxeViolations(page)
    await address.fill('jo@exemple.fr')
    await press(page, 'M’envoyer le lien à confirmer')
    await page.getByText('Un message est parti à jo@exemple.fr').waitFor()
    await screenshot(page, 'digest-by-mail-dark', { fullPage: true })
    const mail = await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes('jo@exemple.fr') && /semaine à Bavay/.test(subject),
    )
    const { pathname, search, hash } = new URL(mail.links[0] ?? '')
    await open(`${pathname}${search}${hash}`, page)
    await page.getByRole('heading', { level: 1, name: 'La semaine par courriel' }).waitFor()
    await press(page, 'Oui, recevoir la semaine')
    await page.getByText('C’est confirmé : la semaine à Bavay vous arrivera par courriel.').waitFor()
    await page.getByRole('link', { name: 'Changer mes choix' }).click()
    await page.getByText('La semaine à Bavay, dimanche, 18 h').waitFor()
    await settled(page)
    await expectNoAxeViolations(page)
    await page.setViewportSize(phone)
    await screenshot(page, 'digest-choices', { fullPage: true })
    await press(page, 'Arrêter : La semaine à Bavay')
    await page
      .getByText('C’est fait : plus rien ne vous sera envoyé, et votre adresse est effacée.')
      .waitFor()
    await open(`/ne-plus-prevenir#${'a'.repeat(40)}`, page)
    await press(page, 'Ne plus me prévenir')
    await page.getByText('C’est arrêté.').waitFor()
    await expectNoAxeViolations(page)
  })
})
