import type { Page } from 'playwright-core'
import { toString as qrCode } from 'qrcode'
import { describe, expect, it } from 'vitest'
import type { DeskSetup, Ticket } from '../../../api/incidents/desk.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { printed } from '../../support/printed.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const a4 = { pages: 1, widthMm: 210, heightMm: 297 }

async function signedIn({ viewport = desktop }: { viewport?: typeof desktop } = {}): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, viewport })
  await signInTo(page, server.current, clerk, '/agents')
  return page
}

/** Calls the API as the page's own session, and fails on a refusal. */
async function call<T>(
  page: Page,
  method: string,
  path: string,
  data?: unknown,
  version?: number,
): Promise<T> {
  const answer = await page.request.fetch(path, {
    method,
    data,
    headers: {
      'Idempotency-Key': systemIds.next(),
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
  })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

async function sendPhoto(page: Page, seed: number) {
  const photo = { id: systemIds.next(), uploadToken: `token-of-the-test-${seed}-0123456789` }
  const answer = await page.request.post('/api/media', {
    data: await aPhoto({ width: 600, height: 900, seed }),
    headers: {
      'Bocage-Media-Id': photo.id,
      'Bocage-Upload-Token': photo.uploadToken,
      'Content-Type': 'image/jpeg',
    },
  })
  if (!answer.ok()) throw new Error(`photo refused: ${await answer.text()}`)
  return photo
}

/** The longest report one can make, with all that staff add to it. */
async function aLongReport(page: Page): Promise<string> {
  const { territories, me } = await call<DeskSetup>(page, 'GET', '/api/desk/setup')
  const territory = territories[0]
  const commune = territory?.communes.find(({ name }) => name === 'Bavay')
  const category = territory?.categories.find(({ slug }) => slug === 'nid-de-poule')
  if (!commune || !category) throw new Error('the demo has neither Bavay nor potholes')
  const { id } = await call<{ id: string }>(page, 'POST', '/api/desk/incidents', {
    id: systemIds.next(),
    channel: 'counter',
    categoryId: category.id,
    position: { lat: commune.lat + 0.004, lon: commune.lon - 0.006, accuracy: 10 },
    place: 'Devant le portail vert '.repeat(13).slice(0, 300),
    words: `${'Un mot après l’autre, sans fin. '.repeat(60)}\n${'ligne\n'.repeat(200)}`.slice(0, 4000),
    answers: Object.fromEntries(
      category.questions.map((one) => [one.id, (one.choices?.[0] ?? 'Oui, partout ').slice(0, 60)]),
    ),
    photos: [await sendPhoto(page, 1), await sendPhoto(page, 2), await sendPhoto(page, 3)],
    contact: {
      name: 'Mme Anne-Marie Vandenbroucke',
      phone: '03 27 00 00 00',
      email: 'anne@habitante.example',
    },
  })
  for (const note of [1, 2, 3])
    await call(page, 'POST', `/api/desk/incidents/${id}/notes`, {
      id: systemIds.next(),
      words: `Note ${note}. ${'Prendre de l’enrobé à froid et les cônes. '.repeat(40)}`,
    })
  const seen = async () => (await call<Ticket>(page, 'GET', `/api/desk/incidents/${id}`)).version
  const planned = { id: systemIds.next(), to: 'scheduled', plannedOn: '2026-12-03' }
  await call(page, 'POST', `/api/desk/incidents/${id}/moves`, planned, await seen())
  const given = { id: systemIds.next(), assigneeId: me.id }
  await call(page, 'PATCH', `/api/desk/incidents/${id}`, given, await seen())
  return id
}

async function openSheet(page: Page, id: string) {
  await page.goto(`/agents/signalements/${id}/fiche`)
  await page.locator('.sheet svg path').first().waitFor()
  await page.locator('header img.code').waitFor()
  await page.waitForFunction(() =>
    [...document.images].every((image) => image.complete && image.naturalWidth > 0),
  )
}

describe('The work sheet', () => {
  it('is one A4 page, however long the report', async () => {
    const page = await signedIn()
    const id = await aLongReport(page)
    await openSheet(page, id)
    expect(await printed(page)).toEqual(a4)
    await page.getByLabel('Imprimer les coordonnées de la personne').check()
    expect(await printed(page)).toEqual(a4)

    // At the size of the paper inside its margins, room is left to write.
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 718, height: 1047 })
    const sheet = await page.locator('.sheet').boundingBox()
    const lines = await page.locator('.lines').boundingBox()
    const foot = await page.locator('.foot').boundingBox()
    if (!sheet || !lines || !foot) throw new Error('the sheet is not drawn')
    expect(lines.height).toBeGreaterThan(70)
    expect(foot.y + foot.height).toBeLessThanOrEqual(sheet.y + sheet.height + 1)
    await screenshot(page, 'desk-sheet-long-printed')
  })

  it('is one A4 page with neither photo nor exact place', async () => {
    const page = await signedIn()
    const { territories } = await call<DeskSetup>(page, 'GET', '/api/desk/setup')
    const { id } = await call<{ id: string }>(page, 'POST', '/api/desk/incidents', {
      id: systemIds.next(),
      channel: 'phone',
      categoryId: territories[0]?.categories.find(({ slug }) => slug === 'eclairage')?.id,
      position: null,
      communeCode: territories[0]?.communes.find(({ name }) => name === 'Bavay')?.code,
      place: 'Rue de la Gare',
    })
    await openSheet(page, id)
    await page.getByText('Le lieu exact n’est pas connu.').waitFor()
    await page.getByText('Pas de photo').waitFor()
    expect(await printed(page)).toEqual(a4)
  })

  it('says what a technician needs, and nothing of the person unless asked', async () => {
    const page = await signedIn()
    const id = await aLongReport(page)
    const ticket = await call<Ticket>(page, 'GET', `/api/desk/incidents/${id}`)
    await openSheet(page, id)
    const sheet = page.locator('.sheet')
    const text = await sheet.innerText()
    for (const words of [
      ticket.reference,
      'Nid-de-poule, Bavay',
      'Prévu le jeudi 3 décembre',
      'Confié à Odile Carlier',
      'Prendre de l’enrobé',
      'au nord-ouest du centre de Bavay',
      '2 autres photos à l’écran',
      '(la suite est à l’écran)',
      'Mis en sécurité',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('Vandenbroucke')
    await page.getByLabel('Imprimer les coordonnées de la personne').check()
    expect(await sheet.innerText()).toContain('Mme Anne-Marie Vandenbroucke · 03 27 00 00 00')

    // The code is the one that leads to this report.
    const link = `${server.current.url}/agents/signalements/${id}`
    const expected = await qrCode(link, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    const drawn = await sheet.locator('header img.code').getAttribute('src')
    expect(
      decodeURIComponent(drawn ?? '')
        .split(',')
        .slice(1)
        .join(','),
    ).toBe(expected)
  })

  it('is dark on white even for those who read light on dark', async () => {
    const page = await browser.openPage({
      baseURL: server.current.url,
      viewport: desktop,
      colorScheme: 'dark',
    })
    await signInTo(page, server.current, clerk, '/agents')
    await page.evaluate(() => localStorage.setItem('bocage.theme', 'dark'))
    const { items } = await call<{ items: { id: string }[] }>(page, 'GET', '/api/desk/incidents?queue=all')
    await openSheet(page, items[0]?.id ?? '')
    const inkOf = () => page.locator('.sheet').evaluate((sheet) => getComputedStyle(sheet).color)
    expect(await inkOf()).toBe('rgb(238, 242, 238)')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await inkOf()).toBe('rgb(0, 0, 0)')
  })

  it('leaves no paper rule behind', async () => {
    const page = await signedIn()
    const { items } = await call<{ items: { id: string }[] }>(page, 'GET', '/api/desk/incidents?queue=all')
    await openSheet(page, items[0]?.id ?? '')
    await page.getByRole('link', { name: 'Retour au signalement' }).click()
    await page.locator('.page-of-ticket h1').waitFor()
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0)
  })

  it.each([
    ['phone', phone],
    ['wide', desktop],
  ])('is read by everyone: %s', async (name, viewport) => {
    const page = await signedIn({ viewport })
    const { items } = await call<{ items: { id: string; photoCount: number }[] }>(
      page,
      'GET',
      '/api/desk/incidents?queue=all&limit=100',
    )
    await openSheet(page, items.find(({ photoCount }) => photoCount > 0)?.id ?? '')
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `desk-sheet-${name}`, { fullPage: true })
  })
})
