import { readdir, copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { addDays } from '../../../api/platform/days.rules.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import type { ReporterIncident } from '../../../api/incidents/incidents.schemas.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto, aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { aResident, airesOf } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'
import { wakeForSync } from '../../support/worker-events.ts'

// The town's IT puts last night's copy of the database back. What phones saw accepted since is sent again, once.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

/** The database's own files: photos lie beside, and are not put back. */
const isDatabase = (name: string) => /^bocage\.db(?:-wal|-shm)?$/.test(name)
const filesOf = async () => (await readdir(server.current.dataDir)).filter(isDatabase)

/** Copies the database of a server at rest, as a backup does. Answers how to put the copy back. */
async function backUp(): Promise<() => Promise<void>> {
  const { dataDir, stop, restart } = server.current
  const inFolder = (name: string) => join(dataDir, name)
  await stop()
  const copied = await filesOf()
  expect(copied).toContain('bocage.db')
  for (const name of copied) await copyFile(inFolder(name), inFolder(`${name}.copy`))
  await restart()
  return async () => {
    await stop()
    for (const name of await filesOf()) await rm(inFolder(name))
    for (const name of copied) await copyFile(inFolder(`${name}.copy`), inFolder(name))
    await restart()
  }
}

/** Reports from a place named, which needs no position, up to the last press. */
async function writeReport(page: Page, { photo }: { photo: boolean }): Promise<void> {
  await page.goto('/signaler')
  if (photo) {
    const buffer = await aPhoto()
    await page
      .locator('input[data-way=library]')
      .setInputFiles({ name: 'trou.jpg', mimeType: 'image/jpeg', buffer })
    await page.getByText('1 photo sur 5').waitFor()
    await page.getByRole('button', { name: 'Continuer', exact: true }).click()
  } else await page.getByRole('button', { name: 'Continuer sans photo' }).click()
  await page.getByRole('searchbox').fill('Bavay')
  await page.keyboard.press('Enter')
  await page.getByLabel('Préciser avec des mots', { exact: true }).fill('devant le calvaire')
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('radio', { name: 'Animal' }).check()
  await page.getByRole('button', { name: 'Continuer' }).click()
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
}

/** Reports, and answers the secret of its private link. */
async function report(page: Page, what: { photo: boolean }): Promise<string> {
  await writeReport(page, what)
  await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
  await page.goto('/mes-suivis')
  const link = await page.locator('.row-link').first().getAttribute('href')
  return link?.split('#')[1] ?? ''
}

const readBy = (secret: string) =>
  fetch(`${server.current.url}/api/reporter/incident`, { headers: { 'Bocage-Secret': secret } })
const numberOf = (reference: string) => Number(reference.split('-').at(-1))
async function reportFromElsewhere(): Promise<number> {
  const { url } = server.current
  const answer = await sendReport(url, aReport(await demoTerritoryAt(url)))
  return numberOf(((await answer.json()) as { reference: string }).reference)
}
/** A ride in two days at ten past three, and a passenger who asks for a seat in it on a page. */
async function aSeatOffered(): Promise<{ ask: (page: Page) => Promise<void>; asked: () => Promise<number> }> {
  const { current } = server
  const [driver, passenger] = [
    await aResident(current, { name: 'Mehdi' }),
    await aResident(current, { name: 'Pascale' }),
  ]
  const aires = await airesOf(current)
  const [from, to] = [aires.get('Gare du Quesnoy')!, aires.get('Place du Marché de Bavay')!]
  const day = addDays(wallOfInstant(Date.now()).day, 2)
  const ends = { originId: from, destinationId: to, firstDay: day, time: '03:10', seats: 2 }
  const offer = await driver.call('/api/trips', { id: crypto.randomUUID(), territory: demoSiren, ...ends })
  expect(offer.status).toBe(201)
  return {
    ask: async (page) => {
      await passenger.enter(page)
      await page.goto(`/trajets?from=${from}&to=${to}&at=${day}T03:10&by=departure`)
      await page.getByRole('button', { name: 'Demander une place' }).first().click()
      await page.getByRole('button', { name: 'Envoyer la demande' }).click()
      await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
    },
    asked: async () => {
      const answer = await passenger.call(
        `/api/bookings/mine?territory=${demoSiren}&as=passenger&when=coming`,
      )
      expect(answer.status).toBe(200)
      return ((await answer.json()) as { items: unknown[] }).items.length
    },
  }
}
/** An hour goes by: a phone asks no more often what the server knows. */
const anHourLater = (page: Page) => page.evaluate(() => localStorage.removeItem('bocage.accepted.askedAt'))

it('a report with a photo and a word added to it, lost by the server, come back once; what it kept is not doubled', async () => {
  const page = await browser.openPage({ baseURL: server.current.url })
  const before = await report(page, { photo: false })
  const seat = await aSeatOffered()
  const putBack = await backUp()
  const lost = await report(page, { photo: true })
  await page.goto(`/suivi#${lost}`)
  await page.getByRole('button', { name: 'Ajouter des mots ou une photo' }).click()
  await page.getByLabel('Ce que vous voulez ajouter').fill('Il boite')
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByText('Il boite').waitFor()
  await seat.ask(page)
  const asAccepted = (await (await readBy(lost)).json()) as ReporterIncident

  expect(await seat.asked()).toBe(1)

  await putBack()
  expect((await readBy(lost)).status).toBe(404)
  // The service moves on: the number of the lost report is given to another.
  const taken = await reportFromElsewhere()
  expect(taken).toBe(numberOf(asAccepted.reference))

  await anHourLater(page)
  await page.goto('/mes-suivis')
  const told = page.getByRole('complementary', { name: 'Le service a été remis dans un état plus ancien' })
  await told.getByText(/^Vos 2 envois du .* n’y sont plus\s: ce téléphone les renvoie\.$/).waitFor()
  await told.getByText('Le numéro d’un signalement peut changer.', { exact: false }).waitFor()
  // What a driver had answered is lost too: a seat is not asked for again, and its passenger is told so.
  await told.getByText(/^La place demandée dans une voiture, .* à 3\sh\s10, n’y est plus\.$/).waitFor()
  await told.getByText('Ce téléphone ne la redemande pas.', { exact: false }).waitFor()
  await expectNoAxeViolations(page)
  await screenshot(page, 'restored')
  await expect.poll(() => readBy(lost).then(({ status }) => status)).toBe(200)
  await expect.poll(() => page.locator('.send').count()).toBe(0)
  const back = (await (await readBy(lost)).json()) as ReporterIncident
  expect(numberOf(back.reference)).toBe(taken + 1)
  expect(back.photos).toHaveLength(1)
  const [photo] = back.photos
  expect((await fetch(new URL(photo?.url ?? '', server.current.url))).status).toBe(200)
  expect(back.history.map(({ kind, words }) => [kind, words])).toEqual(
    asAccepted.history.map(({ kind, words }) => [kind, words]),
  )

  // Not read yet: said again at the next opening.
  await page.reload()
  await told.waitFor()
  await page.setViewportSize(desktop)
  await screenshot(page, 'restored-desktop')
  await page.setViewportSize(phone)
  await told.getByRole('button', { name: 'J’ai compris' }).click()
  await expect.poll(() => told.count()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  // Asked again, nothing more leaves, and what the copy held was never doubled. What was read is not said again.
  await anHourLater(page)
  const known = page.waitForResponse(/\/api\/writes\/unknown$/)
  await page.reload()
  expect(await (await known).json()).toEqual({ unknown: [] })
  expect(await reportFromElsewhere()).toBe(taken + 2)
  expect((await readBy(before)).status).toBe(200)

  // Its private link is the same, and leads to what it has become, under its new number.
  await page.locator(`a[href$="#${lost}"]`).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('Il boite').waitFor()
  await page.getByText(back.reference).first().waitFor()
  expect(await told.count()).toBe(0)
  expect(await seat.asked()).toBe(0)
})

it('with the app closed, its service worker sends what the server lost before what waits, and the person is told', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, serviceWorker: true })
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const putBack = await backUp()
  const lost = await report(page, { photo: true })
  await server.current.stop()
  await writeReport(page, { photo: false })
  await page.getByRole('heading', { name: /^Votre signalement (attend|est gardé)/ }).waitFor()
  await page.goto('about:blank')

  await putBack()
  expect((await readBy(lost)).status).toBe(404)
  await wakeForSync(page, { origin: server.current.url, tag: 'bocage.sends' })
  await expect.poll(() => readBy(lost).then(({ status }) => status)).toBe(200)
  const back = (await (await readBy(lost)).json()) as ReporterIncident
  expect(back.photos).toHaveLength(1)

  await page.goto('/mes-suivis')
  const told = page.getByRole('complementary', { name: 'Le service a été remis dans un état plus ancien' })
  await told.getByText(/ce téléphone le renvoie/).waitFor()
  await expect.poll(() => page.locator('.row-link').count()).toBe(2)
  await expect.poll(() => page.locator('.send').count()).toBe(0)
  // What waited left after it, and once.
  const numbers = await page.locator('.row-link').evaluateAll((links) =>
    Promise.all(
      links.map(async (link) => {
        const secret = link.getAttribute('href')?.split('#')[1] ?? ''
        const answer = await fetch('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })
        return Number(((await answer.json()) as { reference: string }).reference.split('-').at(-1))
      }),
    ),
  )
  const first = numberOf(back.reference)
  expect(numbers.toSorted((a, b) => a - b)).toEqual([first, first + 1])
})
