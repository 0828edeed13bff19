import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desktop, screenshot, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { choosePhoto, forest, heading, press, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// One person, two windows, one draft: what each says is kept, and nobody reads that words left which did not.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const open = () => browser.openPage({ baseURL: between.url, geolocation: forest })
const wordsOf = (page: Page) => page.getByLabel('Ce que l’agent doit savoir')
const other = 'Ceci part déjà d’une autre fenêtre, avec d’autres mots.'
type Row = { id: string; state: string; body: { words: string }; draft: { words: string } }

/** The same draft before a second window, which no longer hears of the first. */
async function deafBeside(page: Page, path = '/signaler/verifier'): Promise<Page> {
  const beside = await page.context().newPage()
  await beside.addInitScript(() => {
    const listen = BroadcastChannel.prototype.addEventListener
    BroadcastChannel.prototype.addEventListener = function (...args: Parameters<typeof listen>) {
      if (this.name !== 'bocage.writing') listen.apply(this, args)
    }
  })
  await beside.goto(new URL(path, page.url()).href)
  return beside
}

describe('a report that two windows send with different words', () => {
  it('leaves as the first has it; the second is told, sees it, and sends its own beside', async () => {
    const page = await open()
    await writeReport(page, 'Un chien errant')
    await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
    const beside = await deafBeside(page)
    await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un chien errant')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    const first = new URL(page.url()).pathname

    await wordsOf(beside).fill('Un chien errant, qui boite')
    await press(beside, 'Envoyer')
    await beside.getByText(other).waitFor()
    await screenshot(beside, 'report-other-words', { fullPage: true })
    expect(await wordsOf(beside).inputValue()).toBe('Un chien errant, qui boite')
    const see = beside.getByRole('link', { name: 'Voir l’autre envoi' })
    expect(await see.getAttribute('href')).toBe(first)
    await press(beside, 'Envoyer')
    await heading(beside, 'Votre signalement est parti')
    expect(new URL(beside.url()).pathname).not.toBe(first)
    expect(await keptOn(page, 'followed')).toHaveLength(2)
  })

  it('with the same words is one report', async () => {
    const page = await open()
    await writeReport(page, 'Un sanglier')
    await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
    const beside = await deafBeside(page)
    await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un sanglier')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await press(beside, 'Envoyer')
    await heading(beside, 'Votre signalement est parti')
    expect(await keptOn(page, 'followed')).toHaveLength(1)
  })

  it('without network, what waits stays as it was written last', async () => {
    const page = await open()
    await writeReport(page, 'Ancien')
    await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
    const beside = await deafBeside(page)
    await expect.poll(() => wordsOf(beside).inputValue()).toBe('Ancien')
    between.now = 'portal'
    await wordsOf(page).fill('Ancien, et bien plus')
    await press(page, 'Envoyer')
    await heading(page, /^Votre signalement (attend|est gardé)/)
    await press(beside, 'Envoyer')
    await beside.getByText(other).waitFor()
    const [row, ...more] = await keptOn<Row>(page, 'sends')
    expect(more).toEqual([])
    expect(row?.body.words).toBe('Ancien, et bien plus')
    between.now = 'nothing'
    await press(page, 'Essayer maintenant')
    await heading(page, 'Votre signalement est parti')
  })
})

it('words typed after another window sent the same report are there again when one comes back, as another report', async () => {
  const page = await open()
  await writeReport(page, 'Un renard')
  await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
  const beside = await deafBeside(page)
  await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un renard')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await wordsOf(beside).fill('Un renard, et deux petits')
  await expect
    .poll(async () => (await keptOn<{ words: string }>(page, 'drafts')).map(({ words }) => words))
    .toEqual(['Un renard, et deux petits'])
  await beside.goto(`${between.url}/signaler`)
  await beside.getByText('Votre signalement commencé est gardé').waitFor()
  await beside.goto(`${between.url}/signaler/verifier`)
  await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un renard, et deux petits')
  await press(beside, 'Envoyer')
  await heading(beside, 'Votre signalement est parti')
  expect(await keptOn(page, 'followed')).toHaveLength(2)
})

it('a letter typed in an older window does not undo what another has written since', async () => {
  const page = await open()
  await writeReport(page, 'Un chien')
  await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
  const beside = await page.context().newPage()
  await beside.goto(`${between.url}/signaler/verifier`)
  await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un chien')
  await wordsOf(page).fill('Un chien errant, sans collier')
  await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un chien errant, sans collier')
  await wordsOf(beside).press('End')
  await wordsOf(beside).pressSequentially(', noir')
  await expect.poll(() => wordsOf(page).inputValue()).toBe('Un chien errant, sans collier, noir')
  const kept = await keptOn<{ words: string }>(page, 'drafts')
  await expect.poll(() => kept.map(({ words }) => words)).toEqual(['Un chien errant, sans collier, noir'])
})

it('a photo chosen in one window and a letter typed in another at that moment are both kept', async () => {
  const page = await open()
  await writeReport(page, 'Un cerf')
  await expect.poll(async () => (await keptOn(page, 'drafts')).length).toBe(1)
  const beside = await deafBeside(page)
  await expect.poll(() => wordsOf(beside).inputValue()).toBe('Un cerf')
  await page.goto('/signaler')
  await choosePhoto(page)
  const kept = async () =>
    (await keptOn<{ words: string; photos: unknown[] }>(page, 'drafts')).map(({ words, photos }) => [
      words,
      photos.length,
    ])
  await expect.poll(kept).toEqual([['Un cerf', 1]])
  await wordsOf(beside).fill('Un cerf, blessé')
  await expect.poll(kept).toEqual([['Un cerf, blessé', 1]])
  // It is on the screen that had not heard of it too: its next letter does not take it out.
  await wordsOf(beside).fill('Un cerf, blessé à la patte')
  await expect.poll(kept).toEqual([['Un cerf, blessé à la patte', 1]])
  // Taken out by hand, it does not come back.
  await press(page, 'Retirer la photo 1')
  await wordsOf(beside).fill('Un cerf, parti')
  await expect.poll(kept).toEqual([['Un cerf, parti', 0]])
})

it('words typed in an alert after another window sent the same are there again, as another alert', async () => {
  const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
  const at = '/agents/alertes/nouvelle'
  await signInTo(page, server.current, 'accueil@mormal.example', at)
  const title = (on: Page) => on.getByLabel('Titre').first()
  const said = (on: Page) => on.getByLabel('Message').first()
  const save = (on: Page) => press(on, 'Relire avant d’envoyer')
  await title(page).fill('Coupure d’eau à Bavay')
  await said(page).fill('De 9 h à midi.')
  await page.getByLabel('Tout le territoire').check()
  const kept = async () =>
    (await keptOn<{ draft: { draft: { words: string } } }>(page, 'deskDrafts')).map(
      ({ draft }) => draft.draft.words,
    )
  await expect.poll(kept).toEqual(['De 9 h à midi.'])
  const beside = await deafBeside(page, at)
  await expect.poll(() => said(beside).inputValue()).toBe('De 9 h à midi.')
  await save(page)
  await page.waitForURL(/\/agents\/alertes\/[0-9a-f-]{36}$/)
  const first = page.url()

  await said(beside).fill('De 9 h à midi. De l’eau est donnée en mairie.')
  await expect.poll(kept).toEqual(['De 9 h à midi. De l’eau est donnée en mairie.'])
  await beside.goto(new URL(at, first).href)
  await expect.poll(() => said(beside).inputValue()).toBe('De 9 h à midi. De l’eau est donnée en mairie.')
  await save(beside)
  await beside.waitForURL(/\/agents\/alertes\/[0-9a-f-]{36}$/)
  expect(beside.url()).not.toBe(first)
  await beside.goto(new URL(at, first).href)
  await said(beside).waitFor()
  expect(await said(beside).inputValue()).toBe('')
})

it('what two windows add to one report is added twice over: neither’s words are lost', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
  const more = 'Ajouter des mots ou une photo'
  const adding = (on: Page) => on.getByLabel('Ce que vous voulez ajouter')
  await press(page, more)
  await adding(page).fill('Il a un collier')
  await expect
    .poll(async () => (await keptOn<{ words: string }>(page, 'drafts')).map(({ words }) => words))
    .toContain('Il a un collier')
  const beside = await page.context().newPage()
  await beside.goto(page.url())
  await press(beside, more)
  await expect.poll(() => adding(beside).inputValue()).toBe('Il a un collier')
  await press(page, 'Envoyer')
  await page.getByText('Il a un collier').waitFor()
  await adding(beside).fill('Il a un collier, et il boite')
  await press(beside, 'Envoyer')
  await beside.getByText('Il a un collier, et il boite').waitFor()
  await page.reload()
  await page.getByText('Il a un collier', { exact: true }).waitFor()
  await page.getByText('Il a un collier, et il boite').waitFor()
})
