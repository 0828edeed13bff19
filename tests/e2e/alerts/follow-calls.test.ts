import { and, eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventCategory, phoneListedFollow } from '../../../db/schema/index.ts'
import { anEvent, publish } from '../../support/agenda.ts'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { takeKeyboard } from '../../support/keyboard.ts'
import { printed } from '../../support/printed.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'
import { dayIn, said, useStore } from '../agenda/parts.ts'

// Who has neither mail nor phone of their own asks the town hall to call: noted, called, marked.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => undefined)
const bavay = '59053'

const headersOf = (version?: number) => ({
  Origin: server.current.url,
  'Idempotency-Key': uuidv7(),
  ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
})
async function enter(page: Page, firstName: string, lastName: string, note: string | null = null) {
  const id = uuidv7()
  const said = { firstName, lastName, phone: '03 27 63 06 74', note, consent: true }
  await page.request.post(`${server.current.url}/api/desk/phone-list`, {
    data: { id, territory: demoSiren, commune: bavay, ...said },
    headers: headersOf(),
    failOnStatusCode: true,
  })
  return id
}
/** Asks for the week and for concerts as somebody did last month; six concerts came since. */
async function soonAndNew(personId: string, page: Page) {
  const { database, clock } = store.current.deps
  const [category] = await database.read.select().from(eventCategory).where(eq(eventCategory.slug, 'concert'))
  const query = { category: 'concert', commune: bavay }
  for (const about of [{ kind: 'week' }, { kind: 'search', query, communes: [] }])
    await page.request.post(`${server.current.url}/api/desk/phone-list/${personId}/follows`, {
      data: { id: uuidv7(), about },
      headers: headersOf(),
      failOnStatusCode: true,
    })
  await database.write((tx) =>
    tx
      .update(phoneListedFollow)
      .set({ toldAt: clock.now() - 30 * 86_400_000 })
      .where(and(eq(phoneListedFollow.personId, personId), eq(phoneListedFollow.kind, 'week'))),
  )
  await publish(store.current, {
    title: 'Portes ouvertes de la médiathèque',
    on: dayIn(0),
    allDay: true,
  })
  for (let n = 1; n <= 6; n++)
    await publish(store.current, {
      title: `Concert d’hiver, ${n === 1 ? '1er' : `${n}e`} soir`,
      on: dayIn(20 + n),
      categoryIds: category ? [category.id] : [],
    })
}
async function look(page: Page, name: string) {
  for (const [size, viewport] of [
    ['phone', phone],
    ['desktop', desktop],
  ] as const) {
    await page.setViewportSize(viewport)
    await settled(page)
    await screenshot(page, `follow-calls-${name}-${size}`, { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page), `${name}, ${size}`).toBe(0)
  }
}

it('a clerk notes a request for an event by keyboard, is told whom to call and what to say, and marks it', async () => {
  const { id: eventId } = await publish(store.current, { title: 'Loto des aînés', on: dayIn(12) })
  const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  const keyboard = await takeKeyboard(page)
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/appels')
  await enter(page, 'Simone', 'Lefebvre', 'entend mal, après 10 h')
  const jeanne = await enter(page, 'Jeanne-Marguerite', 'Vandenbroucke-Delcourt')

  await page.goto(`/agents/alertes/appels?commune=${bavay}`)
  await keyboard.press('link', 'Rappels')
  await keyboard.arrives('Rappels')
  await page.getByText('Personne à appeler.').waitFor()
  await keyboard.press('button', 'Noter une demande')
  await keyboard.press('button', 'Noter')
  await keyboard.isRefused({
    'Qui ?': /Choisissez la personne\./,
    'L’appeler pour': /Choisissez pour quoi l’appeler\./,
  })
  await look(page, 'refused')
  await keyboard.to('combobox', 'Qui ?')
  await keyboard.keys('Lefeb')
  await keyboard.choose('radio', 'Un événement, s’il change')
  await keyboard.type('searchbox', /^Chercher l’événement/, 'loto aînés')
  await keyboard.hears('Un événement trouvé')
  await keyboard.choose('radio', /^Loto des aînés/)
  await look(page, 'form')
  await keyboard.press('button', 'Noter')
  await page.getByText('C’est noté').waitFor()
  await page.getByRole('heading', { name: 'Rien de nouveau pour l’instant' }).waitFor()
  await page.getByText('Personne à appeler.').waitFor()

  const moderator = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(
    moderator,
    server.current,
    'moderation@mormal.example',
    `/agents/agenda/evenements/${eventId}`,
  )
  const read = await moderator.request.get(`${server.current.url}/api/desk/events/${eventId}`)
  const { version } = (await read.json()) as { version: number }
  const content = await anEvent(store.current, { title: 'Loto des aînés', on: dayIn(19) })
  await moderator.request.put(`${server.current.url}/api/desk/events/${eventId}/content`, {
    data: { id: uuidv7(), content },
    headers: headersOf(version),
    failOnStatusCode: true,
  })
  // Somebody else asks at the counter: from the event itself.
  await moderator.reload()
  await moderator.getByRole('link', { name: 'Appeler quelqu’un si cela change' }).click()
  await moderator.getByRole('radio', { name: 'Loto des aînés' }).waitFor()
  expect(await moderator.getByRole('radio', { name: 'Loto des aînés' }).isChecked()).toBe(true)
  await moderator.getByLabel('Qui ?').selectOption('Vandenbroucke-Delcourt Jeanne-Marguerite')
  await look(moderator, 'from-event')
  await moderator.getByRole('button', { name: 'Noter', exact: true }).click()
  await moderator.getByText('C’est noté').waitFor()

  // She asks for the week too, and for new events of a kind: one call tells her all of it.
  await soonAndNew(jeanne, page)
  await page.reload()
  await page.getByText('2 personnes à appeler.').waitFor()
  const called = page.getByRole('listitem', { name: 'Vandenbroucke-Delcourt Jeanne-Marguerite' })
  await called.getByText('et 1 autre').waitFor()
  await called.getByText('Concert d’hiver, 1er soir').waitFor()
  await called.getByRole('heading', { name: 'La semaine, Bavay' }).waitFor()
  await look(page, 'several')
  await called.getByRole('button', { name: /^Prévenu/ }).click()
  await page.getByText('Une personne à appeler.').waitFor()
  await page.reload()
  await page.getByText('Une personne à appeler.').waitFor()
  const simone = page.getByRole('listitem', { name: 'Lefebvre Simone' })
  await simone.getByText('est déplacée').waitFor()
  await simone.getByText(`Maintenant : ${said(dayIn(19))} à 19 h, Salle des fêtes, Bavay`).waitFor()
  await look(page, 'to-call')
  expect(await printed(page)).toEqual({ pages: 1, widthMm: 210, heightMm: 297 })
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 703, height: 1032 })
  await screenshot(page, 'follow-calls-paper')
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(phone)

  await keyboard.press('button', 'Pas de réponse : Lefebvre Simone')
  await simone.getByText(/^Pas de réponse, noté par/).waitFor()
  await keyboard.press('button', 'Prévenu : Lefebvre Simone')
  await simone.getByText(/^Prévenu par/).waitFor()
  await page.getByText('Personne à appeler.').waitFor()
  await look(page, 'told')
  await simone.getByRole('button', { name: 'Annuler l’appel noté : Lefebvre Simone' }).click()
  await page.getByText('Une personne à appeler.').waitFor()
  await simone.getByRole('button', { name: 'Prévenu : Lefebvre Simone' }).click()
  await page.getByText('Personne à appeler.').waitFor()
  await page.reload()
  await page.getByText('Personne à appeler.').waitFor()
  await page.getByRole('button', { name: /^Retirer : Lefebvre Simone/ }).click()
  await page.getByRole('button', { name: /^Oui, confirmer : Lefebvre Simone/ }).click()
  await page.getByText('La demande est retirée').waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'Lefebvre Simone' }).count()).toBe(0)
})
