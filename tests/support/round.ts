import type { Page } from 'playwright-core'
import { expect } from 'vitest'

type Kept = {
  id: string
  sentAt: number
  send: { id: string; kind: string; subject: string }
  draft?: { words: string }
}

/** What this phone keeps in a store. */
export const keptOn = <T = Kept>(
  page: Page,
  store: 'drafts' | 'sends' | 'sent' | 'accepted' | 'followed' | 'round' | 'roundTickets' | 'deskDrafts',
) =>
  page.evaluate(
    (name) =>
      new Promise<T[]>((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction(name).objectStore(name).getAll()
          reading.onsuccess = () => {
            opening.result.close()
            resolve(reading.result as T[])
          }
        }
      }),
    store,
  )

/** What this phone sent, in the order in which the server accepted it. */
export const sentInOrder = async (page: Page) =>
  (await keptOn(page, 'sent'))
    .sort((a, b) => a.sentAt - b.sentAt || (a.send.id < b.send.id ? -1 : 1))
    .map(({ send: { kind, subject } }) => ({ kind, subject }))

/** Takes the first report along, from whatever page the app shows. */
export async function takeOne(page: Page): Promise<void> {
  await page.goto('/agents/tournee')
  await page.getByText('Confiés à vous').waitFor()
  const boxes = page.locator('form input[type=checkbox]')
  for (const box of await boxes.all()) await box.uncheck()
  await boxes.first().check()
  await page.getByRole('button', { name: 'Emporter 1 signalement', exact: true }).click()
  // At a first visit the application itself is installed first.
  await page.getByText('Tournée emportée').waitFor({ timeout: 60_000 })
}

/** The same, with a note half written about it. */
export async function takeOneAndWrite(page: Page): Promise<void> {
  await takeOne(page)
  await page.locator('.lines a').first().click()
  await page.getByLabel('Note interne').fill('Passer voir la voi')
  await expect.poll(() => keptOn(page, 'deskDrafts')).toHaveLength(1)
}

/** How many this phone keeps: rounds, reports of it, and what is half written about them. */
export const keptWork = async (page: Page) => {
  const stores = ['round', 'roundTickets', 'deskDrafts'] as const
  return Promise.all(stores.map(async (store) => (await keptOn(page, store)).length))
}
