import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { describe, expect, it } from 'vitest'
import type { DeskList, DeskSetup, Ticket } from '../../../api/incidents/desk.schemas.ts'
import { desktop, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { aPhoto } from '../../support/photos.ts'
import {
  choosePhoto,
  draftsOn,
  forest,
  heading,
  press,
  putDraft,
  sayWhereAndWhat,
  writeReport,
} from '../../support/report-form.ts'
import { keptOn, takeOne } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// What is being written, and what leaves: each is on the phone at every moment, and none in place of another.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const open = () => browser.openPage({ baseURL: between.url, geolocation: forest })
const reportsPassed = () => between.passed.filter((one) => one === 'POST /api/incidents').length

describe('a refused report that is corrected', () => {
  it('takes the place of no other that is being written, and stays in the queue until it has left', async () => {
    const page = await open()
    await writeReport(page, 'Le premier, un chien errant')
    // An address as people write them, which the server takes for none.
    await page.getByLabel('Votre adresse de courriel').fill('hélène@exemple.fr')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement n’est pas parti')
    const fate = new URL(page.url()).pathname
    // What is to be corrected is said, here and in the list; then beside its field.
    const wrong = 'Écrivez une adresse comme nom@exemple.fr.'
    await page.getByText(wrong).waitFor()

    await page.goto('/signaler')
    await choosePhoto(page)
    await press(page, 'Continuer')
    await sayWhereAndWhat(page, 'Le second, un chevreuil')

    await page.goto(fate)
    await press(page, 'Corriger')
    await heading(page, 'Vérifier et envoyer')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('Le premier, un chien errant')
    await page.getByLabel('Ce que l’agent doit savoir').fill('Le premier, un chien errant, sans collier')
    const email = page.getByLabel('Votre adresse de courriel')
    expect(await email.getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('alert').getByRole('link', { name: wrong }).waitFor()
    expect((await keptOn(page, 'sends')).map(({ id }) => fate.endsWith(id))).toEqual([true])

    // Left in the middle, and come back to: what was corrected is still there.
    await page.goto(fate)
    await press(page, 'Corriger')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('Le premier, un chien errant, sans collier')
    await page.getByLabel('Votre adresse de courriel').fill('helene@exemple.fr')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    expect(new URL(page.url()).pathname).toBe(fate)
    expect(await keptOn(page, 'sends')).toEqual([])

    await page.goto('/signaler')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    await page.getByText(/^1 photo sur 5/).waitFor()
    await press(page, 'Continuer')
    await page.goto('/signaler/verifier')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('Le second, un chevreuil')
  })
})

describe('the draft of a report', () => {
  it('stays on the phone until the queue holds it', async () => {
    const page = await open()
    // No room for what is sent, as on a phone that filled up meanwhile.
    await page.addInitScript(() => {
      const put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === 'sends') throw new DOMException('full', 'QuotaExceededError')
        return put.apply(this, args)
      }
    })
    await writeReport(page, 'Écrit sans place', { photo: true })
    between.now = 'portal'
    await press(page, 'Envoyer')
    await heading(page, /^Votre signalement (attend|est gardé)/)
    // The tab is killed: what was held in memory is gone.
    await page.goto('about:blank')
    between.now = 'nothing'
    await page.goto('/signaler')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    await page.getByText(/^1 photo sur 5/).waitFor()
    await page.goto('/signaler/verifier')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('Écrit sans place')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await page.goto('/signaler')
    await heading(page, 'Une photo aide l’agent')
    expect(await page.getByText('Votre signalement commencé est gardé').count()).toBe(0)
  })

  it('is not offered again once it is in the queue, even when the tab was killed in between', async () => {
    const page = await open()
    await writeReport(page, 'Mis en file')
    await expect.poll(async () => (await draftsOn(page))[0]?.value.words).toBe('Mis en file')
    const [draft] = await draftsOn(page)
    between.now = 'portal'
    await press(page, 'Envoyer')
    await heading(page, /^Votre signalement (attend|est gardé)/)
    await putDraft(page, draft!)
    between.now = 'nothing'
    await page.goto('/signaler')
    await heading(page, 'Une photo aide l’agent')
    expect(await page.getByText('Votre signalement commencé est gardé').count()).toBe(0)
  })

  it('of a version that kept one for all is taken up where it is of; the one of another territory stays', async () => {
    const page = await open()
    await writeReport(page, 'D’avant')
    await expect.poll(async () => (await draftsOn(page))[0]?.value.words).toBe('D’avant')
    const [draft] = await draftsOn(page)
    const former = { key: 'report', value: draft!.value }
    await page.goto('/hors-ligne')
    await putDraft(page, former, draft!.key)
    await page.goto('/signaler')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    expect((await draftsOn(page)).map(({ key }) => key)).toEqual([draft!.key])

    const elsewhere = { key: 'report:200030633', value: { ...draft!.value, territory: '200030633' } }
    await putDraft(page, elsewhere)
    await press(page, 'Tout effacer et recommencer')
    await press(page, 'Continuer sans photo')
    await sayWhereAndWhat(page, 'Un autre')
    await expect
      .poll(async () => (await draftsOn(page)).map(({ key, value }) => `${key} ${value.words}`))
      .toEqual(['report:200030633 D’avant', `${draft!.key} Un autre`])
  })

  it('that another tab began meanwhile in its place stays when it leaves', async () => {
    const page = await open()
    await writeReport(page, 'De cet onglet')
    await expect.poll(async () => (await draftsOn(page))[0]?.value.words).toBe('De cet onglet')
    const [draft] = await draftsOn(page)
    const other = { ...draft!.value, id: crypto.randomUUID(), words: 'De l’autre onglet' }
    await putDraft(page, { key: draft!.key, value: other })
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await page.goto('/signaler')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    await page.goto('/signaler/verifier')
    await expect
      .poll(() => page.getByLabel('Ce que l’agent doit savoir').inputValue())
      .toBe('De l’autre onglet')
  })

  it('whose place another tab takes is set aside, and there again once that one has left', async () => {
    const page = await open()
    await writeReport(page, 'Du second onglet')
    await expect.poll(async () => (await draftsOn(page))[0]?.value.words).toBe('Du second onglet')
    const [draft] = await draftsOn(page)
    const first = { ...draft!.value, id: crypto.randomUUID(), words: 'Du premier onglet' }
    await putDraft(page, { key: draft!.key, value: first })
    await page.getByLabel('Ce que l’agent doit savoir').fill('Du second onglet, encore')
    await expect
      .poll(async () => (await draftsOn(page)).map(({ value }) => value.words))
      .toEqual(['Du premier onglet', 'Du second onglet, encore'])
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await page.goto('/signaler')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    await page.goto('/signaler/verifier')
    const words = page.getByLabel('Ce que l’agent doit savoir')
    await expect.poll(() => words.inputValue()).toBe('Du premier onglet')
  })

  it('older letters rescued from a page that seemed to close never come back over newer ones', async () => {
    const page = await open()
    await writeReport(page, '')
    const words = page.getByLabel('Ce que l’agent doit savoir')
    await words.fill('Des lettres anciennes')
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')))
    await page.getByLabel('Votre adresse de courriel').fill('secret@exemple.fr')
    await words.fill('Des lettres nouvelles')
    // Nothing typed, an address least of all, stays beside the database once that has it.
    await expect.poll(() => page.evaluate(() => localStorage.getItem('bocage.draft.last-words'))).toBeFalsy()
    await page.goto('/signaler/verifier')
    await expect.poll(() => words.inputValue()).toBe('Des lettres nouvelles')
  })
})

it('a private link stays on the phone when its page is left before the answer', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  const link = page.getByRole('link', { name: 'Suivre mon signalement' })
  const secret = new URL((await link.getAttribute('href'))!, between.url).hash.slice(1)
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/api/reporter/incident', async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest('**/api/reporter/incident')
  const answered = page.waitForResponse('**/api/reporter/incident')
  await link.click()
  await asked
  await page.goBack()
  await heading(page, 'Votre signalement est parti')
  goOn()
  await answered
  // Whatever was to be kept of it is by then.
  await page.waitForTimeout(500)
  const [kept] = await keptOn<{ secret: string }>(page, 'followed')
  expect(kept?.secret).toBe(secret)
})

it('what is half added to a report is there again after a killed tab, with its photo, and begins anew once sent', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
  const more = page.getByRole('button', { name: 'Ajouter des mots ou une photo' })
  const words = page.getByLabel('Ce que vous voulez ajouter')
  await more.click()
  await words.fill('Il a un collier rouge')
  await choosePhoto(page)
  const at = page.url()
  await expect
    .poll(async () => (await draftsOn(page)).map(({ value }) => value.words))
    .toContain('Il a un collier rouge')
  await page.goto('about:blank')
  await page.goto(at)
  await more.click()
  await expect.poll(() => words.inputValue()).toBe('Il a un collier rouge')
  await page.getByText(/^1 photo sur 5/).waitFor()
  await press(page, 'Envoyer')
  await page.getByText('Il a un collier rouge').waitFor()
  await more.click()
  expect(await words.inputValue()).toBe('')
  expect((await draftsOn(page)).map(({ value }) => value.words)).not.toContain('Il a un collier rouge')
})

/** Passes a report on to the Département, and answers the private link it is mailed. */
async function linkForwarded(page: Page): Promise<string> {
  const get = async <T>(path: string) => (await (await page.request.get(path)).json()) as T
  const { items } = await get<DeskList>('/api/desk/incidents?queue=all')
  const { territories } = await get<DeskSetup>('/api/desk/setup')
  const bodies = territories.flatMap((one) => one.bodies)
  const department = bodies.find(({ email }) => email === 'routes@departement.example')
  const moves = await Promise.all(items.map(({ id }) => get<Ticket>(`/api/desk/incidents/${id}`)))
  const ticket = moves.find((one) => one.moves.includes('forwarded') && one.body.id !== department?.id)
  await page.request.post(`/api/desk/incidents/${ticket?.id}/moves`, {
    headers: {
      Origin: between.url,
      'If-Match': `"${ticket?.version}"`,
      'Idempotency-Key': crypto.randomUUID(),
    },
    data: { id: uuidv7(), to: 'forwarded', bodyId: department?.id, before: [], after: [] },
    failOnStatusCode: true,
  })
  const isOfIt = (link: string) => link.includes('/reponse#')
  const mail = await server.current.mailbox.waitFor((one) => one.links.some(isOfIt))
  const { pathname, hash } = new URL(mail.links.find(isOfIt) ?? '')
  return pathname + hash
}

describe('photos still being made light', () => {
  const slowToDraw = (page: Page) =>
    page.addInitScript(() => {
      const draw = window.createImageBitmap.bind(window) as (file: Blob) => Promise<ImageBitmap>
      window.createImageBitmap = async (file: unknown) => {
        await new Promise((resolve) => setTimeout(resolve, 500))
        return draw(file as Blob)
      }
    })
  const choose = async (page: Page, names: string[]) => {
    const buffer = await aPhoto()
    const files = names.map((name) => ({ name, mimeType: 'image/jpeg', buffer }))
    await page.locator('input[data-way=library]').setInputFiles(files)
  }
  const photosKept = async (page: Page) => (await draftsOn(page)).map(({ value }) => value.photos?.length)

  it('are waited for when one goes on at once', async () => {
    const page = await open()
    await slowToDraw(page)
    await page.goto('/signaler')
    await choose(page, ['a.jpg', 'b.jpg', 'c.jpg'])
    await press(page, 'Continuer sans photo')
    await page.waitForURL(/\/signaler\/ou/)
    await expect.poll(() => photosKept(page)).toEqual([3])
  })

  it('are in the report when one went back meanwhile', async () => {
    const page = await open()
    await slowToDraw(page)
    await page.goto('/')
    await page
      .getByRole('link', { name: /^Signaler/ })
      .first()
      .click()
    await page.waitForURL(/\/signaler/)
    await choose(page, ['a.jpg', 'b.jpg'])
    await page.goBack()
    await page.waitForURL((url) => url.pathname === '/')
    await expect.poll(() => photosKept(page)).toEqual([2])
  })

  it('are in the note of a technician who left its report meanwhile', async () => {
    const page = await open()
    await signInTo(page, server.current, 'technicien@mormal.example', '/agents')
    await slowToDraw(page)
    await takeOne(page)
    await page.locator('.lines a').first().click()
    await page.getByLabel('Note interne').fill('Branche à scier')
    await choose(page, ['a.jpg'])
    await page.getByRole('link', { name: 'Ma tournée' }).click()
    await page.waitForURL(/\/agents\/tournee$/)
    const kept = async () =>
      (await keptOn<{ draft: { words: string; after: unknown[] } }>(page, 'deskDrafts')).map(({ draft }) => [
        draft.words,
        draft.after.length,
      ])
    await expect.poll(kept).toEqual([['Branche à scier', 1]])
  })

  const leaveBy = async (page: Page, path: string) => {
    await page.evaluate((to) => document.querySelector<HTMLElement>(`a[href="${to}"]`)?.click(), path)
    await page.waitForURL((url) => url.pathname === path)
  }
  const deskPhotos = async (page: Page, sort: string) =>
    (await keptOn<{ id: string; draft: { photos?: unknown[]; after?: unknown[] } }>(page, 'deskDrafts'))
      .filter(({ id }) => id.startsWith(sort))
      .map(({ draft }) => (draft.photos ?? draft.after ?? []).length)

  it('are in the report a clerk enters, who looked at something else meanwhile', async () => {
    const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
    await slowToDraw(page)
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/saisir')
    await page.locator('details summary', { hasText: /photo/ }).click()
    await page.getByLabel('Ce que dit la personne').fill('Un dépôt')
    await choose(page, ['a.jpg', 'b.jpg'])
    await leaveBy(page, '/agents')
    await expect.poll(() => deskPhotos(page, 'enter:')).toEqual([2])
    await page.goBack()
    await page.locator('details summary', { hasText: '2 photos' }).waitFor()
  })

  it('are with what somebody said by telephone, and so are the words, once its sheet was closed', async () => {
    const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
    await slowToDraw(page)
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents')
    await page.locator('a[href^="/agents/signalements/"]').first().click()
    const open = page.getByRole('button', { name: 'Pour la personne' })
    await open.click()
    await page.getByRole('dialog').getByRole('radio').first().check()
    const said = page.getByRole('dialog').getByLabel('Ce que dit la personne')
    await said.fill('Le trou est plus large que la roue')
    await choose(page, ['a.jpg'])
    await page.keyboard.press('Escape')
    await said.waitFor({ state: 'hidden' })
    await expect.poll(() => deskPhotos(page, 'said:')).toEqual([1])
    await page.reload()
    await open.click()
    await expect.poll(() => said.inputValue()).toBe('Le trou est plus large que la roue')
    await page.getByText(/^1 photo sur 5/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await page.getByText('Le trou est plus large que la roue').first().waitFor()
    await expect.poll(() => deskPhotos(page, 'said:')).toEqual([])
  })

  it('are in the alert whose author left it meanwhile', async () => {
    const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
    await slowToDraw(page)
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
    await page.getByLabel('Titre').first().fill('Coupure d’eau')
    await choose(page, ['a.jpg'])
    await leaveBy(page, '/agents')
    const images = async () =>
      (await keptOn<{ draft: { draft?: { title: string; image: unknown } } }>(page, 'deskDrafts')).map(
        ({ draft }) => [draft.draft?.title, Boolean(draft.draft?.image)],
      )
    await expect.poll(images).toEqual([['Coupure d’eau', true]])
  })

  it('are in the answer of a body outside, which is all there again, and begins anew once sent', async () => {
    const page = await browser.openPage({ baseURL: between.url, viewport: desktop })
    await signInTo(page, server.current, 'administration@mormal.example', '/agents')
    const at = await linkForwarded(page)
    await page.context().clearCookies()
    await slowToDraw(page)
    await page.goto(at)
    const words = page.getByRole('textbox', { name: 'Un message' })
    await page.getByRole('radio', { name: 'Nous y travaillons' }).check()
    await words.fill('Une équipe passe lundi, avec de quoi reboucher.')
    await choose(page, ['a.jpg'])
    await leaveBy(page, '/')
    await expect.poll(() => photosKept(page)).toEqual([1])
    await page.goto(at)
    await expect.poll(() => words.inputValue()).toBe('Une équipe passe lundi, avec de quoi reboucher.')
    await page.getByText(/^1 photo sur 5/).waitFor()
    await press(page, 'Envoyer la réponse')
    await expect.poll(() => words.inputValue()).toBe('')
    expect(await photosKept(page)).toEqual([])
  })

  it('leave with the words they are added to, and nothing is typed while they leave', async () => {
    const page = await open()
    await slowToDraw(page)
    await writeReport(page, 'Un chien errant')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    await page.getByRole('link', { name: 'Suivre mon signalement' }).click()
    await page.getByRole('button', { name: 'Ajouter des mots ou une photo' }).click()
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let sent = 0
    await page.route('**/api/media**', async (route) => {
      sent++
      await held
      await route.continue()
    })
    const words = page.getByLabel('Ce que vous voulez ajouter')
    await words.fill('Il a un collier rouge')
    await choose(page, ['a.jpg'])
    await press(page, 'Envoyer')
    await expect.poll(() => sent).toBe(1)
    expect(await page.locator('form textarea').evaluate((area) => area.closest('[inert]') !== null)).toBe(
      true,
    )
    goOn()
    await page.getByText('Il a un collier rouge').waitFor()
  })
})

it('what is taken out by hand while its photo leaves is not sent', async () => {
  const page = await open()
  await writeReport(page, 'À ne pas envoyer', { photo: true })
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/api/media**', async (route) => {
    await held
    await route.continue()
  })
  await press(page, 'Envoyer')
  await page.getByText('Envoi en cours').first().waitFor()
  // What is on its way is on the screen until it has left.
  expect(await page.getByLabel('Ce que l’agent doit savoir').inputValue()).toBe('À ne pas envoyer')
  const beside = await page.context().newPage()
  await beside.goto(`${between.url}/mes-suivis`)
  await beside.getByRole('button', { name: /^Ne plus envoyer/ }).click()
  await beside.getByRole('button', { name: /^(Oui, c|C)onfirmer/ }).click()
  await expect.poll(() => keptOn(beside, 'sends')).toEqual([])
  goOn()
  await expect.poll(() => between.passed.some((one) => one.includes('/api/media'))).toBe(true)
  await page.getByText('Ce signalement n’est pas sur ce téléphone').waitFor()
  expect(reportsPassed()).toBe(0)
})

it('the private link of a report is kept, however early in the life of its page it leaves', async () => {
  const page = await open()
  await writeReport(page, 'Parti tout de suite')
  between.now = 'portal'
  await press(page, 'Envoyer')
  await heading(page, /^Votre signalement (attend|est gardé)/)
  between.now = 'nothing'
  // What looks after the queue is still on its way when the button is pressed.
  await page.route('**/assets/start-sending-*', () => undefined)
  await page.reload()
  await press(page, 'Essayer maintenant')
  await heading(page, 'Votre signalement est parti')
  expect(await keptOn(page, 'followed')).toHaveLength(1)
  expect(reportsPassed()).toBe(1)
})
