import { readdir } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { deliverPush } from '../../support/push.ts'
import { useServer } from '../../support/server.ts'

// What a phone promises in a village without network: nothing written is lost, and what is sent exists once.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

/** Inside Locquignol's forest, where the demo has few reports. */
const forest = { latitude: 50.2041, longitude: 3.7188, accuracy: 12 }

async function openPhone(): Promise<Page> {
  const page = await browser.openPage({
    baseURL: server.current.url,
    geolocation: forest,
    serviceWorker: true,
  })
  const boundaries = page.waitForResponse(/\/pack/)
  await page.goto('/')
  await page.getByRole('heading', { level: 1, name: 'Pays de Mormal' }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await (await boundaries).finished()
  return page
}

/** Walks the screens up to the last one, with a photo; leaves the words to the caller. */
async function prepareReport(page: Page): Promise<void> {
  await page.goto('/signaler')
  await page.locator('input[data-way=library]').setInputFiles({
    name: 'arbre.jpg',
    mimeType: 'image/jpeg',
    buffer: await aPhoto({ width: 1200, height: 900 }),
  })
  await page.getByText('1 photo sur 5').waitFor()
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('button', { name: 'Trouver ma position' }).click()
  await page.getByText('à 10 m près').waitFor()
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('radio', { name: 'Animal' }).check()
  await page.getByRole('button', { name: 'Continuer' }).click()
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await check.waitFor()
}

const words = (page: Page) => page.getByLabel('Ce que l’agent doit savoir')
const sendButton = (page: Page) => page.getByRole('button', { name: 'Envoyer', exact: true })

/** How many reports the phone knows the server accepted. */
async function acceptedOnPhone(page: Page): Promise<number> {
  await page.goto('/mes-suivis')
  await page.getByRole('heading', { name: 'Vos signalements' }).waitFor()
  return page.getByRole('link', { name: /Animal/ }).count()
}

/** What the phone would show again of the report being written. */
const keptWords = async (page: Page) => (await keptDraft(page))?.words

const keptDraft = (page: Page): Promise<{ words: string; photos: unknown[] } | undefined> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').get('report:200043321')
          reading.onsuccess = () => {
            opening.result.close()
            resolve(reading.result as { words: string; photos: unknown[] } | undefined)
          }
          reading.onerror = () => reject(reading.error)
        }
      }),
  )

/** How many the server has: the number in the newest reference moves by one a report. */
async function lastReference(page: Page): Promise<number> {
  const text = await page.locator('.row-link').first().getAttribute('href')
  const answer = await fetch(`${server.current.url}/api/reporter/incident`, {
    headers: { 'Bocage-Secret': (text ?? '').split('#')[1] ?? '' },
  })
  const { reference } = (await answer.json()) as { reference: string }
  return Number(reference.split('-').at(-1))
}

const installHelp = (page: Page) => page.getByRole('complementary', { name: 'Gardez Bocage sous la main' })

/** After a first success, and never again; then it is where one looks for it. */
async function sayInstallOnce(page: Page): Promise<void> {
  await installHelp(page).getByRole('listitem').first().waitFor()
  await expectNoAxeViolations(page, { within: 'aside' })
  await screenshot(page, 'install-help')
  await installHelp(page).getByRole('button', { name: 'Non merci' }).click()
  await page.reload()
  await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
  await page.getByRole('button', { name: 'Réglages' }).click()
  await page.getByRole('link', { name: 'Installer Bocage' }).click()
  await page.getByRole('heading', { name: 'Sur cet appareil' }).waitFor()
  // Its words are there by now: it would be too.
  expect(await installHelp(page).count()).toBe(0)
  // Chromium's own question, which it asks of no headless browser.
  await page.evaluate(() => {
    const asked = new Event('beforeinstallprompt', { cancelable: true })
    window.dispatchEvent(Object.assign(asked, { prompt: async () => ({ outcome: 'dismissed' }) }))
  })
  await page.getByRole('button', { name: 'Installer', exact: true }).click()
  await page.getByText('D’accord, pas maintenant').waitFor()
  await screenshot(page, 'install', { fullPage: true })
}

/** Leaves this phone no room for more than it has. */
async function fillDisc(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.current.url, quotaSize: 1 })
  return devtools
}

describe('without network', () => {
  it('keeps what was written through a reload and the browser closing the page', async () => {
    const page = await openPhone()
    await prepareReport(page)
    await words(page).fill('Un chevreuil blessé au bord de la route.')
    await page.reload()
    await expect.poll(() => words(page).inputValue()).toBe('Un chevreuil blessé au bord de la route.')
    const again = await page.context().newPage()
    await page.close()
    await again.goto('/signaler')
    await again.getByText('Votre signalement commencé est gardé').waitFor()
    await again.getByText('1 photo sur 5').waitFor()
  })

  it('keeps the report, says so, and sends it once when the network is back', async () => {
    const page = await openPhone()
    await prepareReport(page)
    await words(page).fill('Une harde traverse sans cesse.')
    await page.context().setOffline(true)
    await sendButton(page).dblclick()
    await page.getByRole('heading', { name: 'Votre signalement attend le réseau' }).waitFor()
    await page.reload()
    await page.getByText('1 envoi en attente').waitFor()
    expect(await installHelp(page).count()).toBe(0)
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor({ timeout: 20_000 })
    await sayInstallOnce(page)
    expect(await acceptedOnPhone(page)).toBe(1)
    await expect.poll(() => page.getByText('envoi en attente').count()).toBe(0)
  })

  it('moves what it sends from what waits to what is followed, under the eyes of who waits', async () => {
    const page = await openPhone()
    await prepareReport(page)
    await page.context().setOffline(true)
    await sendButton(page).click()
    await page.getByRole('link', { name: 'Mes suivis' }).first().click()
    await page.getByRole('heading', { name: 'À envoyer' }).waitFor()
    await page.getByText('Hors connexion. 1 envoi en attente').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'Vos signalements' }).waitFor({ timeout: 20_000 })
    await page.getByRole('link', { name: /^Animal/ }).waitFor()
    expect(await page.getByText('Rien à suivre pour l’instant').count()).toBe(0)
  })

  it('makes one report of a double tap in two tabs', async () => {
    const first = await openPhone()
    await prepareReport(first)
    await words(first).fill('Le même, vu dans deux onglets.')
    await expect.poll(() => keptWords(first)).toBe('Le même, vu dans deux onglets.')
    const second = await first.context().newPage()
    await second.goto(first.url())
    await expect.poll(() => words(second).inputValue()).toBe('Le même, vu dans deux onglets.')
    await Promise.all([sendButton(first).dblclick(), sendButton(second).dblclick()])
    await Promise.all(
      [first, second].map((page) =>
        page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor({ timeout: 20_000 }),
      ),
    )
    expect(await acceptedOnPhone(first)).toBe(1)
    const before = await lastReference(first)
    await prepareReport(first)
    await sendButton(first).click()
    await first.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
    await acceptedOnPhone(first)
    expect(await lastReference(first)).toBe(before + 1)
  })

  it('opens any screen from the phone, and says what it cannot show', async () => {
    const page = await openPhone()
    await page.context().setOffline(true)
    await page.goto('/signalements')
    await page.getByText('Vous êtes hors connexion').waitFor()
    await page.goto('/signaler/ou')
    await page.getByRole('button', { name: 'Trouver ma position' }).click()
    await page.getByText('Locquignol').first().waitFor()
  })
})

it('a phone with no room left shows what it fetches, and does not keep it', async () => {
  const page = await openPhone()
  await page.reload()
  await fillDisc(page)
  const [name] = (await readdir(new URL('../../../dist/web/assets/desk/', import.meta.url))).filter((file) =>
    file.endsWith('.js'),
  )
  const path = `/assets/desk/${name}`
  expect(await page.evaluate((path) => fetch(path).then(({ status }) => status), path)).toBe(200)
  expect(await page.evaluate((path) => caches.match(path).then(Boolean), path)).toBe(false)
})

describe('a push message', () => {
  it('is always shown, even one that cannot be read', async () => {
    const page = await openPhone()
    const [told] = await deliverPush(page, {
      title: 'LQN-26-0042 · Animal, Locquignol',
      body: 'La commune de Locquignol a lu le signalement.',
      url: '/mes-suivis',
      tag: 'incident:1',
      lang: 'fr',
    })
    expect(told).toMatchObject({
      title: 'LQN-26-0042 · Animal, Locquignol',
      body: 'La commune de Locquignol a lu le signalement.',
      tag: 'incident:1',
      data: { url: '/mes-suivis' },
    })
    expect(await deliverPush(page, 'not json')).toMatchObject([
      { title: 'Bocage', body: 'Du nouveau dans Bocage. Touchez ici pour voir.', data: { url: '/alertes' } },
    ])
  })
})

describe('a photo shared from the gallery', () => {
  /** As Android does: the system's own form, posted to where the manifest says. */
  const share = (page: Page, photo: Buffer, { type = 'image/jpeg', names = ['ornière.jpg'] } = {}) =>
    Promise.all([
      page.waitForURL(/partage=/),
      page.evaluate(
        ({ bytes, type, names }) => {
          const form = Object.assign(document.createElement('form'), {
            action: '/signaler/partager',
            method: 'post',
            enctype: 'multipart/form-data',
          })
          const input = Object.assign(document.createElement('input'), { type: 'file', name: 'photos' })
          const files = new DataTransfer()
          for (const name of names) files.items.add(new File([new Uint8Array(bytes)], name, { type }))
          input.files = files.files
          form.append(input)
          document.body.append(form)
          form.submit()
        },
        { bytes: [...photo], type, names },
      ),
    ])

  it('begins a report without network, and is taken once', async () => {
    const page = await openPhone()
    await page.reload()
    await page.context().setOffline(true)
    await share(page, await aPhoto({ width: 800, height: 600 }))
    await page.getByText('1 photo sur 5').waitFor()
    await expect.poll(async () => (await keptDraft(page))?.photos.length).toBe(1)
    await page.reload()
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    expect(await page.getByText('1 photo sur 5').count()).toBe(1)
  })

  it('with five others: the one too many is said', async () => {
    const page = await openPhone()
    await page.reload()
    const names = [1, 2, 3, 4, 5, 6].map((n) => `photo-${n}.jpg`)
    await share(page, await aPhoto({ width: 800, height: 600 }), { names })
    await page.getByText('5 photos sur 5').waitFor()
    await page.getByText(/^photo-6\.jpg\s: 5 photos au plus/).waitFor()
  })

  it('is not lost with a page that closes before it has it', async () => {
    const page = await openPhone()
    await page.reload()
    // A phone that is slow to draw, once.
    await page.addInitScript(() => {
      if (sessionStorage.getItem('drawn') || !location.search.includes('partage')) return
      sessionStorage.setItem('drawn', 'yes')
      window.createImageBitmap = () => new Promise(() => {})
    })
    await share(page, await aPhoto({ width: 800, height: 600 }))
    await page.getByText('Préparation').waitFor()
    await page.reload()
    await page.getByText('1 photo sur 5').waitFor()
  })

  it('that could be held in memory only is there after a reload, and comes once', async () => {
    const page = await openPhone()
    await page.reload()
    // A disc that is full by the time the photo is ready.
    await page.addInitScript(() => {
      const put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === 'drafts') throw new DOMException('full', 'QuotaExceededError')
        return put.apply(this, args)
      }
    })
    await share(page, await aPhoto({ width: 800, height: 600 }))
    await page.getByText('1 photo sur 5').waitFor()
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.waitForURL(/signaler\/ou/)
    await page.goBack()
    await page.getByText('1 photo sur 5').waitFor()
    await page.reload()
    await page.getByText('1 photo sur 5').waitFor()
  })

  it('that finds no room beside those of a report begun before: says to choose it again', async () => {
    const page = await openPhone()
    await prepareReport(page)
    const full = await fillDisc(page)
    await share(page, await aPhoto({ width: 800, height: 600 }))
    await full.detach()
    await page.getByText('1 photo sur 5').waitFor()
    await page.getByText('La photo partagée n’a pas pu être gardée').waitFor()
  })

  it('that is no photo is refused in words', async () => {
    const page = await openPhone()
    await page.reload()
    await share(page, Buffer.from('%PDF-1.7'), { type: 'application/pdf' })
    await page.getByText('ce fichier n’est pas une photo').waitFor()
  })

  it('when the app is not there to keep it: says to choose it again', async () => {
    const page = await browser.openPage({ baseURL: server.current.url })
    await page.goto('/')
    await share(page, await aPhoto({ width: 800, height: 600 }))
    await page.getByText('La photo partagée n’a pas pu être gardée').waitFor()
  })
})
