import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

const siren = '200043321'
const admin = 'administration@mormal.example'
const jolimetz = { latitude: 50.2294, longitude: 3.6774, accuracy: 8 }

describe('The territory administrator', () => {
  const server = useServer({ demo: true, web: true })
  const browser = useBrowser()
  let page: Page
  const openPage = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })

  /** A category of the demo, by its name, as the administration lists it. */
  async function categoryNamed(name: string): Promise<{ id: string; targetDays: number }> {
    const items = await page.evaluate(
      (path) =>
        fetch(path)
          .then((answer) => answer.json())
          .then((list: { items: { id: string; name: string; targetDays: number }[] }) => list.items),
      `/api/territories/${siren}/categories`,
    )
    return items.find((one) => one.name === name) ?? { id: '', targetDays: -1 }
  }
  const savedToast = (on = page) => on.getByText('Enregistré', { exact: true }).first()

  beforeAll(async () => {
    page = await openPage()
    await signInTo(page, server.current, admin, '/administration')
  })

  it('changes the target of a category, and the next resident is told so before sending', async () => {
    await page.goto('/administration')
    await page
      .getByRole('link', { name: /^Catégories/ })
      .last()
      .click()
    await page.getByRole('link', { name: 'Mobilier' }).click()
    await page.getByLabel('Délai visé, en jours ouvrés').fill('3')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await savedToast().waitFor()

    const resident = await browser.openPage({ baseURL: server.current.url, geolocation: jolimetz })
    await resident.goto('/signaler')
    await resident.getByRole('button', { name: 'Continuer sans photo' }).click()
    await resident.getByRole('button', { name: 'Trouver ma position' }).click()
    await resident
      .getByText(/Jolimetz/)
      .first()
      .waitFor()
    await resident.getByRole('button', { name: 'Continuer' }).click()
    await resident.getByRole('radio', { name: /Mobilier/ }).check()
    await resident.getByRole('button', { name: 'Continuer' }).click()
    const none = resident.getByRole('button', { name: 'Aucun n’est le mien, continuer' })
    const due = resident.getByText(/sous 3 jours ouvrés/)
    await none.or(due).first().waitFor()
    if (await none.isVisible()) await none.click()
    await due.waitFor()
    await screenshot(resident, 'admin-target-seen-by-resident', { fullPage: true })
  })

  it('invites a technician, who signs in and works where the role says', async () => {
    const email = 'jeanne.moreau@bavay.example'
    await page.goto('/administration/agents')
    await page.getByRole('link', { name: 'Inviter un agent' }).click()
    await page.getByRole('button', { name: 'Inviter' }).click()
    await page.getByRole('alert').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-invite-errors', { fullPage: true })
    await page.getByLabel('Courriel').fill(email)
    await page.getByLabel('Prénom et nom').fill('Jeanne Moreau')
    await page.getByRole('radio', { name: /Technicien/ }).check()
    await page.getByLabel('Où').selectOption({ label: 'Commune de Bavay' })
    await page.getByRole('button', { name: 'Inviter' }).click()
    await page.waitForURL('**/administration/agents')
    await page.getByText('Jeanne Moreau').waitFor()
    const mail = await server.current.mailbox.waitFor(({ to }) => to.includes(email))
    expect(mail.text).toContain('technicien')
    expect(mail.text).toContain('Commune de Bavay')

    const technician = await openPage()
    await signInTo(technician, server.current, email, '/mon-compte')
    await technician.getByText('Jeanne Moreau').waitFor()
    await technician.getByText('Commune de Bavay').waitFor()
    await technician.goto('/administration')
    await technician.getByText('Votre rôle ne comporte aucun réglage').waitFor()

    // The role is taken back: the person no longer enters.
    await page.getByRole('link', { name: /Jeanne Moreau/ }).click()
    await page.getByRole('button', { name: /^Retirer ce rôle/ }).click()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-ask')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer ce rôle' }).click()
    await page.waitForURL('**/administration/agents')
    await technician.goto('/mon-compte')
    await technician.waitForURL('**/connexion?vers=/mon-compte')
  })

  it('sees what a second administrator saved meanwhile, and loses nothing', async () => {
    await page.goto('/administration/agents/inviter')
    await page.getByLabel('Courriel').fill('second@mormal.example')
    await page.getByLabel('Prénom et nom').fill('Paul Second')
    await page.getByRole('radio', { name: /Administrateur/ }).check()
    await page.getByRole('button', { name: 'Inviter' }).click()
    await page.waitForURL('**/administration/agents')

    const { id } = await categoryNamed('Propreté')
    const path = `/administration/categories/${id}`
    const second = await openPage(desktop)
    await signInTo(second, server.current, 'second@mormal.example', path)
    await page.goto(path)
    await page.getByLabel('Nom', { exact: true }).waitFor()

    await second.getByLabel('Nom', { exact: true }).fill('Propreté des rues')
    await second.getByLabel('Délai visé, en jours ouvrés').fill('4')
    await second.getByRole('button', { name: 'Enregistrer' }).click()
    await savedToast(second).waitFor()

    await page.getByLabel('Nom', { exact: true }).fill('Rue sale')
    await page.getByLabel('Exemples').fill('Poubelle pleine, verre cassé')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    const clash = page.getByRole('alert')
    await clash.waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-clash-phone', { fullPage: true })
    await page.setViewportSize(desktop)
    await screenshot(page, 'admin-clash-desktop')
    await page.setViewportSize(phone)
    expect(await clash.innerText()).toContain('Rue sale')
    expect(await clash.innerText()).toContain('Propreté des rues')
    expect(await page.getByLabel('Nom', { exact: true }).inputValue()).toBe('Rue sale')
    expect(await page.getByLabel('Délai visé, en jours ouvrés').inputValue()).toBe('4')

    await clash.getByRole('radio', { name: /autre personne/ }).check()
    expect(await page.getByLabel('Nom', { exact: true }).inputValue()).toBe('Propreté des rues')
    await clash.getByRole('radio', { name: /Votre saisie/ }).check()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await savedToast().waitFor()

    await second.reload()
    await expect.poll(() => second.getByLabel('Nom', { exact: true }).inputValue()).toBe('Rue sale')
    expect(await second.getByLabel('Exemples').inputValue()).toBe('Poubelle pleine, verre cassé')
    expect(await second.getByLabel('Délai visé, en jours ouvrés').inputValue()).toBe('4')
  })

  it('of one commune sets that commune and nothing else', async () => {
    await page.goto('/administration/agents/inviter')
    await page.getByLabel('Courriel').fill('maire@jolimetz.example')
    await page.getByLabel('Prénom et nom').fill('Anne Maire')
    await page.getByRole('radio', { name: /Administrateur/ }).check()
    await page.getByLabel('Où').selectOption({ value: 'commune:59325' })
    await page.getByRole('button', { name: 'Inviter' }).click()
    await page.waitForURL('**/administration/agents')

    const mayor = await openPage()
    await signInTo(mayor, server.current, 'maire@jolimetz.example', '/administration')
    await mayor
      .getByRole('link', { name: /^Organismes/ })
      .last()
      .waitFor()
    expect(await mayor.getByRole('link', { name: /^Catégories/ }).count()).toBe(0)
    await screenshot(mayor, 'admin-mayor', { fullPage: true })
    await mayor.goto('/administration/organismes')
    await mayor.getByText('1 organisme', { exact: true }).waitFor()
    await mayor.getByRole('link', { name: /Jolimetz/ }).click()
    await mayor.getByLabel(/^Téléphone/).fill('03 27 00 00 00')
    await mayor.getByRole('button', { name: 'Enregistrer' }).click()
    await savedToast(mayor).waitFor()
    await mayor.goto('/administration/qui-fait-quoi?commune=59325')
    await mayor.getByRole('link', { name: 'Animal' }).click()
    await mayor.getByLabel('Dans quelle commune ?').waitFor()
    expect(await mayor.getByRole('button', { name: 'Enregistrer' }).count()).toBe(1)
    await mayor.getByLabel('Délai visé, en jours ouvrés').fill('7')
    await mayor.getByRole('button', { name: 'Enregistrer' }).click()
    await mayor.getByRole('heading', { name: 'Jolimetz' }).waitFor()
    await expectNoAxeViolations(mayor)
  })

  it('is asked before leaving what is not saved', async () => {
    await page.goto('/administration/territoire')
    await page.getByLabel('Nom du territoire').fill('Pays de Mormal et Forêt')
    await page.getByRole('link', { name: 'Administration' }).last().click()
    const dialog = page.getByRole('alertdialog')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.getByLabel('Nom du territoire').inputValue()).toBe('Pays de Mormal et Forêt')

    await page.getByRole('link', { name: 'Administration' }).last().click()
    await dialog.getByRole('button', { name: 'Quitter sans enregistrer' }).click()
    await page.waitForURL('**/administration')
    await page.getByRole('heading', { name: 'Administration' }).waitFor()
  })

  it('puts the categories in another order with the keyboard alone', async () => {
    await page.goto('/administration/categories')
    const up = page.getByRole('button', { name: 'Monter Dépôt sauvage' })
    await up.focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Descendre Dépôt sauvage')
    await page.getByText('Dépôt sauvage : place 1 sur 10').waitFor()
    const save = page.getByRole('button', { name: 'Enregistrer cet ordre' })
    await save.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Ordre enregistré').waitFor()
    const names = await page.evaluate(
      (path) =>
        fetch(path)
          .then((answer) => answer.json())
          .then((territory: { categories: { name: string }[] }) =>
            territory.categories.map(({ name }) => name),
          ),
      `/api/territories/${siren}`,
    )
    expect(names.slice(0, 2)).toEqual(['Dépôt sauvage', 'Nid-de-poule'])
  })

  it('adds a syndicate and gives it a category in one commune', async () => {
    await page.goto('/administration/organismes/nouveau')
    await page.getByRole('radio', { name: /Syndicat/ }).check()
    await page.getByLabel('Nom', { exact: true }).fill('Syndicat des eaux de la Sambre')
    await page.getByLabel(/^Courriel/).fill('accueil@eaux-sambre.example')
    await page.getByRole('button', { name: /^Ajouter.*lundi/ }).click()
    await page.getByRole('button', { name: /^Ajouter.*lundi/ }).click()
    await page.getByLabel('lundi : ferme à').last().fill('13:00')
    await page.getByRole('button', { name: 'Ajouter l’organisme' }).click()
    await page.getByRole('alert').getByText('la fermeture vient après').waitFor()
    await screenshot(page, 'admin-hours-error', { fullPage: true })
    await page.getByLabel('lundi : ferme à').last().fill('17:30')
    await page.getByRole('button', { name: 'Pareil jusqu’au vendredi' }).click()
    await page.getByRole('button', { name: 'Ajouter l’organisme' }).click()
    await page.waitForURL('**/administration/organismes')

    const { id } = await categoryNamed('Eau et assainissement')
    await page.goto(`/administration/qui-fait-quoi/${id}`)
    await page.getByRole('button', { name: 'Ajouter une exception' }).click()
    await page.getByLabel('Dans quelle commune ?').selectOption({ label: 'Bavay' })
    const form = page.locator('form').last()
    await form.getByLabel('Qui s’en occupe').selectOption({ label: 'Syndicat des eaux de la Sambre' })
    await form.getByLabel('Délai visé, en jours ouvrés').fill('1')
    await screenshot(page, 'admin-exception', { fullPage: true })
    await form.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('heading', { name: 'Bavay' }).waitFor()

    const preview = await page.evaluate(
      (path) => fetch(path).then((answer) => answer.json() as Promise<Record<string, unknown>>),
      `/api/incidents/preview?category=${id}&commune=59053`,
    )
    expect(preview).toMatchObject({ body: { name: 'Syndicat des eaux de la Sambre' }, targetDays: 1 })

    await page.getByRole('button', { name: /^Retirer l’exception/ }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer l’exception' }).click()
    await page.getByText('Aucune : la règle vaut').waitFor()
  })

  it('writes, changes and removes a ready-made sentence', async () => {
    await page.goto('/administration/phrases')
    await page.getByRole('button', { name: /Ajouter une phrase : Prévu/ }).click()
    await page.getByLabel('La phrase').fill('Les agents passent mardi.')
    await page.getByRole('button', { name: 'Ajouter une phrase', exact: true }).click()
    await page.getByText('Les agents passent mardi.').first().waitFor()
    await page.getByRole('button', { name: 'Changer : Les agents passent mardi.' }).click()
    await page.getByLabel('La phrase').fill('Les agents passent jeudi.')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('button', { name: 'Retirer : Les agents passent jeudi.' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer' }).click()
    await page.getByText('Phrase retirée').waitFor()
    expect(await page.getByText('Les agents passent jeudi.').count()).toBe(0)
  })

  it('keeps what was typed when the session has ended', async () => {
    const other = await openPage()
    await signInTo(other, server.current, 'second@mormal.example', '/administration/territoire')
    await other.getByLabel('Nom du territoire').fill('Mormal, pays de forêt')
    await other.evaluate(() => fetch('/api/account/sign-out', { method: 'POST' }))
    await other.getByRole('button', { name: 'Enregistrer' }).click()
    await other.getByText('Votre session a pris fin').waitFor()
    await expectNoAxeViolations(other)
    expect(await other.getByLabel('Nom du territoire').inputValue()).toBe('Mormal, pays de forêt')
    await other.getByRole('link', { name: /nouvel onglet/ }).waitFor()
  })

  it('leaves to a clerk the sentences and nothing else', async () => {
    const clerk = await openPage()
    await signInTo(clerk, server.current, 'accueil@mormal.example', '/administration')
    await clerk
      .getByRole('link', { name: /^Phrases toutes prêtes/ })
      .last()
      .click()
    await clerk.getByRole('button', { name: /^Ajouter une phrase : Réglé/ }).waitFor()
    expect(await clerk.getByRole('link', { name: /^Organismes/ }).count()).toBe(0)
    await clerk.goto('/administration/organismes')
    await clerk.getByText('Votre rôle ne permet pas cette action ici').waitFor()
    await expectNoAxeViolations(clerk)
  })

  it('signs in again where the session ended, and comes back', async () => {
    const other = await openPage()
    await signInTo(other, server.current, 'second@mormal.example', '/administration')
    await other.evaluate(() => fetch('/api/account/sign-out', { method: 'POST' }))
    await other
      .getByRole('link', { name: /^Agents/ })
      .last()
      .click()
    await other.getByRole('link', { name: 'Connexion à l’espace agents' }).click()
    await other.waitForURL('**/connexion?vers=/administration/agents')
  })

  it('picks a colour that is corrected until it can be read, and residents wear it', async () => {
    await page.goto('/administration/territoire')
    await page.getByLabel('Une couleur propre au territoire').check()
    await page.getByLabel('Code de la couleur').fill('#ffd23f')
    await page.getByText(/serait difficile à lire/).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-accent', { fullPage: true })
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await savedToast().waitFor()
    const resident = await openPage()
    await resident.goto('/')
    await resident.locator('main h1').waitFor()
    const worn = () =>
      resident.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--hedge').trim())
    await expect.poll(worn).toBe('#876700')
    await screenshot(resident, 'admin-accent-worn')
    await expectNoAxeViolations(resident)
  })
})
