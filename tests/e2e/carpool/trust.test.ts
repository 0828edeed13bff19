import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { booking } from '../../../db/schema/index.ts'
import { openBeside } from '../../support/beside.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aRegularTripOf, aRideOf, aTravellerOn, bePerson } from '../../support/ride-people.ts'
import { json, type Traveller } from '../../support/rides.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// Trust between people who share rides, on a phone.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

async function openAs(person: Traveller | null, path: string, viewport = phone) {
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  if (person) await bePerson(page, server.current, person)
  await page.goto(path)
  return page
}
const mine = '/trajets/mes-trajets'

describe('A ride shared with a relative', () => {
  it('is given by a link, read without an account, ends after the arrival, and is stopped', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const passenger = await aTravellerOn(server.current, { name: 'Pascale' })
    const ride = await aRideOf(server.current, { driver, passenger })
    await json(await driver.call(`/api/bookings/${ride.id}/accept`, { method: 'POST' }))

    const page = await openAs(passenger, mine)
    await page.getByRole('link', { name: '112' }).waitFor()
    await page.getByText('Partager ce trajet avec un proche').click()
    await page.getByRole('button', { name: 'Préparer le lien' }).click()
    await page.getByText('Le lien est prêt.').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'trust-share-phone', { fullPage: true })
    const text = await page.getByRole('link', { name: 'Envoyer par SMS' }).getAttribute('href')
    const url = /http\S+/.exec(decodeURIComponent(text ?? ''))![0]

    const relative = await openAs(null, url)
    await relative.getByRole('heading', { level: 1, name: 'Un trajet partagé avec vous' }).waitFor()
    await relative.getByText('Conducteur : Mehdi').waitFor()
    await relative.getByText('Confirmé').waitFor()
    expect(await relative.locator('main').innerText()).not.toContain('Pascale')
    await expectNoAxeViolations(relative)
    await screenshot(relative, 'trust-shared-phone', { fullPage: true })
    await relative.setViewportSize({ width: 320, height: 640 })
    await relative.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(relative)).toBeLessThanOrEqual(0)

    // The driver has a link of their own, which says that somebody rides along, and not who.
    const atWheel = await openAs(driver, mine)
    await atWheel.getByRole('link', { name: '112' }).waitFor()
    const booked = atWheel.getByRole('article').filter({ hasText: 'Pascale' })
    await booked.getByText('Partager ce trajet avec un proche').click()
    await booked.getByText('Il ne montre ni où est la voiture, ni qui est avec vous.').waitFor()
    await booked.getByRole('button', { name: 'Préparer le lien' }).click()
    await booked.getByText('Le lien est prêt.').waitFor()
    const theirs = await booked.getByRole('link', { name: 'Envoyer par SMS' }).getAttribute('href')
    const atHome = await openAs(null, /http\S+/.exec(decodeURIComponent(theirs ?? ''))![0])
    await atHome.getByText('Conducteur : Mehdi').waitFor()
    await atHome.getByText('Avec 1 passager').waitFor()
    await atHome.getByText('Prévu', { exact: true }).waitFor()
    expect(await atHome.locator('main').innerText()).not.toContain('Pascale')
    await expectNoAxeViolations(atHome)
    await screenshot(atHome, 'trust-shared-drive-phone', { fullPage: true })

    // The hours pass.
    const store = await openBeside(server.current)
    const past = Date.now() - 3 * 3_600_000
    await store.deps.database.write((tx) =>
      tx
        .update(booking)
        .set({ pickUpAt: past - 60_000, dropOffAt: past })
        .where(eq(booking.id, ride.id)),
    )
    await store.close()
    const late = await openAs(null, url)
    await late.getByText('On ne voit plus un trajet deux heures après son arrivée.').waitFor()
    expect(await late.locator('main').innerText()).not.toContain('Mehdi')
    await late.getByRole('link', { name: '112' }).waitFor()
    await screenshot(late, 'trust-shared-over-phone')
    await expectNoAxeViolations(late)
  })

  it('is stopped by keyboard alone', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const passenger = await aTravellerOn(server.current, { name: 'Nour' })
    const ride = await aRideOf(server.current, { driver, passenger })
    const page = await openAs(passenger, mine)
    await page.getByText('Partager ce trajet avec un proche').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    // The focus is on what came.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('Le lien est prêt.')
    await page.getByRole('button', { name: 'Arrêter le partage' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Le lien ne montre plus rien').waitFor()
    expect(await json(await passenger.call(`/api/bookings/${ride.id}`))).toMatchObject({ shared: false })
  })
})

describe('A drive shared with a relative', () => {
  it('is one day of a regular trip, without a passenger, by keyboard; off, its link says so', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Solène' })
    const { trip } = await aRegularTripOf(server.current, driver)
    const page = await openAs(driver, mine)
    await page.getByText('jours à venir').click()
    const share = page.getByRole('button', { name: /^Partager :/ }).first()
    await share.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Préparer le lien' }).press('Enter')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('Le lien est prêt.')
    await expectNoAxeViolations(page)
    await screenshot(page, 'trust-share-day-phone', { fullPage: true })
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    const text = await page.getByRole('link', { name: 'Envoyer par SMS' }).getAttribute('href')
    const relative = await openAs(null, /http\S+/.exec(decodeURIComponent(text ?? ''))![0])
    await relative.getByText('Conducteur : Solène').waitFor()
    await json(await driver.call(`/api/trips/${trip.id}/cancel`, { body: {} }))
    await relative.getByRole('button', { name: 'Lire à nouveau' }).click()
    await relative.getByText('Ce trajet est annulé').waitFor()
    expect(await relative.locator('main').innerText()).not.toContain('Solène')
    await screenshot(relative, 'trust-shared-off-phone')
  })
})

describe('Who no longer wants to ride with somebody', () => {
  it('says so from the ride, is found by them no more, and takes it back', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Loïc' })
    const passenger = await aTravellerOn(server.current, { name: 'Inès' })
    const ride = await aRideOf(server.current, { driver, passenger })
    await json(await driver.call(`/api/bookings/${ride.id}/accept`, { method: 'POST' }))
    const page = await openAs(passenger, mine)
    await page.getByText('Un problème avec Loïc ?').click()
    await page.getByRole('button', { name: 'Ne plus voyager avec cette personne' }).click()
    await page.getByText('Loïc saura que le trajet est annulé, pas pourquoi.').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'trust-block-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Oui, confirmer' }).click()
    await page.getByText('Vous avez annulé ce trajet.').waitFor()
    await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes(driver.email) && subject.includes('Trajet annulé'),
    )
    await page.getByText('Personnes avec qui je ne voyage plus').click()
    const undo = page.getByRole('button', { name: 'Voyager à nouveau : Loïc' })
    await undo.waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'trust-blocked-phone', { fullPage: true })
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await undo.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Vous pouvez à nouveau voyager avec Loïc').waitFor()
    await page.getByText('Vous n’avez écarté personne.').waitFor()
  })
})

describe('A problem with somebody', () => {
  it('is reported from the ride; staff read it and suspend them, who read why', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Gaël' })
    const passenger = await aTravellerOn(server.current, { name: 'Lina' })
    await aRideOf(server.current, { driver, passenger })
    const page = await openAs(passenger, mine)
    await page.getByText('Un problème avec Gaël ?').click()
    await page.getByRole('button', { name: 'Signaler un problème avec cette personne' }).click()
    await page.getByRole('button', { name: 'Envoyer le signalement' }).click()
    await page.getByRole('link', { name: 'Choisissez ce qui s’est passé.' }).waitFor()
    await page.getByLabel('Que s’est-il passé ?').selectOption({ label: 'Conduite dangereuse' })
    await page.getByText('17 : police ou gendarmerie').waitFor()
    await page.getByLabel(/Racontez/).fill('Il téléphonait en conduisant.')
    await expectNoAxeViolations(page)
    await screenshot(page, 'trust-report-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Envoyer le signalement' }).click()
    await page.getByText('Votre signalement est parti.').waitFor()

    const staff = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await signInTo(staff, server.current, 'administration@mormal.example', '/agents/trajets/signalements')
    const card = staff.getByRole('article').filter({ hasText: 'Lina signale Gaël.' })
    await card.getByText('Il téléphonait en conduisant.').waitFor()
    await card.getByLabel('Votre décision').selectOption({ label: 'Suspendre' })
    await card.getByRole('button', { name: 'Enregistrer la décision' }).click()
    await card.getByRole('link', { name: 'Écrivez ce que la personne lira.' }).waitFor()
    await card.getByLabel('Ce que Gaël lira').fill('Téléphone au volant.')
    await card.getByLabel('Pour les agents').fill('Deux passagers entendus.')
    await expectNoAxeViolations(staff)
    await screenshot(staff, 'trust-settle-phone', { fullPage: true })
    await card.getByRole('button', { name: 'Enregistrer la décision' }).click()
    await staff.getByText('La décision est enregistrée').waitFor()
    await staff.getByRole('heading', { name: 'Personnes suspendues' }).waitFor()
    await staff.setViewportSize(desktop)
    await expectNoAxeViolations(staff)
    await screenshot(staff, 'trust-suspended-wide', { fullPage: true })
    await staff.setViewportSize({ width: 320, height: 640 })
    await staff.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(staff)).toBeLessThanOrEqual(0)

    const told = await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes(driver.email) && subject.includes('suspendu'),
    )
    expect(told.text).toContain('Téléphone au volant.')
    expect(told.text).not.toContain('Lina')
    const theirs = await openAs(driver, mine)
    await theirs.getByText('Vous ne pouvez plus partager de trajet pour le moment').waitFor()
    await theirs.getByText('« Téléphone au volant. »').waitFor()
    await expectNoAxeViolations(theirs)
    await screenshot(theirs, 'trust-suspended-phone', { fullPage: true })
  })
})

describe('Who is under 18', () => {
  it('asks a parent, who agrees by a press, is told of the ride and takes it back', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Théo' })
    const young = await aTravellerOn(server.current, { name: 'Noé', minor: true })
    const page = await openAs(young, mine)
    await page.getByRole('heading', { name: 'L’accord d’un parent' }).waitFor()
    await page.getByRole('button', { name: 'Demander son accord' }).click()
    await page.getByText(/adresse de courriel complète/).waitFor()
    const parent = 'parent.de.noe@trajets.example'
    await page.getByLabel('Adresse de courriel de votre parent').fill(parent)
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Demander son accord' }).click()
    await page.getByText(`Un message est parti à ${parent}.`).waitFor()
    await screenshot(page, 'trust-minor-phone', { fullPage: true })

    const asked = await server.current.mailbox.waitFor(({ to }) => to.includes(parent))
    const link = asked.links.find((one) => one.includes('/trajets/parent'))!
    const theirs = await openAs(null, link)
    await theirs.getByRole('heading', { level: 1, name: 'Noé demande votre accord' }).waitFor()
    await expectNoAxeViolations(theirs)
    await screenshot(theirs, 'trust-parent-phone', { fullPage: true })
    await theirs.getByRole('button', { name: 'Je suis son parent et je suis d’accord' }).focus()
    await theirs.keyboard.press('Enter')
    await theirs.getByRole('heading', { level: 1, name: 'Vous êtes d’accord pour Noé' }).waitFor()

    await aRideOf(server.current, { driver, passenger: young })
    const told = await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes(parent) && subject.includes('trajet demandé'),
    )
    expect(told.links.some((one) => one.includes('/trajets/suivi'))).toBe(true)
    await theirs.reload()
    await theirs.getByText('Conducteur : Théo').waitFor()
    await expectNoAxeViolations(theirs)
    await screenshot(theirs, 'trust-parent-rides-phone', { fullPage: true })
    await theirs.setViewportSize({ width: 320, height: 640 })
    await theirs.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(theirs)).toBeLessThanOrEqual(0)
    await theirs.getByRole('button', { name: 'Annuler ce trajet' }).click()
    await theirs.getByRole('button', { name: 'Oui, confirmer' }).click()
    await theirs.getByText('Annulé', { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Votre parent est d’accord' }).waitFor()
    await page.getByText('Annulé par un parent.').waitFor()

    // Who may not drive is told so before filling anything in.
    await page.goto('/trajets/proposer')
    await page.getByText('Avant 18 ans, vous voyagez comme passager.').waitFor()
    expect(await page.getByRole('button', { name: 'Proposer ce trajet' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Chercher un trajet' }).waitFor()
  })
})
