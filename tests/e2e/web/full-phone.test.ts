import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { screenshot, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { draftsOn, forest, heading, press, putDraft, writeReport } from '../../support/report-form.ts'
import { keptOn, takeOne } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// A phone with no room left: what it cannot keep stays on the screen, and nobody reads that it is kept.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const noRoom = 'Ce téléphone n’a plus de place pour garder cet envoi.'
const open = () => browser.openPage({ baseURL: between.url, geolocation: forest })

/** From now on no room is left in these stores, until `Room` is called. */
const fillUp = (page: Page, ...stores: string[]) =>
  page.evaluate((full) => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...args) {
      if (full.includes(this.name)) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    }
  }, stores)

async function sendAReport(page: Page): Promise<void> {
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
}

it('what is added to a report stays in its form, and is sent once there is a network', async () => {
  const page = await open()
  await sendAReport(page)
  await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
  await press(page, 'Ajouter des mots ou une photo')
  const words = page.getByLabel('Ce que vous voulez ajouter')
  await fillUp(page, 'sends')
  await words.fill('Il a un collier rouge')
  between.now = 'portal'
  await press(page, 'Envoyer')
  await page.getByText(noRoom).waitFor()
  expect(await words.inputValue()).toBe('Il a un collier rouge')
  expect((await draftsOn(page)).map(({ value }) => value.words)).toContain('Il a un collier rouge')
  between.now = 'nothing'
  await press(page, 'Envoyer')
  await page.locator('ol, ul').getByText('Il a un collier rouge').first().waitFor()
  expect(await page.getByText('Il a un collier rouge').count()).toBe(1)
})

describe('a technician’s round', () => {
  it('keeps a note and a move on the screen, says so, and sends each once', async () => {
    const page = await open()
    await signInTo(page, server.current, 'technicien@mormal.example', '/agents')
    await takeOne(page)
    await page.locator('.lines a').first().click()
    const note = page.getByLabel('Note interne')
    await fillUp(page, 'sends')
    await note.fill('Passer voir la voisine')
    between.now = 'portal'
    await press(page, 'Ajouter la note')
    await page.getByRole('status').or(page.getByRole('alert')).getByText(noRoom).waitFor()
    expect(await page.getByText('Gardé sur ce téléphone').count()).toBe(0)
    await screenshot(page, 'round-no-room', { fullPage: true })
    expect(await note.inputValue()).toBe('Passer voir la voisine')
    const written = async () =>
      (await keptOn<{ draft: { words: string } }>(page, 'deskDrafts')).map(({ draft }) => draft.words)
    await expect.poll(written).toEqual(['Passer voir la voisine'])
    between.now = 'nothing'
    await press(page, 'Ajouter la note')
    await expect.poll(() => note.inputValue()).toBe('')
    await expect.poll(written).toEqual([])
    await page.reload()
    const passed = between.passed.filter((one) => one.endsWith('/notes'))
    expect(passed).toHaveLength(1)
  })
})

it('a draft that another would take the place of stays, when no room is left to set it aside', async () => {
  const page = await open()
  await writeReport(page, 'Du second onglet')
  await expect.poll(async () => (await draftsOn(page))[0]?.value.words).toBe('Du second onglet')
  const [draft] = await draftsOn(page)
  const first = { ...draft!.value, id: crypto.randomUUID(), words: 'Du premier onglet' }
  await putDraft(page, { key: draft!.key, value: first })
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (String(key).startsWith('aside:')) throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  })
  await page.getByLabel('Ce que l’agent doit savoir').fill('Du second onglet, encore')
  // Saved a moment after it is typed, were there room.
  await page.waitForTimeout(600)
  expect((await draftsOn(page)).map(({ value }) => value.words)).toEqual(['Du premier onglet'])
})

it('a private link that is kept nowhere is said to be, beside the way to copy it', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await fillUp(page, 'followed', 'sent', 'accepted')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await page.getByText('Ce téléphone ne peut pas garder ce lien pour l’instant.').waitFor()
  await screenshot(page, 'report-link-not-kept', { fullPage: true })
  await page.getByRole('button', { name: 'Copier le lien' }).waitFor()
})

it('an address left to follow an event is not said to be kept', async () => {
  const page = await open()
  await page.goto('/agenda')
  await page.locator('main li h3 a, main li a').first().click()
  await press(page, 'Suivre')
  const email = page.getByLabel('Votre adresse de courriel')
  await email.fill('helene@exemple.fr')
  await fillUp(page, 'sends')
  between.now = 'portal'
  await page
    .getByRole('button', { name: /courriel/ })
    .last()
    .click()
  await page.getByText(noRoom).waitFor()
  expect(await email.inputValue()).toBe('helene@exemple.fr')
})
