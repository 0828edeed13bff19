import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { phone, settled, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'

// What a resident sees while saying where it is, on the real screens.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const bavay = { latitude: 50.2978, longitude: 3.7933, accuracy: 12 }
const lille = { latitude: 50.6366, longitude: 3.0635, accuracy: 20 }

async function atThePlaceStep(geolocation = bavay): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, geolocation })
  await page.goto('/signaler')
  await page.getByRole('button', { name: 'Continuer sans photo' }).click()
  await page.getByRole('heading', { name: 'Où est-ce ?' }).waitFor()
  return page
}
const locate = (page: Page) => page.getByRole('button', { name: 'Trouver ma position' }).click()
const proceed = (page: Page) => page.getByRole('button', { name: 'Continuer', exact: true }).click()

describe('saying where it is', () => {
  it('turning the phone moves neither the pin nor what the GPS said of its accuracy', async () => {
    const page = await atThePlaceStep()
    await locate(page)
    await page.getByText('à 10 m près').waitFor()
    await page.setViewportSize({ width: 844, height: 390 })
    await settled(page)
    await page.setViewportSize(phone)
    await settled(page)
    expect(await page.getByText('à 10 m près').count()).toBe(1)

    await proceed(page)
    const asked = page.waitForRequest(/\/api\/incidents\/preview/)
    await page.getByRole('radio', { name: 'Animal' }).check()
    const { searchParams } = new URL((await asked).url())
    expect(['lat', 'lon', 'accuracy'].map((name) => Number(searchParams.get(name)))).toEqual([
      bavay.latitude,
      bavay.longitude,
      bavay.accuracy,
    ])
  })

  it('the place found is read without scrolling, and one outside the territory is said at once', async () => {
    const page = await atThePlaceStep()
    await locate(page)
    const bar = await page.getByRole('navigation', { name: 'Navigation principale' }).boundingBox()
    const found = await page.getByText('à 10 m près').boundingBox()
    expect(found && bar && found.y + found.height < bar.y).toBe(true)

    const away = await atThePlaceStep(lille)
    await locate(away)
    await away.getByText('Hors du territoire Pays de Mormal').waitFor()
  })

  it('an address typed with its commune is kept: the commune by its name, the street as words', async () => {
    const page = await atThePlaceStep()
    await page.getByRole('searchbox').fill('12 rue de la Gare, Le Quesnoy')
    await page.getByRole('button', { name: /^Le Quesnoy/ }).click()
    expect(await page.getByLabel('Préciser avec des mots').inputValue()).toBe('12 rue de la Gare')
    await proceed(page)
    await page.getByRole('heading', { name: 'Que signalez-vous ?' }).waitFor()
  })

  it('words are not called optional when the commune alone is known', async () => {
    const page = await atThePlaceStep()
    await page.getByRole('searchbox').fill('Bavay')
    await page.keyboard.press('Enter')
    await page.getByLabel('Préciser avec des mots', { exact: true }).waitFor()
  })
})

describe('saying what it is', () => {
  it('the first press on a picture already brings its questions into view', async () => {
    const page = await atThePlaceStep()
    await locate(page)
    await page.getByText('à 10 m près').waitFor()
    await proceed(page)
    await page.getByText('Nid-de-poule').click()
    await expect
      .poll(() =>
        page
          .getByText('Y a-t-il sur cette route un panneau jaune')
          .first()
          .evaluate((element) => element.getBoundingClientRect().top),
      )
      .toBeLessThan(phone.height - 200)
  })
})

describe('before sending', () => {
  it('says who will read the words, and reaches 114 by text message', async () => {
    const page = await atThePlaceStep()
    await locate(page)
    await page.getByText('à 10 m près').waitFor()
    await proceed(page)
    await page.getByRole('radio', { name: 'Éclairage' }).check()
    expect(await page.getByRole('link', { name: /^114/ }).getAttribute('href')).toBe('sms:114')
    await proceed(page)
    const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
    const send = page.getByRole('button', { name: 'Envoyer', exact: true })
    await notMine.or(send).first().waitFor()
    if (await notMine.isVisible()) await notMine.click()
    await send.waitFor()
    await page.getByText('ne sont montrés aux autres habitants qu’après relecture').waitFor()
  })
})

it('a report read on the narrowest phone with its text doubled goes past no edge', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: { width: 320, height: 640 } })
  const { items } = (await (await fetch(`${server.current.url}/api/incidents?limit=50`)).json()) as {
    items: { id: string; category: { name: string } }[]
  }
  const longest = items.toSorted((a, b) => b.category.name.length - a.category.name.length)[0]
  await page.goto(`/signalements/${longest?.id}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
