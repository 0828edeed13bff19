import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { listenTo, type Listening } from '../../support/listening.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// A territory makes another operator known; then its rides are beside ours, with where they come from.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const open = (viewport = phone) => browser.openPage({ viewport, baseURL: server.current.url })
const asked: { method: string; url: URL; body: unknown }[] = []
let theirs: Listening

beforeAll(async () => {
  theirs = await listenTo((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://x')
      asked.push({ method: request.method ?? '', url, body: text && (JSON.parse(text) as unknown) })
      response.writeHead(request.headers['x-api-key'] === 'cle-de-roulons' ? 200 : 401, {
        'Content-Type': 'application/json',
      })
      response.end(JSON.stringify(url.pathname.endsWith('/driver_journeys') ? [journey(url)] : {}))
    })
  })
})
afterAll(() => theirs.close())

/** A ride from where one asks to where one asks, in the middle of the time asked for. */
function journey({ searchParams: query }: URL) {
  const number = (name: string) => Number(query.get(name))
  return {
    id: 'trajet-1',
    operator: 'roulons.example',
    driver: { id: 'lou', operator: 'roulons.example', alias: 'Lou <b>M.</b>' },
    duration: 1320,
    passengerPickupLat: number('departureLat'),
    passengerPickupLng: number('departureLng'),
    passengerPickupAddress: 'Grand-Place, Bavay',
    passengerDropLat: number('arrivalLat'),
    passengerDropLng: number('arrivalLng'),
    passengerDropAddress: 'Gare de Valenciennes',
    passengerPickupDate: number('departureDate'),
    type: 'PLANNED',
    availableSeats: 2,
    price: { type: 'PAYING', amount: 1.8, currency: 'EUR' },
    webUrl: 'https://roulons.example/trajets/1',
  }
}

async function search(page: Page) {
  await page.goto('/trajets')
  await page.getByLabel('De', { exact: true }).selectOption('Bavay')
  await page.getByLabel('À', { exact: true }).selectOption('Valenciennes')
  await page.getByRole('button', { name: 'Chercher un trajet' }).click()
}

describe('Another operator', () => {
  it('is made known by the administrator: a key is made, shown once; its answer is tried', async () => {
    const page = await open()
    await signInTo(page, server.current, 'administration@mormal.example', '/administration')
    await page
      .getByRole('link', { name: /^Opérateurs/ })
      .last()
      .click()
    await page.getByText('Aucun opérateur').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-operators-none', { fullPage: true })
    await page.getByRole('link', { name: 'Ajouter un opérateur' }).click()
    await page.getByRole('button', { name: 'Ajouter l’opérateur' }).click()
    await page.getByRole('alert').waitFor()
    await expectNoAxeViolations(page)
    await page.getByLabel('Nom de domaine').fill('roulons.example')
    await page.getByLabel('Nom affiché').fill('Roulons')
    await page.getByLabel('Montrer ses trajets dans nos recherches').check()
    await page.getByLabel('Adresse de son interface').fill(`${theirs.url}/v1`)
    await page.getByLabel('La clé qu’il nous a donnée').fill('fausse-cle')
    await page.getByRole('button', { name: 'Ajouter l’opérateur' }).click()
    await page.getByRole('heading', { level: 1, name: 'Roulons' }).waitFor()

    await page.getByRole('button', { name: 'Essayer maintenant' }).click()
    await page.getByText('Il n’a pas répondu comme prévu (401)').waitFor()
    await page.getByLabel('La clé qu’il nous a donnée').fill('cle-de-roulons')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Une clé est enregistrée.').waitFor()
    await page.getByRole('button', { name: 'Essayer maintenant' }).click()
    await page.getByText('Il répond, en').waitFor()

    await page.getByRole('button', { name: 'Faire une clé' }).click()
    const key = await page.getByLabel('La clé', { exact: true }).inputValue()
    expect(key.length).toBeGreaterThan(40)
    await expectNoAxeViolations(page)
    await screenshot(page, 'admin-operator-key', { fullPage: true })
    const { status } = await fetch(
      `${server.current.url}/api/standard-covoiturage/driver_journeys?departureLat=50.3&departureLng=3.8&arrivalLat=50.2&arrivalLng=3.6&departureDate=1795680000`,
      { headers: { 'X-API-Key': key } },
    )
    expect(status).toBe(200)
    await page.reload()
    await page.getByText(/^Clé faite le/).waitFor()
    expect(await page.content()).not.toContain(key)
    await page.setViewportSize(desktop)
    await screenshot(page, 'admin-operator-wide', { fullPage: true })
    expect(await overflowOf(page)).toBe(0)
  })

  it('has its rides beside ours, with where they come from and the way there', async () => {
    const page = await open()
    await search(page)
    const ride = page.getByRole('article').filter({ hasText: 'Proposé par Roulons' })
    await ride.getByText('Avec Lou <b>M.</b>').waitFor()
    await ride.getByText('Grand-Place, Bavay').waitFor()
    const link = ride.getByRole('link', { name: 'Voir chez Roulons' })
    expect(await link.getAttribute('href')).toBe('https://roulons.example/trajets/1')
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-elsewhere-phone', { fullPage: true })
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await overflowOf(page)).toBe(0)
  })

  it('is booked without leaving Bocage, once the territory says so; taken back in two presses', async () => {
    const admin = await open(desktop)
    await signInTo(admin, server.current, 'administration@mormal.example', '/administration/operateurs')
    await admin.getByRole('link', { name: /Roulons/ }).click()
    await admin.getByLabel('Réserver chez lui sans quitter Bocage').check()
    await admin.getByRole('button', { name: 'Enregistrer' }).click()
    await admin.getByText('Enregistré').first().waitFor()

    const page = await open()
    await search(page)
    await page
      .getByRole('article')
      .filter({ hasText: 'Proposé par Roulons' })
      .getByRole('button', { name: 'Demander une place' })
      .click()
    await page.getByRole('heading', { level: 1, name: 'Demander une place' }).waitFor()
    await page.getByLabel('Prénom').fill('Pascale')
    await page.getByLabel('Votre adresse de courriel').fill('pascale@trajets.example')
    await page.getByRole('button', { name: 'Recevoir mon lien' }).click()
    await page.getByRole('heading', { name: 'Un lien est parti' }).waitFor()
    const mail = await server.current.mailbox.waitFor(
      ({ to, links }) =>
        to.includes('pascale@trajets.example') && links.some((one) => one.includes('?token=')),
    )
    await page.goto(mail.links.find((one) => one.includes('?token='))!)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.getByLabel('J’ai lu et j’accepte les règles').check()
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByText('Roulons reçoit votre nom affiché et ce trajet.').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-elsewhere-book-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
    const booked = () => asked.find(({ method, url }) => method === 'POST' && url.pathname === '/v1/bookings')
    await expect.poll(booked).toMatchObject({
      body: { driverJourneyId: 'trajet-1', passenger: { alias: 'Pascale' }, status: 'WAITING_CONFIRMATION' },
    })
    expect(JSON.stringify(booked()?.body)).not.toContain('pascale@')
    await page.getByRole('link', { name: 'Mes trajets' }).first().click()
    const card = page.getByRole('article').filter({ hasText: 'Proposé par Roulons' })
    await card.getByText('En attente').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-elsewhere-mine-phone', { fullPage: true })
    await card.getByRole('button', { name: 'Annuler' }).click()
    await card.getByRole('button', { name: 'Oui, confirmer' }).click()
    await card.getByText('Annulé par vous.').waitFor()
    await expect
      .poll(() => asked.some(({ method, url }) => method === 'PATCH' && url.search === '?status=CANCELLED'))
      .toBe(true)
  })
})
