import { describe, expect, it } from 'vitest'
import { insertOrganizer } from '../../../api/agenda/organizers.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { publish } from '../../support/agenda.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'
import { dayIn, said, tabTo, topOf, useStore } from './parts.ts'

// A resident and the agenda: through the real screens, server and database.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const pages = 60

useStore(server, async (store) => {
  // Of Le Favril, where the demo has the least: two months of evenings, before and after now.
  for (let day = -pages; day <= pages; day++) {
    if (day === 0) continue
    await publish(store, {
      title: `Vigile ${day}`,
      commune: 'Le Favril',
      on: dayIn(day),
      start: '20:00',
      end: '21:00',
    })
  }
  await publish(store, {
    title: 'Grand loto des pompiers',
    commune: 'Bavay',
    on: dayIn(9),
    start: '19:00',
    end: '23:00',
    free: true,
    accessibility: ['mi'],
    setting: 'indoor',
  })
  const { database, clock, ids } = store.deps
  const organizer = { id: ids.next(), name: 'Harmonie de Bavay', slug: 'harmonie-de-bavay' }
  await database.write((tx) =>
    insertOrganizer(tx, {
      ...organizer,
      territorySiren: demoSiren,
      kind: 'association',
      foldedName: 'harmonie de bavay',
      description: 'Quarante musiciens, depuis 1872.',
      phone: '03 27 00 00 01',
      createdAt: clock.now(),
      confirmedAt: clock.now(),
    }),
  )
  for (const day of [-20, 4])
    await publish(
      store,
      { title: `Sérénade ${day}`, commune: 'Bavay', on: dayIn(day) },
      { organizerId: organizer.id, organizerName: null, organizer: organizer.name },
    )
  await publish(store, {
    title: 'Bal des ardoisiers',
    commune: 'Bavay',
    on: dayIn(9),
    free: false,
    price: '12 €',
  })
})

const open = (viewport = phone, options = {}) =>
  browser.openPage({ viewport, baseURL: server.current.url, ...options })

describe('finding an event', () => {
  it('is done by the keyboard alone, from the home screen to its page', async () => {
    const page = await open(desktop)
    await page.goto('/')
    await tabTo(page, 'link', 'Agenda')
    await page.keyboard.press('Enter')
    await tabTo(page, 'searchbox', 'Chercher')
    await page.keyboard.type('loto pompiers')
    await page.waitForURL(/q=loto/)
    await page.getByRole('heading', { name: 'Grand loto des pompiers' }).waitFor()
    await tabTo(page, 'link', 'Grand loto des pompiers')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Grand loto des pompiers' }).waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Grand loto des pompiers')
    await page
      .getByText(`${said(dayIn(9))}, de 19 h à 23 h`, { exact: false })
      .first()
      .waitFor()
    await page.getByText('Accessible en fauteuil roulant').waitFor()
    await tabTo(page, 'button', 'Suivre')
    await page.keyboard.press('Enter')
    await page.getByText('C’est gardé sur ce téléphone').waitFor()
  })

  it('leaves the filters in the address, to be shared and subscribed to', async () => {
    const page = await open()
    await page.goto('/agenda')
    await page.getByRole('button', { name: 'Filtrer' }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
    await page.getByLabel('Gratuit seulement').check()
    await page.getByLabel('Accessible en fauteuil roulant').check()
    await page.getByLabel('Dedans ou dehors').selectOption('indoor')
    expect(await page.getByLabel('Accessible en covoiturage').isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Voir les résultats' }).click()
    await page.getByRole('heading', { name: 'Grand loto des pompiers' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Bal des ardoisiers' }).count()).toBe(0)
    expect(await page.getByRole('heading', { name: /Vigile/ }).count()).toBe(0)
    const { search } = new URL(page.url())
    expect([...new URLSearchParams(search)]).toEqual([
      ['commune', expect.stringMatching(/^\d{5}$/)],
      ['free', 'true'],
      ['access', 'mi'],
      ['setting', 'indoor'],
    ])

    const friend = await open(desktop)
    await friend.goto(`/agenda${search}&from=${dayIn(0)}`)
    await friend.getByRole('heading', { name: 'Grand loto des pompiers' }).waitFor()
    expect(await friend.getByRole('heading', { name: 'Bal des ardoisiers' }).count()).toBe(0)
    await friend.getByRole('button', { name: 'S’abonner' }).click()
    const address = new URL(await friend.getByLabel('Adresse de l’agenda').inputValue())
    expect(address.pathname).toBe('/api/events.ics')
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      free: 'true',
      access: 'mi',
      setting: 'indoor',
    })
    expect(address.searchParams.has('from')).toBe(false)
    expect(
      await friend.getByRole('link', { name: 'Ouvrir dans mon calendrier' }).getAttribute('href'),
    ).toMatch(/^webcal:\/\//)
  })
})

describe('near me', () => {
  it('says how far each event is, and puts the nearest first', async () => {
    const page = await open(phone, {
      geolocation: { latitude: 50.2978, longitude: 3.7933, accuracy: 10 },
    })
    await page.goto('/agenda')
    await page.getByRole('button', { name: 'Filtrer' }).click()
    await page.getByRole('button', { name: 'Près de moi' }).click()
    await page.getByLabel('Autour de moi, à moins de').selectOption('50')
    await page.getByLabel('Du plus proche au plus loin').check()
    await page.getByRole('button', { name: 'Voir les résultats' }).click()
    await page.getByText('à moins de 50 km de moi').waitFor()
    const rows = page.getByRole('article')
    await rows.filter({ hasText: 'Vigile 1' }).first().waitFor()
    const found = await rows.allTextContents()
    const kilometres = found.map((text) => {
      const [, number = '', unit] = /à ([\d,]+)\s(km|m)(?![a-z])/.exec(text) ?? []
      return Number(number.replace(',', '.')) / (unit === 'm' ? 1000 : 1)
    })
    expect(kilometres.every((one) => one > 0)).toBe(true)
    expect(found[0]).toContain('Bavay')
    expect(kilometres).toEqual(kilometres.toSorted((a, b) => a - b))
    expect(kilometres.at(-1)).toBeGreaterThan(10)
    await screenshot(page, 'agenda-near')
  })
})

describe('a list of thousands', () => {
  it('starts at now, goes both ways, and never moves what is being read', async () => {
    const page = await open()
    await page.goto('/agenda?q=vigile')
    await page.getByRole('heading', { name: 'Vigile 1', exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: 'Vigile -1', exact: true }).count()).toBe(0)

    const before = await topOf(page, 'Vigile 1')
    await page.getByRole('button', { name: 'Voir ce qui précède' }).click()
    await page.getByRole('heading', { name: 'Vigile -1', exact: true }).waitFor()
    expect(Math.abs((await topOf(page, 'Vigile 1')) - before)).toBeLessThanOrEqual(1)
    // The keyboard goes on from what has just come.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Vigile -1')

    const earlier = page.getByRole('button', { name: 'Voir ce qui précède' })
    await earlier.scrollIntoViewIfNeeded()
    const first =
      (await page
        .getByRole('heading', { name: /^Vigile/ })
        .first()
        .textContent()) ?? ''
    const above = await topOf(page, first)
    await earlier.click()
    await page.getByRole('heading', { name: `Vigile -${pages}`, exact: true }).waitFor({ state: 'attached' })
    expect(Math.abs((await topOf(page, first)) - above)).toBeLessThanOrEqual(1)
    await page.getByRole('button', { name: 'Voir la suite' }).click()
    await page.getByRole('heading', { name: `Vigile ${pages}`, exact: true }).waitFor({ state: 'attached' })
    const titles = await page.getByRole('heading', { name: /^Vigile/ }).allTextContents()
    const days = Array.from({ length: 2 * pages + 1 }, (_, index) => index - pages).filter(Boolean)
    expect(titles).toEqual(days.map((day) => `Vigile ${day}`))
  })

  it('is found again at the same place by whoever comes back from a page', async () => {
    const page = await open()
    await page.goto('/agenda?q=vigile')
    await page.getByRole('button', { name: 'Voir la suite' }).click()
    const far = page.getByRole('heading', { name: 'Vigile 55', exact: true })
    await far.scrollIntoViewIfNeeded()
    const before = await topOf(page, 'Vigile 55')
    await far.getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'Vigile 55' }).waitFor()
    await page.goBack()
    await far.waitFor()
    await expect.poll(async () => Math.abs((await topOf(page, 'Vigile 55')) - before)).toBeLessThanOrEqual(1)
  })

  it('is entered at any day by the strip and the month', async () => {
    const page = await open()
    const day = dayIn(3)
    await page.goto('/agenda?q=vigile')
    await page.getByRole('button', { name: said(day) }).click()
    await page.waitForURL(`**/agenda?q=vigile&from=${day}`)
    await page.getByRole('heading', { name: 'Vigile 3', exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: 'Vigile 2', exact: true }).count()).toBe(0)
    await page.getByRole('link', { name: 'Mois' }).click()
    await page.getByRole('button', { name: `${said(day)}, 1 date` }).click()
    await page.getByRole('heading', { name: 'Vigile 3', exact: true }).waitFor()
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, 'agenda-month')
  })
})

describe('an organizer', () => {
  it('has a page of its own, with what it has on and had on', async () => {
    const page = await open()
    await page.goto('/agenda?q=serenade')
    await page.getByRole('link', { name: 'Sérénade 4' }).click()
    await page.getByRole('link', { name: 'Harmonie de Bavay' }).click()
    await page.getByRole('heading', { level: 1, name: 'Harmonie de Bavay' }).waitFor()
    await page.getByText('Quarante musiciens, depuis 1872.').waitFor()
    await page.getByRole('heading', { name: 'Sérénade 4' }).waitFor()
    expect(await page.getByRole('heading', { name: /Vigile|Bal des ardoisiers/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Voir ce qui précède' }).click()
    await page.getByRole('heading', { name: 'Sérénade -20' }).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'agenda-organizer')
  })
})
