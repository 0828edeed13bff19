import ICAL from 'ical.js'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktop, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { demoTerritoryAt } from '../../support/fixtures.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'
import { dayIn, said } from './parts.ts'

/**
 * The whole story of an event: an association proposes it, a moderator publishes it by one key, a town hall's own site
 * and a calendar show it, somebody follows it; the association moves it, and all of them say so.
 */

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const title = 'Bal de la Saint-Nicolas'
const first = dayIn(12)
const second = dayIn(13)
const author = 'bal@comite.example'
const reader = 'lectrice@exemple.fr'

let site: Server
let siteUrl = ''
let commune = ''
beforeAll(async () => {
  const { communes } = await demoTerritoryAt(server.current.url)
  commune = communes.find(({ name }) => name === 'Bavay')?.code ?? ''
  const ours = server.current.url
  site = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    // As strict as a town hall's site may be: nothing but what the widget's page asks for.
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${ours}; connect-src ${ours}; img-src ${ours}; base-uri 'none'`,
    )
    response.end(
      `<!doctype html><html lang="fr"><head><title>Mairie de Bavay</title></head><body><main><h1>Mairie de Bavay</h1>
       <script async src="${ours}/widget.js" data-commune="${commune}" data-number="20"></script></main></body></html>`,
    )
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
})
afterAll(() => site?.close())

const visit = (viewport = phone) => browser.openPage({ viewport, baseURL: server.current.url })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** What a calendar program reads of the event in the commune's feed, by a parser that is not ours. */
async function inCalendar() {
  const answer = await fetch(`${server.current.url}/api/events.ics?commune=${commune}`)
  const calendar = new ICAL.Component(
    ICAL.parse(await answer.text()) as ConstructorParameters<typeof ICAL.Component>[0],
  )
  const found = calendar
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component))
    .find(({ summary }) => summary === title)
  return found && { start: found.startDate.toString(), sequence: found.sequence }
}

/** What the town hall's site shows of it. */
async function onSite(): Promise<string> {
  const page = await browser.openPage({ viewport: phone })
  await page.goto(siteUrl)
  await page.locator('bocage-agenda').getByRole('link').first().waitFor()
  const text = await page.locator('bocage-agenda').evaluate((host) => host.shadowRoot?.textContent ?? '')
  await page.context().close()
  return text.replace(/\s+/g, ' ')
}

describe('an event, from the association to everyone', () => {
  it('is proposed, published, shown elsewhere, followed, moved, and all follow', async () => {
    // The association, on a phone, without an account.
    const phonePage = await visit()
    await phonePage.goto('/agenda/proposer')
    await phonePage.getByLabel('Nom de l’événement').fill(title)
    await phonePage.getByLabel('Jour', { exact: true }).fill(first)
    await phonePage.getByLabel('Début').fill('20:00')
    await phonePage.getByRole('button', { name: 'Continuer', exact: true }).click()
    await heading(phonePage, 'Où ?')
    await phonePage.getByLabel('Nom du lieu').fill('Grand-Pl')
    await phonePage.getByRole('button', { name: /^Grand-Place/ }).click()
    await phonePage.getByRole('button', { name: 'Continuer', exact: true }).click()
    await heading(phonePage, 'En dire plus')
    await phonePage.getByRole('button', { name: 'Continuer', exact: true }).click()
    await phonePage.getByLabel('Qui organise').fill('Amis de Saint-Nicolas')
    await phonePage.getByLabel('Votre adresse de courriel').fill(author)
    await phonePage.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await heading(phonePage, 'Votre événement est parti')
    const { links } = await server.current.mailbox.waitFor((mail) => mail.to.includes(author))
    await phonePage.goto(links.find((link) => link.includes('/agenda/confirmer#')) ?? '')
    await phonePage.getByRole('button', { name: 'Confirmer mon adresse' }).click()
    await phonePage.getByRole('link', { name: 'Ouvrir ma page' }).click()
    await heading(phonePage, title)
    expect(await inCalendar()).toBeUndefined()

    // The moderator, at a desk, by one key.
    const desk = await visit(desktop)
    await signInTo(desk, server.current, 'moderation@mormal.example', '/agents/agenda')
    await desk.locator('.lines a', { hasText: title }).click()
    const pane = desk.locator('.page-of-event')
    await pane.getByRole('heading', { level: 1, name: title }).waitFor()
    await desk.keyboard.press('a')
    await pane.locator('header').getByText('Publié', { exact: true }).waitFor()
    await screenshot(desk, 'story-agenda-published')

    // Everyone: the agenda's page, a town hall's site, a calendar.
    const resident = await visit()
    await resident.goto(`/agenda/${first}-bal-de-la-saint-nicolas-bavay`)
    await heading(resident, title)
    await resident
      .getByText(new RegExp(said(first), 'i'))
      .first()
      .waitFor()
    expect(await onSite()).toContain(title)
    const before = await inCalendar()
    expect(before?.start).toBe(`${first}T20:00:00`)

    // Somebody follows it by email, without an account.
    await resident.getByRole('button', { name: 'Suivre', exact: true }).click()
    await resident.getByLabel('Votre adresse de courriel').fill(reader)
    await resident
      .getByRole('button', { name: /courriel/i })
      .last()
      .click()
    const asked = await server.current.mailbox.waitFor((mail) => mail.to.includes(reader))
    await resident.goto(asked.links.find((link) => link.includes('confirmer')) ?? '')
    await resident.getByRole('main').getByRole('button').first().click()
    await resident.getByText('C’est confirmé').waitFor()

    // The association moves it to the next day; a moderator reads the edit, and accepts it.
    await phonePage.getByRole('link', { name: 'Modifier' }).click()
    await phonePage.getByLabel('Jour', { exact: true }).fill(second)
    await phonePage.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await phonePage.getByText('Une modification attend d’être relue').waitFor()
    expect((await inCalendar())?.start).toBe(before?.start)
    await desk.goto('/agents/agenda?file=revisions')
    await desk.locator('.lines a', { hasText: title }).click()
    await pane.getByText('Ce qui change').waitFor()
    await screenshot(desk, 'story-agenda-revision')
    await desk.keyboard.press('a')

    // All four follow: the page, the town hall's site, the calendar, whoever follows.
    await expect.poll(inCalendar).toMatchObject({ start: `${second}T20:00:00` })
    expect((await inCalendar())?.sequence ?? 0).toBeGreaterThan(before?.sequence ?? 0)
    await resident.goto(`/agenda/${first}-bal-de-la-saint-nicolas-bavay`)
    await heading(resident, title)
    await resident
      .getByText(new RegExp(said(second), 'i'))
      .first()
      .waitFor()
    await screenshot(resident, 'story-agenda-moved', { fullPage: true })
    const dayOnSite = new RegExp(`${said(second).split(' ').slice(1, 3).join(' ')}`, 'i')
    await expect.poll(onSite).toMatch(dayOnSite)
    const told = await server.current.mailbox.waitFor(
      (mail) => mail.to.includes(reader) && mail.text.includes(said(second)),
    )
    expect(told.text).toContain('parce que vous suivez cet événement')
  })
})
