import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../api/platform/days.rules.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import type { SearchAnswer } from '../../../api/carpool/rides.schemas.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aTravellerOn, bePerson, callOf } from '../../support/ride-people.ts'
import { json, toBook, type Traveller } from '../../support/rides.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// What a driver does of a trip: offers it, changes it, pauses it, leaves now.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const mine = '/trajets/mes-trajets'

async function openAs(person: Traveller, path: string, viewport = phone) {
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  await bePerson(page, server.current, person)
  await page.goto(path)
  return page
}

const today = () => wallOfInstant(Date.now()).day

async function ends() {
  const { items } = await json<{ items: { id: string; name: string; commune: { code: string } }[] }>(
    await callOf(server.current)(`/api/aires?territory=${demoSiren}&limit=100`),
  )
  const at = (code: string) => items.find(({ commune }) => commune.code === code)!
  return { from: at('59053'), to: at('59481') }
}

/** Every day of the week at noon, holidays too, so that no day of the test matters. */
async function aDailyTrip(driver: Traveller) {
  const { from, to } = await ends()
  const body = {
    id: systemIds.next(),
    territory: demoSiren,
    originId: from.id,
    destinationId: to.id,
    firstDay: addDays(today(), 1),
    time: '12:00',
    seats: 3,
    regular: { weekdays: [1, 2, 3, 4, 5, 6, 7], holidaysOff: false },
  }
  return (await json<TripWritten>(await driver.call('/api/trips', { body }), 201)).trip
}

async function book(trip: TripView, day: string, passenger: Traveller) {
  const query = { from: trip.origin.id, to: trip.destination.id, at: `${day}T12:00`, walk: '0' }
  const { rides } = await json<SearchAnswer>(
    await callOf(server.current)(`/api/rides?${new URLSearchParams({ territory: demoSiren, ...query })}`),
  )
  const ride = rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
  const body = toBook({ deps: { ids: systemIds } }, ride)
  return json(await passenger.call('/api/bookings', { body }), 201)
}

const tripsOf = async (driver: Traveller) =>
  (await json<{ items: TripView[] }>(await driver.call(`/api/trips/mine?territory=${demoSiren}`))).items

async function choose(page: Page, label: string, name: string) {
  const select = page.getByLabel(label, { exact: true })
  const option = select.locator('option', { hasText: name }).first()
  await option.waitFor({ state: 'attached' })
  await select.selectOption(await option.innerText())
}

describe('A driver', () => {
  it('offers a series: public holidays in it are named, driven or not; days away are taken out', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const { from, to } = await ends()
    const page = await openAs(driver, '/trajets/proposer')
    await page.getByText('Chaque semaine').click()
    await choose(page, 'De', from.name)
    await choose(page, 'À', to.name)
    for (const day of ['samedi', 'dimanche']) await page.getByLabel(day).check()
    await page.getByText('Vous ne roulez pas ces jours fériés').waitFor()
    await page.getByText('Jours sans trajet').first().click()
    const away = addDays(today(), 9)
    await page.getByLabel('Pas de trajet le').fill(away)
    await page.getByRole('button', { name: 'Ajouter ce jour' }).click()
    await page.getByText('Un jour sans trajet').waitFor()
    await screenshot(page, 'trips-series-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByLabel('Je roule aussi les jours fériés').check()
    await page.getByText('Vous roulez aussi ces jours fériés').waitFor()
    await page.getByRole('button', { name: 'Proposer ce trajet' }).click()
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    const [trip] = await tripsOf(driver)
    expect(trip!.regular).toEqual({
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      lastDay: null,
      holidaysOff: false,
      exceptions: [away],
    })
  })

  it('changes a trip: the booked day keeps its time; of an edit made meanwhile, both are shown', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const passenger = await aTravellerOn(server.current, { name: 'Pascale' })
    const trip = await aDailyTrip(driver)
    const booked = addDays(today(), 3)
    await book(trip, booked, passenger)
    const page = await openAs(driver, mine)
    await page.getByRole('link', { name: 'Changer' }).click()
    await page.getByRole('heading', { level: 1, name: 'Changer un trajet' }).waitFor()
    await page.getByLabel('Vers').fill('13:10')
    await page.getByLabel('Une précision').fill('Devant la mairie')
    await expectNoAxeViolations(page)
    await screenshot(page, 'trips-edit-phone', { fullPage: true })
    // A page closed and opened again keeps what was typed.
    await page.reload()
    await page.getByLabel('Une précision').waitFor()
    expect(await page.getByLabel('Une précision').inputValue()).toBe('Devant la mairie')
    // Meanwhile, from a computer.
    await json(
      await driver.call(`/api/trips/${trip.id}`, {
        method: 'PATCH',
        body: { seats: 2, note: 'Devant la halle' },
        headers: { 'If-Match': `"${trip.version}"` },
      }),
    )
    await page.getByRole('button', { name: 'Enregistrer le changement' }).click()
    await page.getByRole('heading', { name: 'Ce trajet a changé entre-temps' }).waitFor()
    await page.getByText('Maintenant : Devant la halle').waitFor()
    await page.getByText('Vous : Devant la mairie').waitFor()
    await page.getByText('Maintenant : 12:00').waitFor()
    await screenshot(page, 'trips-conflict-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Garder mes réponses' }).click()
    const done = page.getByRole('heading', { name: 'Votre trajet est changé' })
    await done.waitFor()
    await expect.poll(() => done.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.getByText('Rien n’y change pour eux').waitFor()
    await screenshot(page, 'trips-kept-phone')
    const [now] = await tripsOf(driver)
    expect(now).toMatchObject({ time: '13:10', note: 'Devant la mairie', seats: 3 })
    const timeOn = (day: string) =>
      wallOfInstant(now!.departures.find((one) => one.day === day)!.departAt).time
    expect([timeOn(booked), timeOn(addDays(booked, 1))]).toEqual(['12:00', '13:10'])
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${mine}/${trip.id}`)
    await page.getByLabel('Une précision').waitFor()
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })

  it('pauses and resumes, takes a day off by a tap and puts it back, by keyboard too', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const passenger = await aTravellerOn(server.current, { name: 'Pascale' })
    const trip = await aDailyTrip(driver)
    const booked = addDays(today(), 3)
    await book(trip, booked, passenger)
    const page = await openAs(driver, mine)
    await page.getByRole('button', { name: 'Mettre en pause' }).click()
    await page.getByText('En pause : personne d’autre').waitFor()
    await page.getByRole('button', { name: 'Reprendre' }).click()
    await page.getByText('Trajet proposé de nouveau.').waitFor()

    await page.getByText(/jours à venir/).click()
    const days = page.getByRole('listitem')
    const away = days.filter({ hasText: '3 places libres' }).nth(4)
    const label = (await away.getByRole('button', { name: /Pas ce jour/ }).getAttribute('aria-label'))!
    const name = label.split(' : ')[1]!
    const button = (words: string) => page.getByRole('button', { name: `${words} : ${name}` })
    await button('Pas ce jour').focus()
    await page.keyboard.press('Enter')
    await button('Remettre').waitFor()
    // The focus stays where one was.
    await expect.poll(() => button('Remettre').evaluate((node) => node === document.activeElement)).toBe(true)
    await screenshot(page, 'trips-days-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.keyboard.press('Enter')
    await button('Pas ce jour').waitFor()
    await button('Fermer aux autres').click()
    await button('Rouvrir aux autres').click()
    await button('Fermer aux autres').waitFor()
    // Somebody counts on this one: it is asked twice.
    const taken = days.filter({ hasText: 'une demande à répondre' }).filter({ hasText: '2 places' })
    await taken.getByRole('button', { name: /Pas ce jour/ }).click()
    await page.getByText('Les passagers seront prévenus. Confirmez-vous ?').waitFor()
    await taken.getByRole('button', { name: /Oui, confirmer/ }).click()
    await page.getByText('vous ne roulez pas.').waitFor()
    const [now] = await tripsOf(driver)
    expect(now!.regular!.exceptions).toEqual([booked])
    await page.setViewportSize(desktop)
    await screenshot(page, 'trips-days-wide')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })

  it('leaves now in two taps, offers a new trip in four, by keyboard in seconds', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    const { from, to } = await ends()
    const page = await openAs(driver, '/trajets')
    await page.getByRole('heading', { level: 1, name: 'Trajets' }).waitFor()
    let taps = 0
    const tap = async (work: Promise<void>) => {
      taps += 1
      await work
    }
    // The first time, from « Trajets »: where from, where to, that is all; tomorrow at 7:30 is proposed.
    const begun = Date.now()
    await tap(page.getByRole('link', { name: 'Proposer un trajet' }).click())
    await page.getByRole('heading', { level: 1, name: 'Proposer un trajet' }).waitFor()
    await tap(choose(page, 'De', from.name))
    await tap(choose(page, 'À', to.name))
    await tap(page.getByRole('button', { name: 'Proposer ce trajet' }).click())
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(taps).toBe(4)
    expect(Date.now() - begun).toBeLessThan(60_000)

    // From then on: there, or back, now.
    await page.goto('/trajets')
    taps = 0
    await tap(page.getByRole('link', { name: 'Proposer un trajet' }).click())
    await page.getByRole('heading', { name: 'Partir maintenant' }).waitFor()
    await screenshot(page, 'trips-again-phone')
    await expectNoAxeViolations(page)
    await tap(page.getByRole('button', { name: `De ${to.name} à ${from.name}` }).click())
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(taps).toBe(2)
    await page.getByText('dans 5 minutes').waitFor()
    const [now] = await tripsOf(driver)
    expect(now).toMatchObject({ origin: { id: to.id }, destination: { id: from.id } })
    const left = now!.departures[0]!.departAt - Date.now()
    expect(left).toBeGreaterThan(3 * 60_000)
    expect(left).toBeLessThan(6 * 60_000)

    // By keyboard alone.
    await page.goto('/trajets/proposer')
    await page.getByRole('heading', { name: 'Partir maintenant' }).waitFor()
    const focused = () => page.evaluate(() => document.querySelector('button:focus')?.textContent ?? '')
    for (let n = 0; n < 12 && !(await focused()).includes(`De ${from.name}`); n++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(await tripsOf(driver)).toHaveLength(3)
  })
})

describe('A place', () => {
  it('is suggested as one types, by keyboard and by finger; the list of the device shows the same; kept without network', async () => {
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await page.goto('/trajets')
    const list = page.getByLabel('À', { exact: true })
    await list.locator('option', { hasText: 'Valenciennes' }).first().waitFor({ state: 'attached' })
    const to = page.getByRole('combobox', { name: 'À : les premières lettres' })
    await to.pressSequentially('valen')
    const options = page.getByRole('listbox', { name: 'À : lieux proposés' }).getByRole('option')
    await options.first().waitFor()
    expect(await to.getAttribute('aria-expanded')).toBe('true')
    const names = await options.allInnerTexts()
    expect(names[0]).toBe('Valenciennes')
    expect(names.length).toBeGreaterThan(1)
    await screenshot(page, 'trips-suggest-phone')
    await expectNoAxeViolations(page)
    await to.press('ArrowDown')
    const second = (await to.getAttribute('aria-activedescendant'))!
    expect(await page.locator(`[id="${second}"]`).innerText()).toBe(names[1])
    await to.press('Enter')
    expect(await to.inputValue()).toBe(names[1])
    expect(await list.locator('option:checked').innerText()).toBe(names[1])
    // By finger.
    await to.fill('quesn')
    await options.filter({ hasText: 'Le Quesnoy' }).first().click()
    expect(await to.inputValue()).toBe('Le Quesnoy')
    // Chosen in the list, it is read in the field; typed and left, it is taken; nothing of that name, said so.
    await list.selectOption('Bavay')
    expect(await to.inputValue()).toBe('Bavay')
    await to.fill('maubeu')
    await to.press('Tab')
    expect(await to.inputValue()).toContain('Maubeuge')
    await to.fill('zzzz')
    await to.press('Tab')
    await page.getByText('Aucun lieu de ce nom ici.').waitFor()
    expect(await list.inputValue()).toBe('')
    await page.getByRole('button', { name: 'Chercher un trajet' }).click()
    await page.getByText('Choisissez où vous allez.').first().waitFor()
    // By arrows alone, nothing typed: every place, the highlighted one in sight.
    await to.fill('')
    await to.blur()
    await to.press('ArrowUp')
    await to.press('ArrowUp')
    const last = (await list.locator('option').allInnerTexts()).at(-1)!
    const highlighted = page.getByRole('option', { name: last, selected: true })
    await expect
      .poll(() =>
        highlighted.evaluate((node) => {
          const box = node.getBoundingClientRect()
          const around = node.parentElement!.getBoundingClientRect()
          return box.top >= around.top - 1 && box.bottom <= around.bottom + 1
        }),
      )
      .toBe(true)
    await to.press('Enter')
    expect(await to.inputValue()).toBe(last)
    // What was read last is there when the network is not.
    await page.route('**/api/aires?*', (route) => route.abort())
    await page.reload()
    await to.pressSequentially('valen')
    await options.first().waitFor()
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })
})
