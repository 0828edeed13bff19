import type { Page } from 'playwright-core'
import { press } from './report-form.ts'

// What waits on a phone, and many of it.

/** Presses the last button, in vain: it waits on the phone. */
export async function sendInVain(page: Page): Promise<void> {
  await press(page, 'Envoyer')
  await page.getByRole('heading', { name: /^Votre signalement (attend|est gardé)/ }).waitFor()
}

type Waiting = { id: string; key: string; createdAt: number; body: Record<string, unknown> }

/** Makes as many copies of the one report that waits, each with its own words, written after it in their order. */
export async function copyWaiting(page: Page, words: readonly string[]): Promise<void> {
  await page.evaluate(
    (all) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const sends = opening.result.transaction('sends', 'readwrite').objectStore('sends')
          const reading = sends.getAll()
          reading.onsuccess = () => {
            const [first] = reading.result as [Waiting]
            for (const [n, said] of all.entries()) {
              // Ids of the same form and age: only their last digits differ.
              const last = (Number.parseInt(first.id.slice(-3), 16) + n + 1) % 0x1000
              const id = `${first.id.slice(0, -3)}${last.toString(16).padStart(3, '0')}`
              const createdAt = first.createdAt + n + 1
              const body = { ...first.body, id, words: said }
              sends.put({ ...first, id, key: crypto.randomUUID(), createdAt, body, attempts: 0, draft: null })
            }
          }
          sends.transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
          sends.transaction.onerror = () => reject(sends.transaction.error)
        }
      }),
    words,
  )
}
