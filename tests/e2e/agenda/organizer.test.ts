import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { findOrganizer, updateOrganizer } from '../../../api/agenda/organizers.repository.ts'
import { event } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { desktop, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { anOrganizer } from '../../support/organizers.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { sendPhoto } from '../../api/media/uploads.ts'
import { openMailedLink, signInTo } from '../../support/staff-pages.ts'
import { dayIn, useStore } from './parts.ts'

// An association with an account: several people, one page, no password.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const home = '/agenda/mes-organisateurs'
let club = { id: '', name: '', email: '' }
let choir = { id: '', name: '', email: '' }

async function anImage() {
  const request = (path: string, options?: RequestInit) => fetch(`${server.current.url}${path}`, options)
  const { id, uploadToken } = await sendPhoto({ request }, await aPhoto({ width: 900, height: 600 }))
  return { mediaId: id, uploadToken, description: 'Des marcheurs sous la neige', credit: 'Ada Vasseur' }
}

const store = useStore(server, async (store) => {
  club = await anOrganizer(store, { name: 'Club de randonnée des Hauts', email: 'club@exemple.fr' })
  choir = await anOrganizer(store, {
    name: 'Chorale des Tilleuls',
    email: 'chorale@exemple.fr',
    trusted: true,
  })
  await publish(
    store,
    {
      title: 'Marche de l’Avent',
      description: 'Soupe à l’arrivée.',
      on: dayIn(6),
      start: '14:00',
      end: '17:00',
      price: '2 €',
      image: await anImage(),
    },
    { organizerId: club.id, organizerName: null, organizer: club.name },
  )
})

const visit = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const listed = (title: string) =>
  store.current.deps.database.read.select().from(event).where(eq(event.title, title))

/** Signed in as the person asks from the organizers' own screens. */
async function enter(email: string, viewport = phone): Promise<Page> {
  const page = await visit(viewport)
  const before = server.current.mailbox.mails.length
  await page.goto(home)
  await heading(page, 'Connexion des organisateurs')
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Recevoir un lien' }).click()
  await heading(page, 'Regardez vos courriels')
  await openMailedLink(page, server.current, email, before)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.waitForURL((url) => url.pathname.startsWith(home))
  return page
}

describe('an organizer account', () => {
  it('is opened by a form and the link of a mail; its page is seen once its person says that it is theirs', async () => {
    const email = 'comite@exemple.fr'
    const page = await visit()
    await page.goto('/agenda/organisateurs/nouveau')
    await heading(page, 'Ouvrir un compte d’organisateur')
    await screenshot(page, 'organizer-new', { fullPage: true })
    await page.getByRole('button', { name: 'Ouvrir le compte' }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Donnez le nom de l’organisateur.' }).click()
    await page.getByLabel('Nom de l’organisateur').fill('Comité des fêtes du Moulin')
    await page.getByLabel('Commune (facultatif)').selectOption({ label: 'Bavay' })
    await page.getByLabel('Votre nom').fill('Ada Vasseur')
    await page.getByLabel('Votre adresse de courriel').fill(email)
    await page.getByRole('button', { name: 'Ouvrir le compte' }).click()
    await page.getByText(`Un lien est parti à ${email}`).waitFor()
    await openMailedLink(page, server.current, email)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    // Not at the desk: they are of an organizer alone.
    await heading(page, 'Comité des fêtes du Moulin')
    await screenshot(page, 'organizer-confirm', { fullPage: true })
    const [id = ''] = new URL(page.url()).pathname.split('/').slice(-1)
    expect((await findOrganizer(store.current.deps.database.read, id))?.confirmedAt).toBeNull()
    await page.getByRole('button', { name: 'C’est bien le nôtre' }).click()
    await page.getByText('C’est confirmé').waitFor()
    await page.getByRole('link', { name: 'Voir la page publique' }).click()
    await heading(page, 'Comité des fêtes du Moulin')
    await page.getByText('Association, Bavay').waitFor()
  })

  it('one name has one account: the second is told to ask its people', async () => {
    const page = await visit()
    await page.goto('/agenda/organisateurs/nouveau')
    await page.getByLabel('Nom de l’organisateur').fill(club.name)
    await page.getByLabel('Votre nom').fill('Un autre')
    await page.getByLabel('Votre adresse de courriel').fill('autre@exemple.fr')
    await page.getByRole('button', { name: 'Ouvrir le compte' }).click()
    await page
      .getByRole('alert')
      .getByRole('link', { name: /a déjà un compte/ })
      .click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('organizer-name')
  })

  it('leads its people to what is theirs, never to the desk', async () => {
    const page = await enter(club.email)
    await heading(page, club.name)
    await page.goto('/agents')
    await heading(page, club.name)
    await page.goto('/administration')
    await heading(page, club.name)
    await page.goto('/mon-compte')
    await page.getByText('Mes appareils connectés').waitFor()
    await page.getByRole('link', { name: 'Mes organisateurs' }).click()
    await heading(page, club.name)
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/agenda')
    await page.goto(home)
    await heading(page, 'Connexion des organisateurs')
  })

  it('staff still enter the desk', async () => {
    const page = await visit()
    await signInTo(page, server.current, 'administration@mormal.example', '/agents')
    expect(new URL(page.url()).pathname).toBe('/agents')
  })
})

describe('its events', () => {
  it('an old one is done again: all but its dates; a member’s needs no confirmation', async () => {
    const page = await enter(club.email)
    await heading(page, club.name)
    const row = page.getByRole('listitem').filter({ hasText: 'Marche de l’Avent' })
    await row.getByText(/Jamais vu|Vu une fois/).waitFor()
    await row.getByText('Personne ne le suit').waitFor()
    await screenshot(page, 'organizer-home', { fullPage: true })
    await row.getByRole('button', { name: /Refaire le même/ }).click()
    await heading(page, 'Quoi et quand ?')
    expect(await page.getByLabel('Nom de l’événement').inputValue()).toBe('Marche de l’Avent')
    expect(await page.getByLabel('Jour', { exact: true }).inputValue()).toBe('')
    expect(await page.getByLabel('Début').inputValue()).toBe('14:00')
    await page.getByLabel('Nom de l’événement').fill('Marche de printemps')
    await page.getByLabel('Jour', { exact: true }).fill(dayIn(90))
    const next = page.getByRole('button', { name: 'Continuer', exact: true })
    await next.click()
    await heading(page, 'Où ?')
    await page.getByText('Salle des fêtes').waitFor()
    await next.click()
    await heading(page, 'En dire plus')
    expect(await page.getByLabel('Ce que montre l’image').inputValue()).toBe('Des marcheurs sous la neige')
    await next.click()
    await heading(page, 'Qui organise, puis envoyer')
    await page.getByRole('radio', { name: club.name }).waitFor()
    expect(await page.getByRole('radio', { name: club.name }).isChecked()).toBe(true)
    await screenshot(page, 'organizer-send', { fullPage: true })
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await heading(page, 'Votre événement est parti')
    const [sent] = await listed('Marche de printemps')
    const [old] = await listed('Marche de l’Avent')
    expect(sent).toMatchObject({
      status: 'submitted',
      organizerId: club.id,
      price: '2 €',
      imageDescription: 'Des marcheurs sous la neige',
      imageCredit: 'Ada Vasseur',
    })
    expect(sent?.imageId).toBeTypeOf('string')
    expect(sent?.imageId).not.toBe(old?.imageId)
    await page.goto(home)
    await page.getByRole('link', { name: 'Marche de printemps' }).click()
    await page.getByText('En relecture', { exact: true }).waitFor()
  })

  it('a trusted one’s are seen at once, and so is what it changes', async () => {
    const page = await enter(choir.email, desktop)
    await heading(page, choir.name)
    await page.getByText('Vos événements sont publiés tout de suite.').waitFor()
    await page.getByRole('button', { name: 'Proposer un événement' }).click()
    await page.getByLabel('Nom de l’événement').fill('Concert de Noël de la chorale')
    await page.getByLabel('Jour', { exact: true }).fill(dayIn(25))
    await page.getByLabel('Début').fill('20:00')
    const next = page.getByRole('button', { name: 'Continuer', exact: true })
    await next.click()
    await page.getByLabel('Nom du lieu').fill('Église Saint-Michel')
    await page.getByRole('button', { name: /^Nouveau lieu/ }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
    await next.click()
    await heading(page, 'En dire plus')
    await next.click()
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await heading(page, 'Votre événement est parti')
    expect((await listed('Concert de Noël de la chorale'))[0]?.status).toBe('published')
    await page.goto(home)
    await page.getByRole('link', { name: 'Concert de Noël de la chorale' }).click()
    await heading(page, 'Concert de Noël de la chorale')
    await page.getByRole('link', { name: 'Modifier', exact: true }).click()
    await page.getByText('Vos changements sont affichés tout de suite.').waitFor()
    await page.getByLabel('Début').fill('19:30')
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await page.getByText('C’est enregistré').waitFor()
    await screenshot(page, 'organizer-event', { fullPage: true })
    const [row] = await listed('Concert de Noël de la chorale')
    expect(row?.schedule.spans[0]?.start).toBe(`${dayIn(25)}T19:30`)
  })
})

describe('its people and its page', () => {
  it('a person is invited by mail, comes in, and is taken out', async () => {
    const page = await enter(choir.email)
    await heading(page, choir.name)
    await page.getByRole('button', { name: 'Inviter une personne' }).click()
    await page.getByLabel('Son nom').fill('Bruno Lenoir')
    await page.getByLabel('Son adresse de courriel').fill('bruno@exemple.fr')
    await page.getByRole('button', { name: 'Inviter', exact: true }).click()
    await page.getByText('bruno@exemple.fr').first().waitFor()
    const guest = await visit()
    await openMailedLink(guest, server.current, 'bruno@exemple.fr')
    await guest.getByRole('button', { name: 'Se connecter' }).click()
    await heading(guest, choir.name)
    await page.reload()
    await page.getByRole('button', { name: /^Retirer/ }).click()
    await page.getByRole('button', { name: 'Oui, retirer l’accès' }).click()
    await expect.poll(() => page.getByText('bruno@exemple.fr').count()).toBe(0)
    await guest.goto(`${home}/${choir.id}`)
    await heading(guest, 'Connexion des organisateurs')
    // One always stays.
    expect(await page.getByRole('button', { name: /^Partir/ }).count()).toBe(0)
  })

  it('what another person saved meanwhile is shown beside what one wrote', async () => {
    const page = await enter(club.email, desktop)
    await page.getByRole('link', { name: 'Modifier la page' }).click()
    await heading(page, 'Modifier la page')
    await page.getByLabel('Présentation').fill('On marche le dimanche.')
    await store.current.deps.database.write((tx) => updateOrganizer(tx, club.id, { phone: '03 27 00 00 01' }))
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await page.getByText('Une autre personne a enregistré entre-temps').waitFor()
    await screenshot(page, 'organizer-clash', { fullPage: true })
    await page.getByRole('button', { name: /Reprendre le sien : Téléphone/ }).click()
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await heading(page, club.name)
    const after = await findOrganizer(store.current.deps.database.read, club.id)
    expect(after).toMatchObject({ description: 'On marche le dimanche.', phone: '03 27 00 00 01' })
  })
})
