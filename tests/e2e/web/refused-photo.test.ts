import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { aPhoto } from '../../support/photos.ts'
import { forest, heading, press, sayWhereAndWhat, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// A photo that this phone cannot draw, and the server cannot read either: whoever chose it learns which one it is.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)
let whole: Buffer
/** Its boxes are whole, and what they hold is not. */
let damaged: Buffer
beforeAll(async () => {
  whole = await readFile(new URL('../../support/photo.heic', import.meta.url))
  damaged = Buffer.from(whole)
  damaged.fill(0xff, damaged.indexOf('mdat') + 4)
})

const open = () => browser.openPage({ baseURL: between.url, geolocation: forest })
const library = (page: Page) => page.locator('input[data-way=library]')
const heic = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/heic', buffer })
const jpeg = async (seed: number) => ({
  name: `${seed}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await aPhoto({ seed }),
})
const reports = () => between.passed.filter((one) => one === 'POST /api/incidents').length

it('what is plainly no photo is refused as it is chosen, by its name, and the others stay', async () => {
  const page = await open()
  await page.goto('/signaler')
  await library(page).setInputFiles([
    await jpeg(1),
    heic('coupee.heic', whole.subarray(0, whole.length - 200)),
    heic('texte.heic', Buffer.from('not a photo at all, whatever its name')),
    heic('entiere.heic', whole),
    heic('lourde.heic', Buffer.concat([whole, Buffer.alloc(16 * 1024 * 1024)])),
  ])
  await page.getByText(/^2 photos sur 5/).waitFor()
  await page.getByText('coupee.heic : cette photo est abîmée').waitFor()
  await page.getByText('texte.heic : cette photo est abîmée').waitFor()
  await page.getByText('lourde.heic : cette photo dépasse 15 Mo').waitFor()
  await page.getByText('Photo 2. Ce téléphone ne sait pas l’afficher. Elle partira telle quelle.').waitFor()
})

it('one of a report that the server refuses: it is named, marked where it can be taken out, and the rest leaves', async () => {
  const page = await open()
  await page.goto('/signaler')
  await library(page).setInputFiles([await jpeg(1), await jpeg(2), heic('a.heic', damaged), await jpeg(3)])
  await page.getByText(/^4 photos sur 5/).waitFor()
  await press(page, 'Continuer')
  await sayWhereAndWhat(page, 'Un sanglier mort')
  between.now = 'portal'
  await press(page, 'Envoyer')
  await heading(page, /^Votre signalement (attend|est gardé)/)
  between.now = 'nothing'
  await press(page, 'Essayer maintenant')
  await heading(page, 'Votre signalement n’est pas parti')
  await page.getByText(/^Photo 3\s: /).waitFor()
  await press(page, 'Corriger')
  await heading(page, 'Une photo aide l’agent')
  await page
    .getByRole('alert')
    .getByText(/^Photo 3\s: .*Retirez-la pour envoyer le reste\.$/)
    .waitFor()
  await press(page, 'Retirer la photo 3')
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.getByText(/^3 photos sur 5/).waitFor()
  await press(page, 'Continuer')
  await heading(page, 'Où est-ce ?')
  await press(page, 'Continuer')
  await heading(page, 'Que signalez-vous ?')
  await press(page, 'Continuer')
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  expect(await keptOn(page, 'sends')).toEqual([])
  expect(reports()).toBe(1)
})

it('one that is added to a report: said in the form, where it is taken out', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
  await press(page, 'Ajouter des mots ou une photo')
  await page.getByLabel('Ce que vous voulez ajouter').fill('Il a un collier rouge')
  await library(page).setInputFiles([await jpeg(4), heic('a.heic', damaged)])
  await page.getByText(/^2 photos sur 5/).waitFor()
  await press(page, 'Envoyer')
  await page
    .getByRole('alert')
    .getByText(/^Photo 2\s: /)
    .waitFor()
  // What waits in the list says it too.
  const other = await page.context().newPage()
  await other.goto('/mes-suivis')
  await other
    .locator('.send')
    .getByText(/^Photo 2\s: /)
    .waitFor()
  await other.close()
  await press(page, 'Retirer la photo 2')
  await press(page, 'Envoyer')
  await page.locator('ol, ul').getByText('Il a un collier rouge').first().waitFor()
  expect(await keptOn(page, 'sends')).toEqual([])
  expect(reports()).toBe(1)
})
