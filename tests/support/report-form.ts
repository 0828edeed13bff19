import type { Page } from 'playwright-core'
import { aPhoto } from './photos.ts'

// The screens of a report, as a person goes through them, and what the phone keeps of it meanwhile.

/** In the forest, where one report at most is similar. */
export const forest = { latitude: 50.2041, longitude: 3.7188, accuracy: 12 }

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor()
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** From the second screen on, up to the last. */
export async function sayWhereAndWhat(page: Page, words: string): Promise<void> {
  await press(page, 'Trouver ma position')
  await page.getByText('à 10 m près').waitFor()
  await press(page, 'Continuer')
  await page.getByRole('radio', { name: 'Animal' }).check()
  await press(page, 'Continuer')
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await check.waitFor()
  await page.getByLabel('Ce que l’agent doit savoir').fill(words)
}
export async function choosePhoto(page: Page, chosen?: Buffer): Promise<void> {
  const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: chosen ?? (await aPhoto()) }
  await page.locator('input[data-way=library]').setInputFiles([photo])
  await page.getByText(/^1 photo sur 5/).waitFor()
}
export async function writeReport(
  page: Page,
  words: string,
  { photo = false }: { photo?: boolean | Buffer } = {},
): Promise<void> {
  await page.goto('/signaler')
  if (photo) await choosePhoto(page, photo === true ? undefined : photo)
  await press(page, photo ? 'Continuer' : 'Continuer sans photo')
  await sayWhereAndWhat(page, words)
}
/** Drafts of reports on this phone, in the order of their keys. */
export const draftsOn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<KeptDraft[]>((resolve) => {
        const all: KeptDraft[] = []
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').openCursor()
          reading.onsuccess = () => {
            const cursor = reading.result
            if (cursor) {
              all.push({ key: String(cursor.key), value: cursor.value as KeptDraft['value'] })
              return cursor.continue()
            }
            opening.result.close()
            resolve(all)
          }
        }
      }),
  )
export type KeptDraft = { key: string; value: { territory: string; words: string; photos?: unknown[] } }
/** Writes one down, in place of the one at `insteadOf`. */
export const putDraft = (page: Page, draft: KeptDraft, insteadOf?: string) =>
  page.evaluate(
    ({ key, value, former }) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const writing = opening.result.transaction('drafts', 'readwrite')
          if (former) writing.objectStore('drafts').delete(former)
          writing.objectStore('drafts').put(value, key)
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    { ...draft, former: insteadOf },
  )
