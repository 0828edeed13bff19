import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { beforeNextRelease, runsNext } from '../../support/next-release.ts'
import { forest, heading, press, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// A part of the application that this page can no longer have: the person goes on all the same, and keeps what they wrote.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const words = (page: Page) => page.getByLabel('Ce que l’agent doit savoir')
const goTo = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click()
/** Which opening of a page this is. */
const opened = (page: Page) => page.evaluate(() => performance.timeOrigin)
const isWritten = (page: Page, said: string) =>
  expect
    .poll(async () => (await keptOn<{ words: string }>(page, 'drafts')).map((draft) => draft.words))
    .toEqual([said])

it('a screen pressed for without network opens by a second press once there is one, without the application installed', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, geolocation: forest })
  await writeReport(page, 'Un sanglier')
  await isWritten(page, 'Un sanglier')
  const before = await opened(page)
  await page.context().setOffline(true)
  await goTo(page, 'Trajets')
  await page.getByText('Vous êtes hors connexion').first().waitFor()
  expect(await opened(page)).toBe(before)
  expect(await words(page).inputValue()).toBe('Un sanglier')

  await page.context().setOffline(false)
  await goTo(page, 'Trajets')
  await page.waitForURL(/\/trajets$/)
  await heading(page, /Trajets/)
  await page.goto('/signaler')
  await isWritten(page, 'Un sanglier')
})

it('who stays, since the screen pressed for could not be had, sees what becomes of what they send, and sends it once', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, geolocation: forest })
  await writeReport(page, 'Un sanglier blessé')
  await isWritten(page, 'Un sanglier blessé')
  await page.context().setOffline(true)
  await goTo(page, 'Trajets')
  await page.getByText('Vous êtes hors connexion').first().waitFor()
  await page.context().setOffline(false)
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  expect(await keptOn(page, 'followed')).toHaveLength(1)
})

it('the page of a part that the server does not have is opened anew once, and not without end', async () => {
  const page = await browser.openPage({ baseURL: server.current.url })
  await page.goto('/')
  await page.route(/\/assets\/.*(carpool|SearchPage|rides).*\.js$/i, (route) =>
    route.fulfill({ status: 404, body: '' }),
  )
  let loads = 0
  page.on('load', () => loads++)
  await goTo(page, 'Trajets')
  await expect.poll(() => loads).toBe(1)
  await page.waitForTimeout(4_000)
  expect(loads).toBe(1)
})

describe('a new version taken in another tab', () => {
  /** A report half written, and a second tab that took the new version. */
  async function takenElsewhere() {
    const release = await beforeNextRelease(server.current.url)
    const page = await browser.openPage({ baseURL: release.url, geolocation: forest, serviceWorker: true })
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
    await writeReport(page, 'Un sanglier sur la rou')
    const before = await opened(page)
    const other = await page.context().newPage()
    await other.goto('/mes-suivis')
    release.released = true
    await other.evaluate(async () => (await navigator.serviceWorker.ready).update())
    const offer = (tab: Page) => tab.getByText('Une nouvelle version de l’application est prête')
    await Promise.all([offer(page).waitFor(), offer(other).waitFor()])
    const reloaded = other.waitForEvent('load')
    await press(other, 'Mettre à jour')
    await reloaded
    await expect.poll(() => runsNext(other)).toBe(true)
    // It is left alone in the middle of its sentence.
    await words(page).fill('Un sanglier sur la route')
    expect(await opened(page)).toBe(before)
    expect(await runsNext(page)).toBe(false)
    return { page, release }
  }
  const sent = (page: Page) => heading(page, 'Votre signalement est parti')

  it('leaves what is being written here; « Mettre à jour » here takes it too, and it is there after', async () => {
    const { page, release } = await takenElsewhere()
    const reloaded = page.waitForEvent('load')
    await press(page, 'Mettre à jour')
    await reloaded
    await heading(page, 'Vérifier et envoyer')
    expect(await runsNext(page)).toBe(true)
    expect(await words(page).inputValue()).toBe('Un sanglier sur la route')
    await press(page, 'Envoyer')
    await sent(page)
    expect(await keptOn(page, 'followed')).toHaveLength(1)
    await release.close()
  })

  it('a screen of the former version that is gone opens in the new one, and what was written is there after', async () => {
    const { page, release } = await takenElsewhere()
    await isWritten(page, 'Un sanglier sur la route')
    // A browser keeps files of its own accord, until it needs the room.
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.clearBrowserCache')
    await goTo(page, 'Trajets')
    await page.waitForURL(/\/trajets$/)
    await expect.poll(() => runsNext(page)).toBe(true)
    await heading(page, /Trajets/)
    await page.goto('/signaler')
    await isWritten(page, 'Un sanglier sur la route')
    await release.close()
  })

  it('what is sent from here all the same leaves, once', async () => {
    const { page, release } = await takenElsewhere()
    await press(page, 'Envoyer')
    await sent(page)
    expect(await keptOn(page, 'sends')).toEqual([])
    expect(await keptOn(page, 'followed')).toHaveLength(1)
    await release.close()
  })
})
