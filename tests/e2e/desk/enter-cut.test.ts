import { createClient } from '@libsql/client'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// A report entered for a caller, through something that lets it pass and drops the answer: nothing is entered twice,
// nothing is lost, and nobody is told that it did not arrive.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const between = useInBetween(server)
beforeEach(() => {
  between.cuts = /^\/api\/(desk\/)?incidents/
})

async function rows(sql: string, ...args: string[]): Promise<Record<string, unknown>[]> {
  const database = createClient({ url: `file:${server.current.dataDir}/bocage.db` })
  try {
    return (await database.execute({ sql, args })).rows.map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}
const reportsAt = (place: string) =>
  rows(
    `select reference, words, me_too_count as joined,
      (select count(*) from incident_photo p where p.incident_id = incident.id) as photos
     from incident where place = ? order by created_at`,
    place,
  )

async function openEntry(viewport = desktop): Promise<Page> {
  const page = await browser.openPage({ baseURL: between.url, viewport })
  await signInTo(page, server.current, clerk, '/agents/saisir')
  await page.goto('/agents/saisir')
  await pick(page, 'Quoi ?').waitFor()
  return page
}
const pick = (page: Page, label: string) => page.getByRole('combobox', { name: label })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const words = (page: Page) => page.getByLabel('Ce que dit la personne')
const save = (page: Page) => press(page, 'Enregistrer le signalement')
const unsure = (page: Page) => page.getByRole('alert').getByText('on ne sait pas si c’est arrivé')
const arrivedBefore = (page: Page) =>
  page.getByRole('heading', { name: 'Le premier envoi était bien arrivé' })
const referenceOf = (page: Page) => page.locator('.receipt .number').innerText()

async function fill(page: Page, place: string, said: string): Promise<void> {
  await pick(page, 'Quoi ?').fill('dépôt')
  await page.getByRole('option', { name: 'Dépôt sauvage' }).click()
  await pick(page, 'Commune').fill('bav')
  await page.getByRole('option', { name: 'Bavay', exact: true }).click()
  await page.getByLabel('Où ? Avec des mots').fill(place)
  await words(page).fill(said)
}
async function choosePhoto(page: Page, seed: number, now: number): Promise<void> {
  const buffer = await aPhoto({ seed })
  await page
    .locator('input[data-way=library]')
    .setInputFiles({ name: `${seed}.jpg`, mimeType: 'image/jpeg', buffer })
  await page.getByText(now === 1 ? '1 photo sur 5' : `${now} photos sur 5`).waitFor()
}
const openPhotos = (page: Page) => page.locator('details summary', { hasText: /photo/ }).click()

/** Saved, and the answer lost on its way back. */
async function saveCut(page: Page): Promise<void> {
  between.now = 'cut'
  await save(page)
  await unsure(page).waitFor()
  between.now = 'nothing'
}

let places = 0
const aPlace = () => `Chemin coupé ${++places}, ${Date.now()}`

describe('an answer that was lost', () => {
  it('is said as such; pressed again unchanged, it is one report and its receipt', async () => {
    const page = await openEntry()
    const place = aPlace()
    await fill(page, place, 'Mots un')
    await openPhotos(page)
    await choosePhoto(page, 1, 1)
    await saveCut(page)
    await expectNoAxeViolations(page)
    await save(page)
    await page.locator('.receipt').waitFor()
    expect(await reportsAt(place)).toEqual([
      { reference: await referenceOf(page), words: 'Mots un', joined: 0, photos: 1 },
    ])
  })

  it('and a word changed since: the receipt of what arrived is shown, and what is new is added to it', async () => {
    const page = await openEntry()
    const place = aPlace()
    await fill(page, place, 'Mots deux')
    await openPhotos(page)
    await choosePhoto(page, 2, 1)
    await saveCut(page)
    await words(page).fill('Mots deux corrigés')
    await page.getByLabel('Nom').fill('Jeanne')
    await choosePhoto(page, 3, 2)
    await save(page)
    await arrivedBefore(page).waitFor()
    const reference = await referenceOf(page)
    expect(await page.locator('.receipt .address').innerText()).toContain('/suivi#')
    await page.getByText('Changé aussi : les coordonnées.').waitFor()
    expect(await words(page).inputValue()).toBe('Mots deux corrigés')
    await page.getByText('1 photo de plus sera jointe').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-enter-arrived-wide', { fullPage: true })

    // Also what is added is added once, when its answer is lost.
    between.now = 'cut'
    await press(page, `Ajouter à ${reference}`)
    await page.getByRole('alert').getByText('ne répond pas').waitFor()
    between.now = 'nothing'
    await press(page, `Ajouter à ${reference}`)
    await page.getByText('Ajouté au signalement').waitFor()
    expect(await reportsAt(place)).toEqual([{ reference, words: 'Mots deux', joined: 0, photos: 2 }])
    const added = await rows(
      `select u.words from incident_update u join incident on incident.id = u.incident_id
       where incident.reference = ? and u.kind = 'addition'`,
      reference,
    )
    expect(added).toEqual([{ words: 'Mots deux corrigés' }])

    await press(page, 'Saisir un autre signalement')
    expect(await words(page).inputValue()).toBe('')
    const next = aPlace()
    await fill(page, next, 'Mots du suivant')
    await save(page)
    await page.locator('.receipt').waitFor()
    expect((await reportsAt(next)).map((row) => row['photos'])).toEqual([0])
  })

  it('and the next caller’s typed over it, also after a reload: kept apart, each is a report', async () => {
    const page = await openEntry(phone)
    const [place, next] = [aPlace(), aPlace()]
    await fill(page, place, 'Mots trois')
    await saveCut(page)
    await page.reload()
    await words(page).fill('Mots du suivant')
    await page.getByLabel('Où ? Avec des mots').fill(next)
    await save(page)
    await arrivedBefore(page).waitFor()
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, 'desk-enter-arrived-phone', { fullPage: true })
    await press(page, 'C’est un autre signalement')
    expect(await words(page).inputValue()).toBe('Mots du suivant')
    await save(page)
    await page.locator('.receipt').waitFor()
    expect((await reportsAt(place)).map((row) => row['words'])).toEqual(['Mots trois'])
    expect((await reportsAt(next)).map((row) => row['words'])).toEqual(['Mots du suivant'])
  })

  it('and a word changed since: another report is begun only once that word is known to go', async () => {
    const page = await openEntry()
    await fill(page, aPlace(), 'Mots neuf')
    await saveCut(page)
    await words(page).fill('Mots neuf, et bien plus')
    await save(page)
    await arrivedBefore(page).waitFor()
    await press(page, 'Saisir un autre signalement')
    await page.getByText('Ce que vous avez changé depuis le premier envoi sera effacé.').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-enter-loses', { fullPage: true })
    await press(page, 'Non')
    expect(await words(page).inputValue()).toBe('Mots neuf, et bien plus')
    await press(page, 'Saisir un autre signalement')
    await press(page, 'Oui, confirmer')
    await pick(page, 'Quoi ?').waitFor()
    expect(await words(page).inputValue()).toBe('')
  })

  it('of « C’est le même »: pressed again, also with an address, the caller is counted once', async () => {
    const page = await openEntry()
    const place = aPlace()
    await fill(page, place, 'Mots quatre')
    await save(page)
    const reference = await referenceOf(page)
    await press(page, 'Saisir un autre signalement')

    await fill(page, 'Au même endroit', '')
    const same = page
      .locator('li', { has: page.getByRole('link', { name: reference }) })
      .getByRole('button', { name: 'C’est le même' })
    between.now = 'cut'
    await same.click()
    await unsure(page).waitFor()
    between.now = 'nothing'
    await page.reload()
    await page.getByLabel('Courriel').fill('appelant@habitante.example')
    await same.click()
    await page.getByText(`La personne est comptée avec ${reference}`).waitFor()
    expect((await reportsAt(place)).map((row) => row['joined'])).toEqual([1])
    await server.current.mailbox.waitFor(({ to }) => to.includes('appelant@habitante.example'), 20_000)

    // The caller after them is another one.
    await press(page, 'Saisir un autre signalement')
    await fill(page, 'Au même endroit', '')
    await same.click()
    await page.getByText(`La personne est comptée avec ${reference}`).waitFor()
    expect((await reportsAt(place)).map((row) => row['joined'])).toEqual([2])
  })

  it('of « C’est le même »: what was written is said not to be in it, and stays until the clerk lets go of it', async () => {
    const page = await openEntry()
    await fill(page, aPlace(), 'Mots six')
    await save(page)
    const reference = await referenceOf(page)
    await press(page, 'Saisir un autre signalement')
    await fill(page, 'Au même endroit', 'Un chien y est tombé')
    await page
      .locator('li', { has: page.getByRole('link', { name: reference }) })
      .getByRole('button', { name: 'C’est le même' })
      .click()
    await page.getByText('Ce que vous avez écrit n’y est pas ajouté').waitFor()
    await page.getByText('Un chien y est tombé').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-enter-joined')
    await page.reload()
    expect(await words(page).inputValue()).toBe('Un chien y est tombé')
  })

  it('finds itself among the open reports: « C’est le même » there is no second person', async () => {
    const page = await openEntry()
    const place = aPlace()
    await fill(page, place, 'Mots cinq')
    await saveCut(page)
    await page.reload()
    await page.locator('aside li', { hasText: place }).getByRole('button', { name: 'C’est le même' }).click()
    await page.locator('.receipt').waitFor()
    expect(await reportsAt(place)).toEqual([
      { reference: await referenceOf(page), words: 'Mots cinq', joined: 0, photos: 0 },
    ])
  })
})

describe('photos of a report being entered', () => {
  it('are said to be on their page alone where the computer has no room', async () => {
    const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
    await page.addInitScript(() => {
      const put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === 'deskDrafts') throw new DOMException('full', 'QuotaExceededError')
        return put.apply(this, args)
      }
    })
    await signInTo(page, server.current, clerk, '/agents/saisir')
    await openPhotos(page)
    await choosePhoto(page, 11, 1)
    const told = page.getByText('vos photos sont sur cette page seulement')
    await told.waitFor()
    await screenshot(page, 'desk-enter-no-room', { fullPage: true })
    await press(page, 'Retirer la photo 1')
    await told.waitFor({ state: 'hidden' })
  })

  it('survive a reload, are sent with it, and are none of the next one’s', async () => {
    const page = await openEntry()
    const place = aPlace()
    await fill(page, place, 'Avec photos')
    await openPhotos(page)
    await choosePhoto(page, 4, 1)
    await choosePhoto(page, 5, 2)
    await page.getByRole('button', { name: 'Retirer la photo 1' }).click()
    await page.getByText('1 photo sur 5').waitFor()
    await page.waitForTimeout(300)
    await page.reload()
    await page.locator('details summary', { hasText: '1 photo' }).click()
    await page.getByText('1 photo sur 5').waitFor()
    await save(page)
    await page.locator('.receipt').waitFor()
    expect((await reportsAt(place)).map((row) => row['photos'])).toEqual([1])
    await press(page, 'Saisir un autre signalement')
    await page.getByText('Ajouter des photos').first().waitFor()
    await page.reload()
    await pick(page, 'Quoi ?').waitFor()
    await page.getByText('Ajouter des photos').first().waitFor()
  })
})
