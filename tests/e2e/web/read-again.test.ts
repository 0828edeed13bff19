import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SearchAnswer } from '../../../api/carpool/rides.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { phone, useBrowser } from '../../support/browser.ts'
import { loseFirstAnswer } from '../../support/lost-answers.ts'
import { aRideOf, aTravellerOn, bePerson } from '../../support/ride-people.ts'
import { airesOf, chooseAire } from '../../support/rides-browser.ts'
import { json } from '../../support/rides.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// A proxy answers « 504 » to what the server has done; the tab is killed, and who wrote writes the same again on another.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const fault = 'Une panne de notre côté.'
let [from, to] = ['', '']
beforeAll(async () => {
  ;[from, to] = [...(await airesOf(server.current)).values()] as [string, string]
})

const asStaff = async (email: string, path: string) => {
  const page = await browser.openPage({ baseURL: server.current.url })
  await signInTo(page, server.current, email, path)
  return page
}
async function asPerson(traveller: Parameters<typeof bePerson>[2]) {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await bePerson(page, server.current, traveller)
  return page
}
const itemsAt = async <T = { id: string }>(page: Page, path: string) =>
  ((await (await page.request.get(server.current.url + path)).json()) as { items: T[] }).items
const post = (page: Page, path: string, data: object) =>
  page.request.post(server.current.url + path, {
    data,
    headers: { Origin: server.current.url, 'Idempotency-Key': uuidv7() },
    failOnStatusCode: true,
  })

/** Presses where the answer is lost, kills the tab, and answers the one opened in its place. */
async function pressLost(
  page: Page,
  { path, press }: { path: string; press: (on: Page) => Promise<void> },
): Promise<Page> {
  const writes = await loseFirstAnswer(page, path)
  await press(page)
  await page.getByText(fault).first().waitFor()
  expect(writes.reached).toBe(1)
  const again = await page.context().newPage()
  await page.close()
  return again
}
/**
 * Presses where the answer is lost, and again on a tab opened in place of the one that is killed. `press` goes as far as
 * the button, from a blank page; `done` is read once it was answered. Answers the last tab.
 */
async function pressTwice(
  page: Page,
  {
    path,
    press,
    done,
  }: { path: string; press: (on: Page) => Promise<void>; done: (on: Page) => Promise<void> },
): Promise<Page> {
  const again = await pressLost(page, { path, press })
  await press(again)
  await done(again)
  return again
}
/** What is on the device of what was pressed. */
const pressedOn = (page: Page) =>
  page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('bocage.own.pressed.')))

describe('Written again on a page read again, and once for all', () => {
  it('a network is asked to drive somebody; asked again on purpose, it is asked twice', async () => {
    const desk = await asStaff('accueil@mormal.example', '/agents/trajets/entraide')
    const network = { name: 'Les voisins', description: '', phone: null, centsPerKm: 40 }
    await post(desk, '/api/desk/aid-networks', { id: uuidv7(), territory: demoSiren, ...network })
    const who = await aTravellerOn(server.current, {
      name: 'Odile',
      phone: '06 12 12 12 12',
      phoneShared: true,
    })
    const ask = async (on: Page) => {
      await on.goto('/entraide')
      await on.getByText('Demander à être conduit').click()
      await chooseAire(on, 'De', from)
      await chooseAire(on, 'À', to)
      await on.getByLabel(/Adresse de départ/).fill('3 rue des Clouteries')
      await on.getByRole('button', { name: 'Envoyer la demande' }).click()
    }
    const done = (on: Page) => on.getByText('La demande est partie').waitFor()
    const first = await asPerson(who)
    const page = await pressTwice(first, {
      path: '**/api/aid-requests',
      press: ask,
      done,
    })
    const mine = `/api/aid-requests?territory=${demoSiren}&view=mine`
    expect(await itemsAt(page, mine)).toHaveLength(1)
    expect(await pressedOn(page)).toEqual([])

    await ask(page)
    await done(page)
    await expect.poll(() => itemsAt(page, mine)).toHaveLength(2)
  })

  it('a word is said in a ride; the same word said to an answer is another', async () => {
    const [driver, passenger] = [
      await aTravellerOn(server.current, { name: 'Irène' }),
      await aTravellerOn(server.current, { name: 'Paul' }),
    ]
    const booking = await aRideOf(server.current, { driver, passenger })
    const path = `/api/bookings/${booking.id}/messages`
    const say = async (on: Page) => {
      await on.goto('/trajets/mes-trajets')
      const read = on.waitForResponse(`**${path}*`)
      await on.getByText('Messages').first().click()
      await read
      await on.getByLabel('Écrire à Irène').fill('D’accord.')
      await on.getByRole('button', { name: 'Envoyer', exact: true }).click()
    }
    const first = await asPerson(passenger)
    const writes = await loseFirstAnswer(first, `**${path}`)
    await say(first)
    await first.getByText(fault).waitFor()
    expect(writes.reached).toBe(1)
    const [[, kept] = ['', '']] = await pressedOn(first)
    expect(Object.keys(JSON.parse(kept))).toEqual(['names', 'at'])
    const page = await first.context().newPage()
    await first.close()
    await say(page)
    await expect.poll(() => pressedOn(page)).toEqual([])
    const said = async () =>
      (await itemsAt<{ words: string | null; note: unknown }>(page, path))
        .filter(({ note }) => !note)
        .map(({ words }) => words)
    expect(await said()).toEqual(['D’accord.'])

    await loseFirstAnswer(page, `**${path}`)
    await driver.call(path, { body: { id: uuidv7(), words: 'À 7 heures, alors ?' } })
    await say(page)
    await page.getByText(fault).first().waitFor()
    await driver.call(path, { body: { id: uuidv7(), words: 'Plutôt 8 heures ?' } })
    await say(page)
    await expect
      .poll(said)
      .toEqual(['D’accord.', 'À 7 heures, alors ?', 'D’accord.', 'Plutôt 8 heures ?', 'D’accord.'])
  })

  it('a clerk offers a trip of somebody on the phone, and books one for them', async () => {
    const desk = await asStaff('accueil@mormal.example', '/agents/trajets')
    const person = { id: uuidv7(), territory: demoSiren, firstName: 'Simone', lastName: 'Lefebvre' }
    await post(desk, '/api/desk/ride-people', { ...person, consent: true, another: true })
    const next = await pressTwice(desk, {
      path: '**/api/desk/ride-people/*/trips',
      press: async (on) => {
        await on.goto(`/agents/trajets/proposer?pour=${person.id}`)
        await chooseAire(on, 'De', from)
        await chooseAire(on, 'À', to)
        await on.getByRole('button', { name: 'Proposer ce trajet' }).click()
      },
      done: (on) => on.getByRole('heading', { name: 'Le trajet est proposé' }).waitFor(),
    })
    expect(await itemsAt(next, `/api/desk/ride-people/${person.id}/trips`)).toHaveLength(1)

    const driver = await aTravellerOn(server.current, { name: 'Armelle' })
    const day = new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10)
    const trip = { id: uuidv7(), territory: demoSiren, originId: from, destinationId: to, firstDay: day }
    await driver.call('/api/trips', { body: { ...trip, time: '05:10', seats: 3 } })
    const search = { territory: demoSiren, from, to, at: `${day}T05:10`, walk: '0' }
    const { rides } = await json<SearchAnswer>(await driver.call(`/api/rides?${new URLSearchParams(search)}`))
    const [leg] = rides.find(({ legs }) => legs.length === 1 && legs[0]!.tripId === trip.id)!.legs
    const linked = [leg!.departureId, leg!.pickUp.id, leg!.dropOff.id].join('.')
    const page = await pressTwice(next, {
      path: '**/api/desk/ride-people/*/bookings',
      press: async (on) => {
        await on.goto(`/agents/trajets/reserver?${new URLSearchParams({ pour: person.id, trajet: linked })}`)
        await on.getByText('Simone Lefebvre', { exact: true }).waitFor()
        await on.getByRole('button', { name: 'Envoyer la demande' }).click()
      },
      done: (on) => on.getByRole('heading', { name: 'Votre demande est partie' }).waitFor(),
    })
    expect(await itemsAt(page, `/api/desk/ride-people/${person.id}/bookings`)).toHaveLength(1)
  })

  it('an administrator adds a sentence; one that arrived and was taken out is added anew', async () => {
    const words = 'Nous passons cette semaine, merci de votre patience.'
    const press = async (on: Page) => {
      await on.goto('/administration/phrases')
      await on.getByRole('button', { name: 'Ajouter une phrase' }).first().click()
      await on.getByLabel('La phrase', { exact: true }).fill(words)
      await on.locator('form').getByRole('button', { name: 'Ajouter une phrase' }).click()
    }
    const done = (on: Page) => on.getByLabel('La phrase', { exact: true }).waitFor({ state: 'detached' })
    const path = '**/api/territories/*/sentences'
    const added = async (on: Page) => {
      const all = await itemsAt<{ words: string }>(on, `/api/territories/${demoSiren}/sentences?limit=100`)
      return all.filter((one) => one.words === words).length
    }
    const takeOut = async (on: Page) => {
      await on.getByRole('button', { name: `Retirer : ${words}` }).click()
      await on.getByRole('alertdialog').getByRole('button', { name: 'Retirer' }).click()
      await on.getByText('Phrase retirée').waitFor()
    }
    const first = await asStaff('administration@mormal.example', '/administration')
    let page = await pressTwice(first, { path, press, done })
    expect(await added(page)).toBe(1)
    await takeOut(page)

    page = await pressLost(page, { path, press })
    await page.goto('/administration/phrases')
    await takeOut(page)
    await press(page)
    await done(page)
    expect(await added(page)).toBe(1)
  })
})
