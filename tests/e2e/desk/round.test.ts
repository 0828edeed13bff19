import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto, aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { keptOn, keptWork, sentInOrder, takeOne, takeOneAndWrite } from '../../support/round.ts'
import { beforeNextRelease, runsNext } from '../../support/next-release.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink, overflowOf, signInTo } from '../../support/staff-pages.ts'

// A day in the forest: what was taken along opens without network, and what was done there arrives once, in order.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const technician = 'technicien@mormal.example'
const size = 20

type Entry = { kind: string; toStatus: string | null; words: string | null; photos: unknown[] }
type Ticket = { version: number; status: string; history: Entry[] }

/** Calls the API as whoever is signed in on that page. */
const asSignedIn = <T>(page: Page, path: string, method = 'GET', body?: unknown, version?: number) =>
  page.evaluate(
    async ([path, method, body, version]) => {
      const answer = await fetch(path as string, {
        method: method as string,
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
          ...(version ? { 'If-Match': `"${String(version)}"` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (!answer.ok) throw new Error(`${String(path)}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as unknown
    },
    [path, method, body, version] as const,
  ) as Promise<T>

const aPicture = async (seed: number) => ({
  name: 'photo.jpg',
  mimeType: 'image/jpeg',
  buffer: await aPhoto({ seed }),
})

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
const sessions = new Map<string, Promise<Cookies>>()

/** Cookies of whoever signed in, once for all scenes. */
const sessionOf = (email: string): Promise<Cookies> => {
  const known = sessions.get(email) ?? signIn(email)
  sessions.set(email, known)
  return known
}

async function signIn(email: string): Promise<Cookies> {
  const page = await browser.openPage({ baseURL: server.current.url })
  await signInTo(page, server.current, email, '/agents')
  return page.context().cookies()
}

async function upload(): Promise<{ id: string; uploadToken: string }> {
  const [id, uploadToken] = [crypto.randomUUID(), `${crypto.randomUUID()}${crypto.randomUUID()}`]
  const answer = await fetch(`${server.current.url}/api/media`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/jpeg', 'Bocage-Media-Id': id, 'Bocage-Upload-Token': uploadToken },
    body: new Uint8Array(await aPhoto()),
  })
  expect(answer.status).toBe(201)
  return { id, uploadToken }
}

it('a round leaves the phone with its author: signed out, the session ended from elsewhere, somebody else signed in', async () => {
  const page = await browser.openPage({ baseURL: server.current.url })
  const context = page.context()
  await context.addCookies(await sessionOf(technician))

  // First what is on the phone, whatever becomes of the rest: there is no network to end the session by.
  await takeOneAndWrite(page)
  await page.goto('/mon-compte')
  const leave = page.getByRole('button', { name: 'Se déconnecter' })
  await leave.waitFor()
  expect(await keptWork(page)).toEqual([1, 1, 1])
  await context.setOffline(true)
  await leave.click()
  await expect.poll(() => keptWork(page)).toEqual([0, 0, 0])
  await context.setOffline(false)

  // A session that ended: whatever page is opened, the round is gone. What was half written waits for its author.
  await takeOneAndWrite(page)
  await context.clearCookies()
  await page.goto('/')
  await expect.poll(() => keptWork(page)).toEqual([0, 0, 1])
  await context.addCookies(await sessionOf(technician))
  await takeOne(page)
  await page.locator('.lines a').first().click()
  await expect.poll(() => page.getByLabel('Note interne').inputValue()).toBe('Passer voir la voi')

  // Ended by hand, with what was begun in it.
  await page.goto('/agents/tournee')
  await page.getByRole('button', { name: 'Terminer la tournée' }).click()
  await page.getByRole('button', { name: 'Confirmer' }).click()
  await expect.poll(() => keptWork(page)).toEqual([0, 0, 0])

  await takeOneAndWrite(page)
  await context.clearCookies()
  await context.addCookies(await sessionOf(clerk))
  await page.goto('/agents')
  await expect.poll(() => keptWork(page)).toEqual([0, 0, 0])
})

it('a release between two openings: offered, taken by hand, with what waits and what is half written, sent once after', async () => {
  const release = await beforeNextRelease(server.current.url)
  let page = await browser.openPage({ baseURL: release.url, serviceWorker: true })
  const context = page.context()
  await context.addCookies(await sessionOf(technician))
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await takeOne(page)

  await context.setOffline(true)
  await page.locator('.lines a').first().click()
  const note = () => page.getByLabel('Note interne')
  await note().fill('Vu sur place')
  await page.getByRole('button', { name: 'Ajouter la note' }).click()
  await expect.poll(() => keptOn(page, 'sends')).toHaveLength(1)
  await note().fill('Passer voir la voi')
  await expect.poll(() => keptOn(page, 'deskDrafts')).toHaveLength(1)
  await page.close()

  // All its files have other names, and it is still starting when the network is back.
  Object.assign(release, { released: true, starting: true })
  await context.setOffline(false)
  page = await context.newPage()
  await page.goto('/agents/tournee')
  const opened = await page.evaluate(() => performance.timeOrigin)
  const openedAt = () => page.evaluate(() => performance.timeOrigin)
  await page.locator('.lines a').first().click()
  await expect.poll(() => note().inputValue()).toBe('Passer voir la voi')
  await page.getByText('Une nouvelle version de l’application est prête').waitFor()
  await note().fill('Passer voir la voie')
  expect([await openedAt(), await runsNext(page)]).toEqual([opened, false])
  await expectNoAxeViolations(page)
  await expect
    .poll(async () => (await keptOn(page, 'deskDrafts'))[0]?.draft?.words)
    .toBe('Passer voir la voie')

  const reloaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Mettre à jour', exact: true }).click()
  await reloaded
  await expect.poll(() => note().inputValue()).toBe('Passer voir la voie')
  expect(await runsNext(page)).toBe(true)
  expect(await keptOn(page, 'sends')).toHaveLength(1)
  await page.getByRole('button', { name: 'Ajouter la note' }).click()
  await expect.poll(() => keptOn(page, 'sends')).toHaveLength(2)

  release.starting = false
  await page.reload()
  await expect.poll(() => keptOn(page, 'sends'), { timeout: 30_000 }).toEqual([])
  const { history } = await asSignedIn<Ticket>(page, `/api/desk/incidents/${page.url().split('/').at(-1)}`)
  const words = history.filter(({ kind }) => kind === 'note').map(({ words }) => words)
  expect(words.slice(-2)).toEqual(['Vu sur place', 'Passer voir la voie'])
  expect(new Set(words).size).toBe(words.length)

  // The round is whole in the new version: without network nor server.
  await context.setOffline(true)
  await release.close()
  await page.close()
  page = await context.newPage()
  await page.goto('/agents/tournee')
  await page.locator('.lines a').first().click()
  await note().waitFor()
  expect(await runsNext(page)).toBe(true)
})

it('a photo that does not come keeps no round from leaving, which a wrong clock makes neither older nor newer', async () => {
  const { url } = server.current
  const report = aReport(await demoTerritoryAt(url), { words: 'Trou et photo', photos: [await upload()] })
  const { id } = (await (await sendReport(url, report)).json()) as { id: string }
  const page = await browser.openPage({ baseURL: url })
  await page.context().addCookies(await sessionOf(technician))
  // A limit of time, whatever it is, ends in an instant here; the photo, never.
  await page.addInitScript(() => {
    const { timeout } = AbortSignal
    AbortSignal.timeout = () => timeout.call(AbortSignal, 200)
  })
  await page.route('**/api/media/**', () => undefined)
  await page.clock.install({ time: Date.now() + 86_400_000 })
  await page.goto('/agents/tournee')
  const { user } = await asSignedIn<{ user: { id: string } }>(page, '/api/account')
  const take = { id: crypto.randomUUID(), assigneeId: user.id }
  await asSignedIn(page, `/api/desk/incidents/${id}`, 'PATCH', take, 1)
  await takeOne(page)
  await page.getByText(/^Tournée emportée aujourd’hui à/).waitFor()
  await page.locator('.lines a').first().click()
  await page.getByText(/^Lu aujourd’hui à/).waitFor()
})

it('a round of twenty: taken along, worked through without network nor server, sent once each and in order', async () => {
  const { url } = server.current
  const territory = await demoTerritoryAt(url)
  const reports: { id: string; reference: string }[] = []
  for (let n = 0; n < size; n++) {
    const photos = n === 0 ? [await upload()] : []
    const answer = await sendReport(url, aReport(territory, { words: `Trou numéro ${n}`, photos }))
    expect(answer.status).toBe(201)
    reports.push((await answer.json()) as { id: string; reference: string })
  }
  const office = await browser.openPage({ viewport: desktop, baseURL: url })
  await signInTo(office, server.current, clerk, '/agents')

  const device = await browser.openPhone({ baseURL: url })
  let phone = device.page
  await signInTo(phone, server.current, technician, '/agents')
  const { user } = await asSignedIn<{ user: { id: string } }>(phone, '/api/account')
  for (const { id } of reports)
    await asSignedIn(
      phone,
      `/api/desk/incidents/${id}`,
      'PATCH',
      { id: crypto.randomUUID(), assigneeId: user.id },
      1,
    )
  await phone.evaluate(() => navigator.serviceWorker.ready)
  await phone.goto('/agents/tournee')
  await phone.getByText('Confiés à vous').waitFor()
  await expectNoAxeViolations(phone)
  await screenshot(phone, 'round-choice')
  // The demo gives them reports of its own: only ours are taken along.
  const boxes = phone.locator('form input[type=checkbox]')
  for (const box of await boxes.all()) await box.uncheck()
  for (const { reference } of reports) await phone.getByLabel(reference).check()
  await phone.getByRole('button', { name: `Emporter ${size} signalements` }).click()
  await phone.getByText('Tournée emportée').waitFor()

  // No network, no server, and the tab is gone: the round opens all the same.
  let context = phone.context()
  await context.setOffline(true)
  await server.current.kill()
  await phone.close()
  phone = await context.newPage()
  await phone.goto('/agents/tournee')
  const lines = () => phone.locator('.lines a')
  await expect.poll(() => lines().count()).toBe(size)
  await expectNoAxeViolations(phone)
  expect(await overflowOf(phone)).toBe(0)
  await screenshot(phone, 'round-offline')

  const lineOf = (n: number) => lines().filter({ hasText: reports[n]?.reference ?? '' })
  const move = async (verb: string) => {
    await phone.getByRole('button', { name: verb, exact: true }).click()
    await phone.getByRole('button', { name: 'Envoyer', exact: true }).click()
  }
  for (let n = 0; n < size; n++) {
    await lineOf(n).click()
    await phone.getByText(`Trou numéro ${n}`, { exact: false }).first().waitFor()
    if (n === 0) {
      const photo = phone.locator('.strip img').first()
      await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
      await move('Marquer comme lu')
      await phone.locator('header').getByText('Lu', { exact: true }).waitFor()
      await move('Prévoir')
      await phone.locator('header').getByText('Prévu', { exact: true }).waitFor()
      await phone.getByLabel('Note interne').fill('Apporter deux sacs d’enrobé')
      await phone
        .locator('input[data-way=library]')
        .last()
        .setInputFiles(await aPicture(3))
      // Pressed twice, as with a glove: written once.
      await phone.getByRole('button', { name: 'Ajouter la note' }).dblclick()
      await expect.poll(() => phone.locator('.send').count()).toBe(3)
      await expectNoAxeViolations(phone)
      expect(await overflowOf(phone)).toBe(0)
      await screenshot(phone, 'round-ticket', { fullPage: true })
    } else {
      await move('Marquer comme lu')
      await phone.locator('header').getByText('Lu', { exact: true }).waitFor()
    }
    if (n === size / 2) {
      // The battery dies in the middle of a word: what was done, and what was begun, is on the phone.
      await phone.getByRole('button', { name: 'Prévoir', exact: true }).click()
      await phone.getByLabel('Message public').fill('Nous passerons avec la nacelle')
      await phone
        .locator('input[data-way=library]')
        .last()
        .setInputFiles(await aPicture(4))
      await phone.getByLabel('Note interne').fill('Branche à scier avan')
      await expect
        .poll(async () => (await keptOn(phone, 'deskDrafts')).map(({ draft }) => draft?.words).sort())
        .toEqual(['Branche à scier avan', 'Nous passerons avec la nacelle'])
      await device.batteryDies()
      await device.start()
      phone = device.page
      context = phone.context()
      await context.setOffline(true)
      await phone.goto(`/agents/tournee/${reports[n]?.id}`)
      await expect
        .poll(() => phone.getByLabel('Message public').inputValue())
        .toBe('Nous passerons avec la nacelle')
      expect(await phone.getByLabel('Note interne').inputValue()).toBe('Branche à scier avan')
      expect(await phone.locator('.thumbs img').count()).toBe(1)
      await screenshot(phone, 'round-half-written', { fullPage: true })
      await phone.getByRole('button', { name: 'Annuler', exact: true }).click()
      await phone.getByLabel('Note interne').fill('Branche à scier avant lundi')
      await phone.getByRole('button', { name: 'Ajouter la note' }).click()
      await phone.getByRole('link', { name: 'Ma tournée' }).first().click()
    } else await phone.getByRole('link', { name: 'Ma tournée' }).first().click()
    await lines().first().waitFor()
  }
  await phone.getByText(`${size + 3} envois attendent`).waitFor()
  // Sent, it is begun no more; the sentence nobody sent is still there.
  expect((await keptOn(phone, 'deskDrafts')).map(({ id }) => id)).toEqual([`move:${reports[size / 2]?.id}`])

  // Meanwhile a colleague declines the last one, gives the one before back, and the technician's session ends.
  await server.current.restart()
  const givenBack = reports.at(-2)?.id ?? ''
  const seen = await asSignedIn<Ticket>(office, `/api/desk/incidents/${givenBack}`)
  await asSignedIn(
    office,
    `/api/desk/incidents/${givenBack}`,
    'PATCH',
    { id: crypto.randomUUID(), assigneeId: null },
    seen.version,
  )
  const contested = reports.at(-1)?.id ?? ''
  const { version } = await asSignedIn<Ticket>(office, `/api/desk/incidents/${contested}`)
  const declined = { id: crypto.randomUUID(), to: 'declined', reason: 'private-land' }
  await asSignedIn(office, `/api/desk/incidents/${contested}/moves`, 'POST', declined, version)
  await context.clearCookies()

  // Asked once to sign in, the server too; nothing is lost, and the rest leaves by itself.
  const refused: string[] = []
  phone.on('response', (answer) => {
    if (answer.status() === 401 && answer.request().method() !== 'GET') refused.push(answer.url())
  })
  await context.setOffline(false)
  await phone.getByText('Reconnectez-vous pour envoyer').waitFor()
  expect(await phone.getByText('Reconnectez-vous pour envoyer').count()).toBe(1)
  // The first of them, not each.
  expect(new Set(refused).size).toBe(1)
  expect(await keptOn(phone, 'sends')).toHaveLength(size + 3)
  await screenshot(phone, 'round-sign-in')
  const mails = server.current.mailbox.mails.length
  await phone.getByRole('link', { name: 'Se connecter' }).click()
  await phone.getByLabel('Votre adresse de courriel').fill(technician)
  await phone.getByRole('button', { name: 'Recevoir un lien' }).click()
  await phone.getByRole('heading', { name: 'Regardez vos courriels' }).waitFor()
  await openMailedLink(phone, server.current, technician, mails)
  await phone.getByRole('button', { name: 'Se connecter' }).click()
  await phone.waitForURL((at) => at.pathname === '/agents/tournee')

  // Of two in conflict, one is still possible: sent all the same, upon what is there now.
  await phone.getByText('2 envois attendent').waitFor()
  const conflicts = phone.getByRole('heading', { name: 'Un collègue a modifié ce signalement entre-temps' })
  await expect.poll(() => conflicts.count()).toBe(2)
  await screenshot(phone, 'round-conflicts', { fullPage: true })
  await phone.getByRole('button', { name: 'Refaire sur l’état actuel' }).click()
  await phone.getByText('1 envoi attend').waitFor()
  await conflicts.waitFor()
  await phone.getByText('Ce que vous demandiez n’est plus possible').waitFor()
  await expectNoAxeViolations(phone)
  await screenshot(phone, 'round-conflict', { fullPage: true })

  const sent = await sentInOrder(phone)
  expect(sent.map(({ kind }) => kind).slice(0, 3)).toEqual(['move', 'move', 'note'])
  expect(sent).toHaveLength(size + 2)
  expect([...new Set(sent.map(({ subject }) => subject))]).toEqual(
    reports.slice(0, -1).map(({ id }) => `incident:${id}`),
  )
  const tickets: Ticket[] = []
  for (const { id } of reports) tickets.push(await asSignedIn(office, `/api/desk/incidents/${id}`))
  const statuses = ({ history }: Ticket) => history.flatMap(({ toStatus }) => toStatus ?? [])
  expect(tickets.slice(1, -1).map(statuses)).toEqual(
    Array.from({ length: size - 2 }, () => ['received', 'acknowledged']),
  )
  expect(statuses(tickets[0] as Ticket)).toEqual(['received', 'acknowledged', 'scheduled'])
  expect(tickets[0]?.history.at(-1)).toMatchObject({ kind: 'note', words: 'Apporter deux sacs d’enrobé' })
  expect(tickets[0]?.history.at(-1)?.photos).toHaveLength(1)
  expect(tickets[size / 2]?.history.at(-1)).toMatchObject({
    kind: 'note',
    words: 'Branche à scier avant lundi',
    photos: [{}],
  })
  expect(statuses(tickets.at(-1) as Ticket)).toEqual(['received', 'declined'])

  // By the person's hand alone does the refused one leave the phone.
  await phone.getByRole('button', { name: 'Ne plus envoyer' }).click()
  // Pressed twice in a row, it does nothing.
  await expect.poll(() => phone.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Non')
  await phone.getByRole('button', { name: 'Confirmer' }).click()
  await expect.poll(() => phone.locator('.send').count()).toBe(0)
  await expect.poll(() => phone.evaluate(() => document.activeElement?.tagName)).toBe('H1')
}, 240_000)
