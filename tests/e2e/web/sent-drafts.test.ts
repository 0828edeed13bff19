import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { choosePhoto, draftsOn, heading, press } from '../../support/report-form.ts'
import { wordsKept, writeReport } from '../../support/report-screens.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// What was sent, or waits to be, is not offered again as begun.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const open = () => browser.openPage({ baseURL: server.current.url })
const resumed = (page: Page) => page.getByText('Votre signalement commencé est gardé')
const reports = '**/api/incidents'

/** A phone that filled up meanwhile: the queue is held in memory only. The report waits. */
async function sendWithoutRoom(page: Page, said: string): Promise<void> {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...args) {
      if (this.name === 'sends') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    }
  })
  await writeReport(page, said)
  await page.route(reports, (route) => route.abort())
  await press(page, 'Envoyer')
  await heading(page, /^Votre signalement (attend|est gardé)/)
}

describe('a report that the queue holds in memory only', () => {
  it('is not begun any more once it was sent later', async () => {
    const page = await open()
    await sendWithoutRoom(page, 'Écrit sans place')
    await expect.poll(() => wordsKept(page)).toEqual(['Écrit sans place'])
    await page.unroute(reports)
    await press(page, 'Essayer maintenant')
    await heading(page, 'Votre signalement est parti')
    await page.getByRole('link', { name: 'Signaler autre chose' }).click()
    await heading(page, 'Une photo aide l’agent')
    expect(await resumed(page).count()).toBe(0)
    await expect.poll(() => wordsKept(page)).not.toContain('Écrit sans place')
    await page.reload()
    await heading(page, 'Une photo aide l’agent')
    expect(await resumed(page).count()).toBe(0)
  })

  it('is not offered while it waits, and its words outlive another that is begun meanwhile, and a killed tab', async () => {
    const page = await open()
    await sendWithoutRoom(page, 'Écrit sans place')
    await page.getByRole('link', { name: 'Accueil', exact: true }).first().click()
    await page
      .getByRole('link', { name: /^Signaler/ })
      .first()
      .click()
    await heading(page, 'Une photo aide l’agent')
    expect(await resumed(page).count()).toBe(0)
    await choosePhoto(page)
    await expect.poll(() => wordsKept(page)).toEqual(['Écrit sans place', ''])
    // With the tab goes the queue: what it held is begun again, after the other.
    await page.goto('/signaler')
    await resumed(page).waitFor()
    await page.getByText(/^1 photo sur 5/).waitFor()
    await press(page, 'Tout effacer et recommencer')
    await page.goto('/signaler/verifier')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('Écrit sans place')
  })
})

it('a report sent a week ago is not offered, even when the tab was killed before its draft was let go of', async () => {
  const page = await open()
  await writeReport(page, 'Envoyé il y a huit jours')
  await expect.poll(() => wordsKept(page)).toEqual(['Envoyé il y a huit jours'])
  const [draft] = await draftsOn(page)
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await expect.poll(() => keptOn(page, 'sent')).toHaveLength(1)
  await page.goto('/hors-ligne')
  await page.evaluate(
    ({ key, value }) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const writing = opening.result.transaction(['drafts', 'sent'], 'readwrite')
          writing.objectStore('drafts').put(value, key)
          const reading = writing.objectStore('sent').getAll()
          reading.onsuccess = () => {
            for (const one of reading.result as { sentAt: number; settled: boolean }[])
              writing.objectStore('sent').put({ ...one, sentAt: one.sentAt - 8 * 86_400_000 })
          }
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    draft!,
  )
  await page.goto('/mes-suivis')
  // What is too old is forgotten once the queue was looked through.
  await page.waitForTimeout(3000)
  await page.goto('/signaler')
  await heading(page, 'Une photo aide l’agent')
  expect(await resumed(page).count()).toBe(0)
  await expect.poll(() => wordsKept(page)).not.toContain('Envoyé il y a huit jours')
})
