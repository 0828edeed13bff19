import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { useServer } from '../../support/server.ts'

// What the phone keeps: of an older version, of a newer one, or nothing at all. (No room left: tests/unit/web.)

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const open = () => browser.openPage({ baseURL: between.url })
const tryNow = (page: Page) => page.getByRole('button', { name: 'Essayer maintenant' }).click()

/** Writes a word of a report by a place named, which needs no network nor position, up to its last screen. */
async function writeReport(page: Page): Promise<void> {
  await page.goto('/signaler')
  await page.getByRole('button', { name: 'Continuer sans photo' }).click()
  await page.getByRole('searchbox').fill('Bavay')
  await page.keyboard.press('Enter')
  await page.getByLabel('Préciser avec des mots', { exact: true }).fill('devant le calvaire')
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('radio', { name: 'Animal' }).check()
  await page.getByRole('button', { name: 'Continuer' }).click()
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await check.waitFor()
}

async function sendInVain(page: Page): Promise<void> {
  await writeReport(page)
  between.now = 'portal'
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByRole('heading', { name: /^Votre signalement (attend|est gardé)/ }).waitFor()
}

describe('a phone used by another version of the app', () => {
  it('an older one: what it kept is still there', async () => {
    const page = await open()
    await page.goto('/robots.txt')
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('bocage', 1)
          opening.onupgradeneeded = () => {
            const database = opening.result
            database.createObjectStore('drafts')
            database.createObjectStore('sends', { keyPath: 'id' })
            database.createObjectStore('followed', { keyPath: 'id' })
            database.createObjectStore('kept')
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
            storing.oncomplete = () => {
              opening.result.close()
              resolve()
            }
          }
        }),
    )
    await page.goto('/mes-suivis')
    await page.getByText('Nid-de-poule, Bavay').waitFor()
    await page.getByText('Choisissez la commune.').waitFor()
  })

  it('a newer one: what it kept is left alone and said, and this one goes on', async () => {
    const page = await open()
    await sendInVain(page)
    await page.goto('/robots.txt')
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('bocage', 99)
          opening.onupgradeneeded = () => opening.result.createObjectStore('of-tomorrow')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const storing = opening.result.transaction('of-tomorrow', 'readwrite')
            storing.objectStore('of-tomorrow').put('kept', 'a')
            storing.oncomplete = () => {
              opening.result.close()
              resolve()
            }
          }
        }),
    )
    await page.goto('/mes-suivis')
    await page.getByText('Une version plus récente de Bocage a gardé des choses').waitFor()
    between.now = 'nothing'
    // It may leave by itself before the press.
    await Promise.race([
      tryNow(page).catch(() => undefined),
      page.getByRole('link', { name: /^Animal/ }).waitFor(),
    ])
    await page.getByRole('link', { name: /^Animal/ }).waitFor()
    expect(
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const opening = indexedDB.open('bocage')
            opening.onsuccess = () => {
              const reading = opening.result.transaction('of-tomorrow').objectStore('of-tomorrow').get('a')
              reading.onsuccess = () => resolve(reading.result)
            }
          }),
      ),
    ).toBe('kept')
  })
})

describe('a phone that keeps nothing', () => {
  it('storage forbidden: says so, and sends all the same', async () => {
    const page = await open()
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        value: {
          open: () => {
            throw new DOMException('forbidden', 'SecurityError')
          },
        },
      })
    })
    await sendInVain(page)
    await page.getByText('Ce navigateur ne garde rien').waitFor()
    between.now = 'nothing'
    await tryNow(page)
    await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
  })
})

describe('a phone whose clock is wrong by a day', () => {
  it.each([-1, 1])('%i day ahead: says so, and « tomorrow » is the real one', async (days) => {
    const page = await open()
    await page.clock.install({ time: Date.now() + days * 86_400_000 })
    await page.goto('/trajets')
    await page.getByText('L’horloge de cet appareil n’est pas à l’heure').waitFor()
    await page.getByRole('button', { name: 'Demain à 7 h 30' }).click()
    const tomorrow = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(
      Date.now() + 86_400_000,
    )
    await expect.poll(() => page.getByLabel('Le', { exact: true }).inputValue()).toBe(tomorrow)
    // What waits to be sent was written today, whatever this phone's clock said.
    await sendInVain(page)
    await page.goto('/mes-suivis')
    await expect.poll(() => page.locator('.send').innerText()).toMatch(/aujourd’hui à \d/)
  })
})
