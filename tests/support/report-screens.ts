import type { Page } from 'playwright-core'
import { aPhoto } from './photos.ts'
import { draftsOn, press } from './report-form.ts'

// The screens of a report whose place is named, as without a position; and what is held back meanwhile.

export const words = (page: Page) => page.getByLabel('Ce que l’agent doit savoir')

export async function choosePhotos(page: Page, names: string[] = ['a.jpg']): Promise<void> {
  const buffer = await aPhoto()
  const files = names.map((name) => ({ name, mimeType: 'image/jpeg', buffer }))
  await page.locator('input[data-way=library]').first().setInputFiles(files)
}

/** A commune named, as without a position. */
export async function namePlace(page: Page, commune: string): Promise<void> {
  await page.getByRole('searchbox').fill(commune)
  await page.keyboard.press('Enter')
  await page.getByLabel('Préciser avec des mots', { exact: true }).fill('devant le calvaire')
  await press(page, 'Continuer')
}

/** From the third screen on, up to the last. */
export async function sayWhat(page: Page, said: string): Promise<void> {
  await page.getByRole('radio', { name: 'Animal' }).check()
  await press(page, 'Continuer')
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await check.waitFor()
  await words(page).fill(said)
}

/** A report written up to its last screen. */
export async function writeReport(page: Page, said: string, { commune = 'Bavay' } = {}): Promise<void> {
  await page.goto('/signaler')
  await press(page, 'Continuer sans photo')
  await namePlace(page, commune)
  await sayWhat(page, said)
}

/** Lets nothing to these addresses pass before what it answers is called. `asked`: how many wait. */
export async function holdBack(page: Page, glob: string) {
  const gate = Promise.withResolvers<void>()
  const held = { asked: 0, goOn: gate.resolve }
  await page.route(glob, async (route) => {
    held.asked++
    await gate.promise
    await route.continue().catch(() => undefined)
  })
  return held
}

/** The words of the reports being written that this phone keeps. */
export const wordsKept = async (page: Page) => (await draftsOn(page)).map(({ value }) => value.words)
