import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { publish } from '../../support/agenda.ts'
import { phone, useBrowser } from '../../support/browser.ts'
import { expectGoodLooks } from '../../support/looks.ts'
import { anOrganizer } from '../../support/organizers.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPublished, type Sent } from '../../support/proposals.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink } from '../../support/staff-pages.ts'
import { dayIn, useStore } from './parts.ts'

// Every screen of proposing, of the private page and of organizers, at the sizes they are judged at.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let club = { id: '', name: '', email: '' }
let sent: Sent | null = null

useStore(server, async (store) => {
  club = await anOrganizer(store, { name: 'Association des parents d’élèves de l’école Pierre-Mathieu' })
  await publish(store, { title: 'Grand loto de l’école', on: dayIn(30) })
  await publish(
    store,
    { title: 'Kermesse', on: dayIn(31) },
    { organizerId: club.id, organizerName: null, organizer: club.name },
  )
  sent = await sendPublished(
    { server: server.current, store },
    { title: 'Ateliers de réparation et d’entraide', on: dayIn(5), rule: 'FREQ=WEEKLY;COUNT=6' },
  )
})

describe('every screen, at every size, in the dark, with its text doubled', () => {
  const open = () => browser.openPage({ viewport: phone, baseURL: server.current.url })
  const look = (page: Page, screen: string, within = 'html') =>
    expectGoodLooks(page, {
      name: (size) => `propose-${size}-${screen}`,
      within,
      fullPage: within === 'html',
    })
  const heading = (page: Page, words: string) =>
    page.getByRole('heading', { level: 1, name: words }).waitFor()
  const next = (page: Page) => page.getByRole('button', { name: 'Continuer', exact: true }).click()

  it('shows the screens of proposing without a fault', async () => {
    const page = await open()
    await page.goto('/agenda/proposer')
    await page.getByLabel('Nom de l’événement').fill('Grand loto de l’école')
    await page.getByRole('radio', { name: 'Se répète' }).check()
    await page.getByLabel('Jour', { exact: true }).fill(dayIn(30))
    await page.getByLabel('Début').fill('19:00')
    await next(page)
    await page.getByRole('alert').waitFor()
    await look(page, '1-what')
    await page.getByRole('radio', { name: 'Un nombre de fois' }).check()
    await next(page)
    await heading(page, 'Où ?')
    await page.getByLabel('Nom du lieu').fill('Salle')
    await page.getByRole('button', { name: /^Nouveau lieu/ }).waitFor()
    await look(page, '2-search')
    await page.getByRole('button', { name: /^Nouveau lieu/ }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
    await page.getByText('Montrer sur la carte').click()
    await page.locator('.leaflet-container').waitFor()
    await look(page, '2-where')
    await next(page)
    await heading(page, 'En dire plus')
    await page.locator('input[type=file]').setInputFiles({
      name: 'salle.jpg',
      mimeType: 'image/jpeg',
      buffer: await aPhoto({ width: 1200, height: 900 }),
    })
    await page.getByLabel('Ce que montre l’image').fill('La salle pleine')
    for (const part of await page.locator('details').all())
      await part.evaluate((element) => ((element as HTMLDetailsElement).open = true))
    await look(page, '3-more')
    await next(page)
    await heading(page, 'Est-ce déjà dans l’agenda ?')
    await page.getByRole('article').nth(1).waitFor()
    await look(page, '3-similar')
    await page.getByRole('link', { name: 'Ce n’est pas le même, continuer' }).click()
    await heading(page, 'Qui organise, puis envoyer')
    await look(page, '4-send')
    await page.getByLabel('Qui organise').fill('Association')
    await page.getByLabel('Votre adresse de courriel').fill('ecole@exemple.fr')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await heading(page, 'Votre événement est parti')
    await look(page, '5-sent')
    const mail = await server.current.mailbox.waitFor((one) => one.to.includes('ecole@exemple.fr'))
    await page.goto(mail.links.find((link) => link.includes('/agenda/confirmer#')) ?? '')
    await page.getByRole('button', { name: 'Confirmer mon adresse' }).waitFor()
    await look(page, '6-confirm')
    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /Grand loto/ }).waitFor()
    await look(page, '7-mine')
  })

  it('shows the private page and its edit without a fault', async () => {
    const page = await open()
    await page.goto(`/agenda/ma-proposition#${sent?.secret}`)
    await page.getByRole('heading', { name: 'Où il en est' }).waitFor()
    await look(page, 'author')
    await page
      .getByRole('button', { name: /Changer cette date/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await look(page, 'author-date', 'dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Annuler l’événement' }).click()
    await page.getByRole('dialog').waitFor()
    await look(page, 'author-cancel', 'dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByLabel('Nom de l’événement').waitFor()
    await look(page, 'author-edit')
  })

  it('shows the screens of organizers without a fault', async () => {
    const page = await open()
    await page.goto('/agenda/organisateurs/nouveau')
    await page.getByLabel('Nom de l’organisateur').waitFor()
    await look(page, 'organizer-new')
    const before = server.current.mailbox.mails.length
    await page.goto('/agenda/mes-organisateurs')
    await page.getByLabel('Votre adresse de courriel').waitFor()
    await look(page, 'organizer-sign-in')
    await page.getByLabel('Votre adresse de courriel').fill(club.email)
    await page.getByRole('button', { name: 'Recevoir un lien' }).click()
    await openMailedLink(page, server.current, club.email, before)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await heading(page, club.name)
    await page.getByRole('link', { name: 'Kermesse' }).waitFor()
    await page.getByRole('button', { name: 'Inviter une personne' }).click()
    await look(page, 'organizer-home')
    await page.getByRole('link', { name: 'Modifier la page' }).click()
    await page.getByLabel('Présentation').waitFor()
    await look(page, 'organizer-page')
    await page.goto('/agenda/mes-organisateurs?tous')
    await page.getByRole('link', { name: club.name }).waitFor()
    await look(page, 'organizer-mine')
  })
})
