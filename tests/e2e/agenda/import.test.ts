import { describe, expect, it } from 'vitest'
import { aCalendar, useFeeds } from '../../support/feeds.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { anOrganizer } from '../../support/organizers.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'
import { dayIn, useStore } from './parts.ts'

// A secretary brings in what is written elsewhere: a table once, an address from now on.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const feeds = useFeeds()
const store = useStore(server, async () => {})

const path = '/agenda/importer'
const french = (day: string) => day.split('-').reverse().join('/')
const basic = (day: string) => day.replaceAll('-', '')
const soon = dayIn(9)

/** A page on which a member of a new trusted organizer is about to bring events in. */
async function openImport(viewport: { width: number; height: number }) {
  const { email } = await anOrganizer(store.current, { trusted: true })
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  await signInTo(page, server.current, email, path)
  await page.getByRole('heading', { level: 1, name: 'Importer des événements' }).waitFor()
  return page
}

const table = Buffer.from(
  [
    'Titre;Date;Heure;Heure de fin;Lieu;Commune',
    `Loto du club de tarot;${french(soon)};19h30;23h;Salle des fêtes;Bavay`,
    'Bal masqué;31/02/2027;20h;;Salle des fêtes;Bavay',
    `Fête du cidre;${french(soon)};;;Verger communal;Maroilles`,
  ].join('\r\n'),
  'latin1',
)

describe('A table of events', () => {
  it('is previewed with what is wrong in it, confirmed, and its events are in the agenda', async () => {
    const page = await openImport(phone)
    await page
      .getByLabel('Choisir un fichier')
      .setInputFiles({ name: 'programme.csv', mimeType: 'text/csv', buffer: table })
    await page.getByRole('heading', { name: '3 événements trouvés' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('import-preview')
    await page.getByText('La date « 31/02/2027 » ne se lit pas. Écrivez par exemple 05/12/2026.').waitFor()
    await page.getByText('Rien n’est encore enregistré.').waitFor()
    await screenshot(page, 'import-preview-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    const before = (await (await page.request.get(`/api/events?q=tarot`)).json()) as { items: unknown[] }
    expect(before.items).toEqual([])

    await page.getByRole('button', { name: 'Importer 2 événements' }).click()
    await page.getByText('2 ajoutés').first().waitFor()
    await page.getByText('Ligne 3 : La date').waitFor()
    await screenshot(page, 'import-done-phone', { fullPage: true })
    await page.goto('/agenda?q=tarot')
    await page.getByRole('link', { name: 'Loto du club de tarot' }).waitFor()
  })

  it('fits the narrowest screens, double text and wide ones', async () => {
    const page = await openImport(desktop)
    await page
      .getByLabel('Choisir un fichier')
      .setInputFiles({ name: 'programme.csv', mimeType: 'text/csv', buffer: table })
    await page.getByRole('heading', { name: '3 événements trouvés' }).waitFor()
    await screenshot(page, 'import-preview-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    await screenshot(page, 'import-narrow', { fullPage: true })
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        // The columns' names are out of sight there, and read aloud.
        .filter((element) => !element.closest('thead'))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => `${element.tagName} ${element.className}`),
    )
    expect(wide).toEqual([])
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })

  it('that is none is refused in plain words, and another can be chosen', async () => {
    const page = await openImport(phone)
    const choose = (buffer: Buffer, name: string) =>
      page
        .getByLabel('Choisir un fichier')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await choose(Buffer.from('<html>Connexion</html>'), 'page.csv')
    await page.getByText('Ce n’est pas un tableau CSV.').waitFor()
    await choose(table, 'programme.csv')
    await page.getByRole('heading', { name: '3 événements trouvés' }).waitFor()
    expect(await page.getByText('Ce n’est pas un tableau CSV.').count()).toBe(0)
  })
})

describe('An address', () => {
  it('is looked at, followed, and what changes there changes here; a broken one says so', async () => {
    const serve = (events: Parameters<typeof aCalendar>[0]) =>
      feeds.current.serve('/club.ics', { body: aCalendar(events) })
    const evening = { start: `${basic(soon)}T200000`, end: `${basic(soon)}T220000` }
    serve([{ uid: '1', title: 'Veillée du club photo', ...evening }])
    const page = await openImport(phone)
    await page.getByLabel('Adresse de l’agenda').fill('http://10.0.0.1/agenda.ics')
    await page.getByRole('button', { name: 'Voir ce qu’elle apporte' }).click()
    await page.getByText('L’adresse mène à un réseau privé.').waitFor()

    await page.getByLabel('Adresse de l’agenda').fill(feeds.current.url('/club.ics'))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Un événement trouvé' }).waitFor()
    await page.getByLabel('Nom de cet agenda').fill('Club photo de Bavay')
    await page.getByRole('button', { name: 'Suivre cette adresse' }).click()
    await page.getByText('À jour', { exact: true }).waitFor()
    await screenshot(page, 'import-followed-phone', { fullPage: true })
    await expectNoAxeViolations(page)

    serve([{ uid: '1', title: 'Veillée du club photo, à la halle', where: 'Halle\\, Bavay', ...evening }])
    await page.getByRole('button', { name: 'Lire maintenant' }).click()
    await page.getByText('1 mis à jour').waitFor()
    await page.goto('/agenda?q=veillee+photo')
    await page.getByRole('link', { name: 'Veillée du club photo, à la halle' }).waitFor()

    feeds.current.serve('/club.ics', { status: 503 })
    await page.goto(path)
    await page.getByRole('button', { name: 'Lire maintenant' }).click()
    await page.getByText('Ne se lit plus').waitFor()
    await page.getByText('Le site est en panne pour le moment.').waitFor()
    await screenshot(page, 'import-broken-phone', { fullPage: true })

    await page.getByRole('button', { name: 'Ne plus suivre' }).click()
    await page.getByRole('button', { name: 'Annuler ceux à venir' }).click()
    await page.getByText('Aucune adresse suivie').waitFor()
    await page.goto('/agenda?q=veillee+photo')
    await page.getByText('Annulé').first().waitFor()
  })

  it('of a neighbouring territory brings what happens near our border, with where it comes from', async () => {
    const near = {
      uid: 1,
      state: 2,
      title: { fr: 'Bal du Caudrésis' },
      description: { fr: 'Chez les voisins' },
      timings: [{ begin: `${soon}T20:00:00+01:00`, end: `${soon}T23:00:00+01:00` }],
      location: { name: 'Théâtre', city: 'Caudry', insee: '59139', latitude: 50.25, longitude: 3.55 },
      links: [{ link: 'https://voisin.example/agenda/bal-du-voisin' }],
    }
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ total: 1, after: null, events: [near] })
    feeds.current.serve('/api/events.openagenda.json', { body, headers })
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await signInTo(page, server.current, 'administration@mormal.example', path)
    await page.getByText('Suivre l’agenda d’un territoire voisin').click()
    await page.getByRole('button', { name: 'Suivre cet agenda' }).click()
    await page.getByText('Donnez l’adresse du site').waitFor()
    await page.getByLabel('Adresse de son site Bocage').fill(feeds.current.url('/'))
    await page.getByLabel('Nom de cet agenda').fill('Agenda du Caudrésis')
    await page.getByLabel('Jusqu’à combien de kilomètres').fill('20')
    await screenshot(page, 'import-neighbour-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.keyboard.press('Enter')
    await page.getByText('Territoire voisin : à 20 km au plus de nos communes').waitFor()
    await page.goto('/agenda?q=caudresis')
    await page.getByRole('link', { name: 'Bal du Caudrésis' }).click()
    await page.getByText('Agenda du Caudrésis').first().waitFor()
  })

  it('is for whoever may: a stranger signs in first', async () => {
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await page.goto(path)
    await page.getByLabel('Votre adresse de courriel').waitFor()
    expect(new URL(page.url()).pathname).toBe('/connexion')
  })
})
