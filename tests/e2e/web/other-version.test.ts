import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { draftsOn, forest, heading, press, sayWhereAndWhat, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// Two versions of the app at once on a phone: a newer one takes the database from the page that is sending, or an older one
// does not let go of it.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const open = () => browser.openPage({ baseURL: between.url, geolocation: forest })

/** Another page of the origin, without the app. */
async function another(page: Page): Promise<Page> {
  const other = await page.context().newPage()
  await other.goto('/robots.txt')
  return other
}

/** As a newer version does when it opens. */
const upgrade = (page: Page, to: number) =>
  page.evaluate(
    (version) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage', version)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          opening.result.close()
          resolve()
        }
      }),
    to,
  )

describe('a newer version that opens in another tab while this one sends', () => {
  it.each([
    ['a photo', '**/api/media*'],
    ['the report', '**/api/incidents'],
  ])('%s: it goes on, is sent once, and its receipt is shown', async (_, address) => {
    const page = await open()
    await writeReport(page, 'Un sanglier mort', { photo: true })
    const asked = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    // The server has it; its answer comes later.
    await page.route(address, async (route) => {
      const response = await route.fetch()
      asked.resolve()
      await released.promise
      await route.fulfill({ response })
    })
    between.passed.length = 0
    await press(page, 'Envoyer')
    await asked.promise
    await upgrade(await another(page), 99)
    released.resolve()
    // At once, not when it is tried again.
    await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor({ timeout: 8_000 })
    expect(await keptOn(page, 'sends')).toEqual([])
    expect(await keptOn(page, 'followed')).toHaveLength(1)
    expect(between.passed.filter((one) => one === 'POST /api/incidents')).toHaveLength(1)
    expect(await page.getByText('Envoi en cours').count()).toBe(0)
  })
})

/** What the phone kept with version 4, in a page that hears nothing and holds it, as one that iOS has frozen. */
async function heldByAnOldTab(page: Page): Promise<Page> {
  const other = await another(page)
  await other.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage', 4)
        opening.onupgradeneeded = () => {
          const { result: database } = opening
          for (const name of ['drafts', 'kept', 'eventDrafts', 'round']) database.createObjectStore(name)
          for (const name of ['sends', 'followed', 'followedEvents', 'ownEvents', 'sent', 'roundTickets'])
            database.createObjectStore(name, { keyPath: 'id' })
        }
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const storing = opening.result.transaction('sends', 'readwrite')
          storing.objectStore('sends').put({
            id: '01970000-0000-7000-8000-000000000001',
            key: 'a-key-of-old',
            kind: 'report',
            path: '/api/incidents',
            body: {},
            photos: [],
            secret: null,
            label: 'Nid-de-poule, Bavay',
            draft: null,
            createdAt: Date.now(),
            attempts: 1,
            state: 'refused',
            refusal: { slug: 'x', title: 'Refusé', detail: 'Choisissez la commune.' },
          })
          storing.oncomplete = () => resolve()
        }
      }),
  )
  return other
}

describe('an older version in another tab that does not let go', () => {
  const told = (page: Page) =>
    page.getByRole('complementary', { name: 'Fermez les autres onglets de Bocage' })

  it('is said, one reports all the same, and all of it is kept once that tab is closed', async () => {
    const page = await open()
    const old = await heldByAnOldTab(page)
    await page.goto('/signaler')
    await told(page).waitFor()
    await press(page, 'Continuer sans photo')
    await sayWhereAndWhat(page, 'Un sanglier mort')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await page.getByText('Ce téléphone ne peut pas garder ce lien pour l’instant.').waitFor()
    await old.close()
    await expect.poll(() => told(page).count()).toBe(0)
    await expect.poll(() => keptOn(page, 'followed')).toHaveLength(1)
    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /^Animal/ }).waitFor()
    await page.getByText('Nid-de-poule, Bavay').waitFor()
  })

  it('keeps nobody from what is half written', async () => {
    const page = await open()
    const old = await heldByAnOldTab(page)
    await page.goto('/signaler')
    await press(page, 'Continuer sans photo')
    await sayWhereAndWhat(page, 'Un sanglier mort')
    await told(page).waitFor()
    await old.close()
    await expect
      .poll(async () => (await draftsOn(page)).map(({ value }) => value.words))
      .toEqual(['Un sanglier mort'])
    await expect.poll(() => told(page).count()).toBe(0)
    await page.getByLabel('Ce que l’agent doit savoir').fill('Un sanglier mort, encore')
    await expect
      .poll(async () => (await draftsOn(page)).map(({ value }) => value.words))
      .toEqual(['Un sanglier mort, encore'])
  })

  it('is said where what is followed would be, instead of that there is nothing, and it comes then', async () => {
    const page = await open()
    const old = await heldByAnOldTab(page)
    await page.goto('/mes-suivis')
    await told(page).waitFor()
    expect(await page.locator('.empty, .send').count()).toBe(0)
    await old.close()
    await page.getByText('Nid-de-poule, Bavay').waitFor()
    await expect.poll(() => told(page).count()).toBe(0)
  })
})
