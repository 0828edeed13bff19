import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { readPdf } from '../../support/pdf.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink, overflowOf, signInTo } from '../../support/staff-pages.ts'

// A senior calls the town hall: the clerk finds a ride, books it for her, calls her back, and prints what she takes home.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const open = (viewport = desktop) => browser.openPage({ baseURL: server.current.url, viewport })
const tomorrow = () => wallOfInstant(Date.now() + 86_400_000).day

async function openDesk(path: string, viewport = desktop): Promise<Page> {
  const page = await open(viewport)
  await signInTo(page, server.current, clerk, path)
  return page
}

/** A driver with an account offers Bavay → Le Quesnoy tomorrow; answers their address. */
async function aDriver(name: string, time: string, over: Record<string, unknown> = {}): Promise<string> {
  const email = `${name.toLowerCase()}@conductrice.example`
  const page = await open()
  const send = async (method: string, path: string, data: unknown) => {
    const answer = await page.request.fetch(path, {
      method,
      data,
      headers: { 'Idempotency-Key': systemIds.next() },
    })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return answer
  }
  const territory = demoSiren
  await send('POST', '/api/travellers/sign-up', { territory, name, email })
  await openMailedLink(page, server.current, email)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mes trajets' }).waitFor()
  const me = { territory, name, agreed: true, phone: '06 11 22 33 44', phoneShared: true }
  await send('PUT', '/api/travellers/me', me)
  const aireIn = async (commune: string) => {
    const list = await page.request.get(`/api/aires?territory=${territory}&commune=${commune}`)
    return ((await list.json()) as { items: { id: string }[] }).items[0]!.id
  }
  await send('POST', '/api/trips', {
    id: systemIds.next(),
    territory,
    originId: await aireIn('59053'),
    destinationId: await aireIn('59481'),
    firstDay: tomorrow(),
    time,
    seats: 3,
    ...over,
  })
  await page.close()
  return email
}

const placesRead = (page: Page) =>
  page
    .getByLabel('De', { exact: true })
    .locator('option', { hasText: 'Quesnoy' })
    .first()
    .waitFor({ state: 'attached' })

async function acceptByLink(email: string) {
  const asked = await server.current.mailbox.waitFor(
    ({ to, subject }) => to.includes(email) && subject.includes('demande une place'),
  )
  const page = await open(phone)
  await page.goto(asked.links.find((link) => link.includes('/trajets/reponse'))!)
  await page.getByRole('button', { name: 'Accepter' }).click()
  await page.getByRole('heading', { name: 'C’est d’accord' }).waitFor()
  await page.close()
  return asked
}

describe('A clerk, for a senior on the phone', () => {
  it('finds a ride, books it, is told to call her, notes the call, prints her slip', async () => {
    const email = await aDriver('Nadia', '09:20')
    const page = await openDesk('/agents')
    await page.getByRole('link', { name: 'Trajets', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Trajets' }).waitFor()
    await page.getByText('Aucun appel à passer.').waitFor()
    await page.getByRole('link', { name: 'Réserver', exact: true }).click()
    await placesRead(page)
    await page.getByLabel('De', { exact: true }).selectOption('Bavay')
    await page.getByLabel('À', { exact: true }).selectOption('Le Quesnoy')
    await page.getByRole('button', { name: 'Chercher un trajet' }).click()
    await page
      .getByRole('article')
      .filter({ hasText: 'Nadia' })
      .getByRole('button', { name: 'Demander une place' })
      .click()
    await page.getByRole('heading', { name: 'Pour qui ?' }).waitFor()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await page.getByRole('alert').waitFor()
    await screenshot(page, 'desk-rides-who-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByLabel('Prénom').fill('Simone')
    await page.getByLabel('Nom', { exact: true }).fill('Lefebvre')
    await page.getByLabel(/^Téléphone/).fill('03 27 11 22 33')
    await page.getByLabel(/Elle a 18 ans ou plus/).check()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await page.getByText('Simone Lefebvre', { exact: true }).waitFor()
    await page.getByLabel(/Un mot au conducteur/).fill('Elle marche avec une canne.')
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
    await screenshot(page, 'desk-rides-booked-wide')
    await expectNoAxeViolations(page)

    const asked = await acceptByLink(email)
    expect(asked.text).toContain('Simone L. demande à venir avec vous.')
    expect(asked.text).not.toMatch(/Lefebvre|11 22 33/)

    await page.getByRole('link', { name: 'Trajets', exact: true }).click()
    const call = page
      .getByRole('region', { name: 'À rappeler' })
      .getByRole('article', { name: 'Simone Lefebvre' })
    await call.getByText('Nadia accepte : le trajet est confirmé.').waitFor()
    await call.getByRole('link', { name: '03 27 11 22 33' }).waitFor()
    await screenshot(page, 'desk-rides-calls-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await call.getByRole('button', { name: /^Appelé/ }).click()
    await call.getByText(/Appelé par .*aujourd’hui à/).waitFor()
    await page.reload()
    await page.getByText('Aucun appel à passer.').waitFor()
    await page
      .getByRole('region', { name: 'Trajets d’aujourd’hui et de demain' })
      .getByRole('article', { name: 'Simone Lefebvre' })
      .getByText(/Appelé par/)
      .waitFor()

    await page.getByRole('link', { name: 'Simone Lefebvre' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Simone Lefebvre' }).waitFor()
    await page.getByText('Confirmé').waitFor()
    await screenshot(page, 'desk-rides-person-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByText('Un problème avec Nadia').click()
    await page.getByRole('button', { name: 'Signaler un problème avec cette personne' }).click()
    await page.getByLabel('Que s’est-il passé').selectOption({ label: 'Conduite dangereuse' })
    await page.getByLabel('Racontez').fill('Elle roulait trop vite.')
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-rides-problem-wide', { fullPage: true })
    await page.getByRole('button', { name: 'Envoyer le signalement' }).click()
    await page.getByText('Ceux qui veillent sur les trajets le lisent.').waitFor()

    const slip = await page
      .getByRole('link', { name: 'Bulletin à imprimer' })
      .evaluate((link) => (link as HTMLAnchorElement).href)
    const { pages } = await readPdf(await (await page.request.get(slip)).body())
    expect(pages[0]!.text.replaceAll('\u00a0', ' ')).toContain('Avec Nadia – 06 11 22 33 44')

    // She calls again: found by her number, and she can no longer come.
    await page.getByRole('link', { name: 'Personnes' }).click()
    await page.getByLabel('Nom ou téléphone').fill('0327 11')
    await page.getByText('Une personne', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Simone Lefebvre' }).click()
    await page.getByRole('button', { name: 'Annuler', exact: true }).click()
    await page.getByRole('button', { name: 'Oui, confirmer' }).click()
    await page.getByText('Annulé par le passager.').waitFor()
    await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes(email) && subject.includes('Trajet annulé'),
    )
  })

  it('books her a seat in their own car, when it is the one that goes there', async () => {
    // The demo's clerk drives to Valenciennes on working days.
    const page = await openDesk('/agents/trajets/reserver')
    await placesRead(page)
    await page.getByLabel('De', { exact: true }).selectOption('Bavay')
    await page.getByLabel('À', { exact: true }).selectOption('Valenciennes')
    await page.getByRole('button', { name: 'Chercher un trajet' }).click()
    await page
      .getByRole('article')
      .filter({ hasText: 'Avec Dominique' })
      .first()
      .getByRole('button', { name: 'Demander une place' })
      .click()
    await page.getByLabel('Prénom').fill('Renée')
    await page.getByLabel('Nom', { exact: true }).fill('Wattelet')
    await page.getByLabel(/Elle a 18 ans ou plus/).check()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await page.getByText('Renée Wattelet', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
  })

  it('notes what she waits for when nothing is found, calls her when a ride comes up, books several of its days', async () => {
    const page = await openDesk('/agents/trajets/reserver')
    await placesRead(page)
    const day = wallOfInstant(Date.now() + 3 * 86_400_000).day
    await page.getByLabel('De', { exact: true }).selectOption('Bavay')
    await page.getByLabel('À', { exact: true }).selectOption('Le Quesnoy')
    await page.getByLabel('Le', { exact: true }).fill(day)
    await page.getByLabel('Vers', { exact: true }).fill('03:10')
    await page.getByRole('button', { name: 'Chercher un trajet' }).click()
    await page.getByRole('link', { name: 'Noter la demande de la personne' }).click()
    await page.getByRole('heading', { level: 1, name: 'Noter une demande' }).waitFor()
    await page.getByLabel('Prénom').fill('Yvette')
    await page.getByLabel('Nom', { exact: true }).fill('Dubois')
    await page.getByLabel(/^Téléphone/).fill('03 27 44 55 66')
    await page.getByLabel(/Elle a 18 ans ou plus/).check()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await page.getByText('Yvette Dubois', { exact: true }).waitFor()
    await screenshot(page, 'desk-rides-request-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Noter la demande', exact: true }).click()
    await page.getByRole('heading', { name: 'C’est noté' }).waitFor()
    await page.getByRole('link', { name: 'Voir ses demandes' }).click()
    await page.getByRole('heading', { name: 'Ses demandes' }).waitFor()
    await page.getByText('Aucun trajet trouvé pour le moment.').waitFor()
    await screenshot(page, 'desk-rides-person-request-wide', { fullPage: true })
    await expectNoAxeViolations(page)

    await aDriver('Farid', '03:10', {
      regular: { weekdays: [1, 2, 3, 4, 5, 6, 7], holidaysOff: false },
    })
    await page.goto('/agents/trajets')
    const found = page.getByRole('region', { name: 'Un trajet a été trouvé' })
    const call = found.getByRole('article', { name: 'Yvette Dubois' })
    await expect
      .poll(
        async () => {
          await page.reload()
          await found.getByText(/Aucun trajet trouvé à annoncer|Un trajet convient/).waitFor()
          return call.count()
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toBe(1)
    await call.getByText('Un trajet convient. Est-ce d’accord ?').waitFor()
    await screenshot(page, 'desk-rides-found-wide', { fullPage: true })
    await page.setViewportSize(phone)
    await screenshot(page, 'desk-rides-found-phone', { fullPage: true })
    await page.setViewportSize(desktop)
    await expectNoAxeViolations(page)

    // Somebody else takes a seat in it first: her request is not theirs to take back.
    await call.getByRole('link', { name: /^Réserver/ }).click()
    await page.getByRole('heading', { name: 'Pour qui ?' }).waitFor()
    await page.getByRole('button', { name: 'Changer de personne' }).click()
    await page.getByLabel('Prénom').fill('Paulette')
    await page.getByLabel('Nom', { exact: true }).fill('Renard')
    await page.getByLabel(/Elle a 18 ans ou plus/).check()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await page.getByText('Paulette Renard', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
    const isFound = page.getByRole('button', { name: 'Retirer sa demande : c’est trouvé' })
    expect(await isFound.count()).toBe(0)
    await page.goto('/agents/trajets')
    await call.getByRole('button', { name: /^Appelé/ }).click()
    await call.getByText(/Appelé par .*aujourd’hui à/).waitFor()

    // She says yes, and goes there the day after too.
    await call.getByRole('link', { name: /^Réserver/ }).click()
    await page.getByRole('heading', { name: 'Pour qui ?' }).waitFor()
    await screenshot(page, 'desk-rides-from-call-wide', { fullPage: true })
    await page.getByLabel('Plusieurs jours de ce trajet').check()
    const days = page.getByRole('group', { name: 'Les jours demandés' })
    await expect.poll(() => days.getByRole('checkbox', { checked: true }).count()).toBe(1)
    await days.getByRole('checkbox', { checked: false }).first().check()
    await screenshot(page, 'desk-rides-days-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: '2 jours demandés' }).waitFor()
    await screenshot(page, 'desk-rides-days-booked-wide', { fullPage: true })
    await isFound.click()
    await page.getByText('La demande sera effacée. Confirmez-vous ?').waitFor()
    await screenshot(page, 'desk-rides-found-sure-wide', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Oui, confirmer' }).click()
    await page.getByText('La demande est retirée.').waitFor()
    await page.getByRole('link', { name: 'Voir ses trajets' }).click()
    await page.getByRole('heading', { level: 1, name: 'Yvette Dubois' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Ses demandes' }).count()).toBe(0)
  })

  it('does it by keyboard alone', async () => {
    await aDriver('Odile', '09:30')
    const page = await openDesk('/agents/trajets/reserver')
    const { keyboard } = page
    await placesRead(page)
    /** Until the focus is on the field or the button of that name, as somebody tabbing does. */
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await keyboard.press('Tab')
        const here = await page.evaluate(() => {
          const control = document.activeElement as HTMLInputElement | null
          const text = (control?.labels?.[0] ?? control)?.textContent
          return (control?.getAttribute('aria-label') ?? text)?.trim() ?? ''
        })
        if (here.replaceAll('\u00a0', ' ').startsWith(name)) return
      }
      throw new Error(`the focus never reached ${name}`)
    }
    await page.getByRole('link', { name: 'Personnes' }).focus()
    await tabTo('De')
    await keyboard.type('Bava')
    await tabTo('À')
    await keyboard.type('Le Ques')
    await tabTo('Chercher un trajet')
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: /De Bavay à Le Quesnoy/ }).waitFor()
    await tabTo('Demander une place')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Pour qui ?' }).waitFor()
    await tabTo('Prénom')
    await keyboard.type('Gilbert')
    await tabTo('Nom')
    await keyboard.type('Moreau')
    await tabTo('Elle a 18 ans')
    await keyboard.press('Space')
    await tabTo('Enregistrer cette personne')
    await keyboard.press('Enter')
    await page.getByText('Gilbert Moreau', { exact: true }).waitFor()
    await tabTo('Envoyer la demande')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
  })

  it('offers for a driver on the phone, on a small screen; every screen fits 320 pixels with double text', async () => {
    const page = await openDesk('/agents/trajets/proposer', phone)
    await page.getByLabel('Prénom').fill('Raymond')
    await page.getByLabel('Nom', { exact: true }).fill('Carpentier')
    await page.getByLabel(/^Téléphone/).fill('03 27 55 66 77')
    await page.getByLabel(/Elle a 18 ans ou plus/).check()
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    await placesRead(page)
    const options = await page.getByLabel('De', { exact: true }).locator('option').allInnerTexts()
    const named = (commune: RegExp) => options.find((one) => commune.test(one))!
    await page.getByLabel('De', { exact: true }).selectOption(named(/Bavay/))
    await page.getByLabel('À', { exact: true }).selectOption(named(/Valenciennes/))
    await screenshot(page, 'desk-rides-offer-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Proposer ce trajet' }).click()
    await page.getByRole('heading', { name: 'Le trajet est proposé' }).waitFor()
    await page.getByRole('link', { name: 'Voir ses trajets' }).click()
    await page.getByRole('heading', { level: 1, name: 'Raymond Carpentier' }).waitFor()
    await page.getByRole('heading', { name: 'Trajets qu’elle propose' }).waitFor()
    const person = new URL(page.url()).pathname
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of [
      '/agents/trajets',
      '/agents/trajets/reserver',
      '/agents/trajets/demander',
      '/agents/trajets/proposer',
      '/agents/trajets/personnes',
      person,
    ]) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      await page.getByRole('navigation', { name: 'Trajets : écrans de l’accueil' }).waitFor()
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    }
  })
})
