import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// The one computer of a town hall: what somebody writes on it is done under their name, or not at all.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

it('a note written by one, sent once another has signed in beside, is refused with its words intact', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: desktop })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents')
  await page.goto('/agents')
  await page.locator('a[href^="/agents/signalements/"]').first().click()
  const note = page.getByLabel('Note interne')
  await note.fill('Rappeler le garde demain')
  const beside = await page.context().newPage()
  await signInTo(beside, server.current, 'administration@mormal.example', '/agents')
  const add = page.getByRole('button', { name: 'Ajouter la note' })
  await add.click()
  await page.getByText('Quelqu’un d’autre s’est connecté sur cet appareil.').first().waitFor()
  expect(await note.inputValue()).toBe('Rappeler le garde demain')
  await beside.goto(page.url())
  await beside.getByRole('heading', { name: 'Historique' }).waitFor()
  expect(await beside.getByText('Rappeler le garde demain').count()).toBe(0)

  // Its author again: it is done, once.
  await signInTo(beside, server.current, 'accueil@mormal.example', '/agents')
  await add.click()
  await expect.poll(() => note.inputValue()).toBe('')
  await page.locator('ol, ul').getByText('Rappeler le garde demain').first().waitFor()
  expect(await page.getByText('Rappeler le garde demain').count()).toBe(1)
})

it('a page left open says that somebody else has signed in beside, and goes on as them with what is typed', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: desktop })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents')
  await page.goto('/agents')
  await page.locator('a[href^="/agents/signalements/"]').first().click()
  const note = page.getByLabel('Note interne')
  await note.fill('Le garde est prévenu')
  const other = page.getByText('Quelqu’un d’autre s’est connecté sur cet appareil')
  expect(await other.count()).toBe(0)
  const beside = await page.context().newPage()
  await signInTo(beside, server.current, 'administration@mormal.example', '/agents')
  await other.waitFor()
  await expectNoAxeViolations(page)
  await screenshot(page, 'desk-other-account-wide')
  await page.setViewportSize(phone)
  await settled(page)
  await screenshot(page, 'desk-other-account-phone')
  expect(await overflowOf(page)).toBe(0)
  await page.setViewportSize(desktop)

  await page.getByRole('button', { name: 'Continuer avec le compte connecté' }).click()
  await other.waitFor({ state: 'hidden' })
  expect(await note.inputValue()).toBe('Le garde est prévenu')
  // It is kept on this computer, for who goes on with it.
  await expect
    .poll(async () =>
      (await keptOn<{ draft: { words: string } }>(page, 'deskDrafts')).map(({ draft }) => draft.words),
    )
    .toEqual(['Le garde est prévenu'])
  await page.reload()
  await expect.poll(() => note.inputValue()).toBe('Le garde est prévenu')
  await page.getByRole('button', { name: 'Ajouter la note' }).click()
  await page.locator('ol, ul').getByText('Le garde est prévenu').first().waitFor()
})

it('a page that goes on as who signed in beside, with nothing written on it, has what they are writing there', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: desktop })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents')
  await page.locator('a[href^="/agents/signalements/"]').first().click()
  const note = (on: Page) => on.getByLabel('Note interne')
  await note(page).waitFor()
  const beside = await page.context().newPage()
  await signInTo(beside, server.current, 'administration@mormal.example', '/agents')
  await beside.goto(page.url())
  await note(beside).fill('Le garde passe lundi')
  const kept = async () =>
    (await keptOn<{ draft: { words: string } }>(page, 'deskDrafts')).map(({ draft }) => draft.words)
  await expect.poll(kept).toEqual(['Le garde passe lundi'])
  await page.getByRole('button', { name: 'Continuer avec le compte connecté' }).click()
  await expect.poll(() => note(page).inputValue()).toBe('Le garde passe lundi')
  expect(await kept()).toEqual(['Le garde passe lundi'])
})
