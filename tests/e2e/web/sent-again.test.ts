import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { phone, useBrowser } from '../../support/browser.ts'
import { loseFirstAnswer } from '../../support/lost-answers.ts'
import { aRideOf, aTravellerOn, bePerson } from '../../support/ride-people.ts'
import { airesOf, aResident, chooseAire, type Resident } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// A proxy answers « 504 » to what the server has done, and the person presses again: it is done once all the same.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const fault = 'Une panne de notre côté.'
const arrived = 'Votre premier envoi est bien arrivé'

async function pageOf(who: Resident): Promise<Page> {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await who.enter(page)
  return page
}
const itemsOf = async ({ call }: Pick<Resident, 'call'>, path: string) =>
  ((await (await call(path)).json()) as { items: Record<string, unknown>[] }).items

describe('Who shares rides', () => {
  it('leaves once by two presses, also after the page was read again in between', async () => {
    const [from, to] = [...(await airesOf(server.current)).values()] as [string, string]
    const driver = await aResident(server.current, { name: 'Maud' })
    const page = await pageOf(driver)
    const writes = await loseFirstAnswer(page, '**/api/trips/now')
    await page.goto('/trajets/proposer')
    await page.getByRole('radio', { name: 'Je pars maintenant' }).check()
    await chooseAire(page, 'De', from)
    await chooseAire(page, 'À', to)
    const leave = page.getByRole('button', { name: 'Je pars dans 5 minutes' })
    await leave.click()
    await page.getByText(fault).waitFor()
    await page.reload()
    await leave.click()
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(writes.reached).toBe(2)
    expect(await itemsOf(driver, `/api/trips/mine?territory=${demoSiren}`)).toHaveLength(1)

    // Who leaves again, on purpose, leaves twice.
    await page.getByRole('button', { name: 'Proposer un autre trajet' }).click()
    await page.getByRole('radio', { name: 'Je pars maintenant' }).check()
    await chooseAire(page, 'De', to)
    await chooseAire(page, 'À', from)
    await leave.click()
    await page.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    expect(await itemsOf(driver, `/api/trips/mine?territory=${demoSiren}`)).toHaveLength(2)
  })

  it('asks for a seat once, and is told that it left', async () => {
    const [from, to] = [...(await airesOf(server.current)).values()] as [string, string]
    const driver = await aResident(server.current, { name: 'Armelle' })
    const day = new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10)
    const trip = {
      id: uuidv7(),
      territory: demoSiren,
      originId: from,
      destinationId: to,
      firstDay: day,
      time: '05:10',
      seats: 2,
    }
    expect((await driver.call('/api/trips', trip)).status).toBe(201)
    const passenger = await aResident(server.current, { name: 'Jonas' })
    const page = await pageOf(passenger)
    const writes = await loseFirstAnswer(page, '**/api/bookings')
    await page.goto(`/trajets?from=${from}&to=${to}&at=${day}T05:10&by=departure`)
    await page
      .getByRole('article')
      .filter({ hasText: 'Armelle' })
      .getByRole('button', { name: 'Demander une place' })
      .click()
    const ask = page.getByRole('button', { name: 'Envoyer la demande' })
    await ask.click()
    await page.getByText(fault).waitFor()
    await page.reload()
    await ask.click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
    expect(writes.reached).toBe(2)
    const mine = `/api/bookings/mine?territory=${demoSiren}&as=passenger&when=coming`
    expect(await itemsOf(passenger, mine)).toHaveLength(1)
  })

  it('says a word once; other words after it are sent in addition, once the first was pointed at', async () => {
    const [driver, passenger] = [
      await aTravellerOn(server.current, { name: 'Irène' }),
      await aTravellerOn(server.current, { name: 'Paul' }),
    ]
    const booking = await aRideOf(server.current, { driver, passenger })
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await bePerson(page, server.current, passenger)
    const path = `/api/bookings/${booking.id}/messages`
    const said = async () => {
      const { items } = (await (await passenger.call(path)).json()) as {
        items: { words: string | null; note: unknown }[]
      }
      return items.filter(({ note }) => !note).map(({ words }) => words)
    }
    await page.goto('/trajets/mes-trajets')
    await page.getByText('Messages').first().click()
    const write = page.getByLabel('Écrire à Irène')
    const send = page.getByRole('button', { name: 'Envoyer', exact: true })

    let writes = await loseFirstAnswer(page, `**${path}`)
    await write.fill('J’arrive avec un sac.')
    await send.click()
    await page.getByText(fault).waitFor()
    await send.click()
    await page.getByRole('listitem').filter({ hasText: 'J’arrive avec un sac.' }).waitFor()
    expect([writes.reached, await said()]).toEqual([2, ['J’arrive avec un sac.']])
    await page.unroute(`**${path}`)

    writes = await loseFirstAnswer(page, `**${path}`)
    await write.fill('Je serai devant l’école.')
    await send.click()
    await page.getByText(fault).waitFor()
    await write.fill('Je serai devant la mairie.')
    await send.click()
    await page.getByText(arrived).waitFor()
    expect(await said()).toEqual(['J’arrive avec un sac.', 'Je serai devant l’école.'])
    await send.click()
    await page.getByRole('listitem').filter({ hasText: 'Je serai devant la mairie.' }).waitFor()
    expect(writes.reached).toBe(3)
    expect(await said()).toEqual([
      'J’arrive avec un sac.',
      'Je serai devant l’école.',
      'Je serai devant la mairie.',
    ])
  })
})

describe('At the town hall', () => {
  const desk = async (path: string) => {
    const page = await browser.openPage({ baseURL: server.current.url })
    await signInTo(page, server.current, 'accueil@mormal.example', path)
    const post = (to: string, data: object) =>
      page.request.post(server.current.url + to, {
        data,
        headers: { Origin: server.current.url, 'Idempotency-Key': uuidv7() },
        failOnStatusCode: true,
      })
    const list = async (from: string) =>
      ((await (await page.request.get(server.current.url + from)).json()) as { items: object[] }).items
    return { page, post, list }
  }
  const someone = (firstName: string) => ({
    id: uuidv7(),
    territory: demoSiren,
    firstName,
    lastName: 'Lefebvre',
    consent: true,
    another: true,
  })

  it('a trip is offered once for somebody who calls', async () => {
    const { page, post, list } = await desk('/agents/trajets')
    const person = someone('Simone')
    await post('/api/desk/ride-people', person)
    const writes = await loseFirstAnswer(page, '**/api/desk/ride-people/*/trips')
    await page.goto(`/agents/trajets/proposer?pour=${person.id}`)
    const [from, to] = [...(await airesOf(server.current)).values()] as [string, string]
    await chooseAire(page, 'De', from)
    await chooseAire(page, 'À', to)
    const offer = page.getByRole('button', { name: 'Proposer ce trajet' })
    await offer.click()
    await page.getByText(fault).waitFor()
    await offer.click()
    await page.getByRole('heading', { name: 'Le trajet est proposé' }).waitFor()
    expect(writes.reached).toBe(2)
    expect(await list(`/api/desk/ride-people/${person.id}/trips`)).toHaveLength(1)
  })

  it('a network is asked once to drive somebody', async () => {
    const { post } = await desk('/agents/trajets/entraide')
    const said = { name: 'Les voisins', description: '', phone: null, centsPerKm: 40 }
    await post('/api/desk/aid-networks', { id: uuidv7(), territory: demoSiren, ...said })
    const [from, to] = [...(await airesOf(server.current)).values()] as [string, string]
    const passenger = await aResident(server.current, {
      name: 'Odile',
      phone: '06 12 12 12 12',
      phoneShared: true,
    })
    const page = await pageOf(passenger)
    const writes = await loseFirstAnswer(page, '**/api/aid-requests')
    await page.goto('/entraide')
    await page.getByText('Demander à être conduit').click()
    await chooseAire(page, 'De', from)
    await chooseAire(page, 'À', to)
    const ask = page.getByRole('button', { name: 'Envoyer la demande' })
    await ask.click()
    await page.getByText(fault).waitFor()
    await ask.click()
    await page.getByText('La demande est partie').waitFor()
    expect(writes.reached).toBe(2)
    const mine = `/api/aid-requests?territory=${demoSiren}&view=mine`
    expect(await itemsOf(passenger, mine)).toHaveLength(1)
  })

  it('what somebody asks to be called about is noted once; another thing after it is noted in addition', async () => {
    const { page, post, list } = await desk('/agents/alertes/rappels')
    const person = { ...someone('Jeanne'), commune: '59053', phone: '03 27 63 06 74', note: null }
    const { another: _, ...listed } = person
    await post('/api/desk/phone-list', listed)
    const writes = await loseFirstAnswer(page, '**/api/desk/phone-list/*/follows')
    const noted = async () =>
      (await list(`/api/desk/calls?territory=${demoSiren}&commune=59053&limit=100`)).length
    await page.goto('/agents/alertes/rappels?commune=59053')
    await page.getByRole('button', { name: 'Noter une demande' }).click()
    await page.getByLabel('Qui ?').selectOption(person.id)
    await page.getByRole('radio', { name: /La semaine de la commune/ }).check()
    const note = page.getByRole('button', { name: 'Noter', exact: true })
    await note.click()
    await page.getByText(fault).waitFor()
    await page.getByRole('radio', { name: /Les nouveaux événements d’un genre/ }).check()
    await page.getByLabel('Quel genre ?').selectOption({ index: 1 })
    await note.click()
    await page.getByText(arrived).waitFor()
    // What was noted by the first press is in the list, below the form.
    await page.getByText('Lefebvre Jeanne').or(page.getByText('Jeanne Lefebvre')).last().waitFor()
    expect(await noted()).toBe(1)
    await note.click()
    await page.getByText('C’est noté').waitFor()
    expect([writes.reached, await noted()]).toEqual([3, 2])
  })
})
