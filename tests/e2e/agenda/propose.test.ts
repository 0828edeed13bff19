import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { insertPlace } from '../../../api/agenda/places.repository.ts'
import { fold } from '../../../api/agenda/events.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useBrowser, screenshot } from '../../support/browser.ts'
import type { Store } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, said, useStore } from './parts.ts'

// Anyone proposes an event, in a real browser against the real server.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const day = dayIn(20)

const store = useStore(server, async (store) => {
  await aKnownPlace(store, 'Salle Jean-Mabuse', 'Maubeuge')
  await publish(store, {
    title: 'Loto de l’école du centre',
    description: 'Deux mille euros de lots, **buvette**.',
    commune: 'Le Quesnoy',
    placeName: 'Salle du Théâtre',
    on: dayIn(40),
    start: '19:00',
    end: '23:00',
  })
})

async function aKnownPlace(store: Store, name: string, near: string): Promise<void> {
  const { code, lon, lat } = await communeOf(store, near === 'Maubeuge' ? 'Bavay' : near)
  await store.deps.database.write((tx) =>
    insertPlace(tx, {
      id: store.deps.ids.next(),
      territorySiren: demoSiren,
      communeCode: code,
      name,
      foldedName: fold(name),
      address: '3 rue des Juifs',
      lon,
      lat,
      positionApproximate: false,
      approved: true,
      createdAt: store.deps.clock.now(),
    }),
  )
}

const visit = (options = {}) => browser.openPage({ baseURL: server.current.url, ...options })
const proceed = (page: Page) => page.getByRole('button', { name: 'Continuer', exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** What and when, in the first screen. */
async function fillWhat(page: Page, title: string, on = day) {
  await page.getByLabel('Nom de l’événement').fill(title)
  await page.getByLabel('Jour', { exact: true }).fill(on)
  await page.getByLabel('Début').fill('19:00')
}

async function toSend(page: Page, title: string, on = day) {
  await page.goto('/agenda/proposer')
  await fillWhat(page, title, on)
  await proceed(page)
  await page.getByLabel('Nom du lieu').fill('Salle Jean')
  await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).click()
  await proceed(page)
  await heading(page, 'En dire plus')
}

async function send(page: Page, { name = 'Comité des fêtes', email }: { name?: string; email: string }) {
  await page.getByLabel('Qui organise').fill(name)
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
}

const listed = (title: string) =>
  store.current.deps.database.read.select().from(event).where(eq(event.title, title))

describe('proposing an event', () => {
  it('goes from nothing to the private page: sent, confirmed by the mail’s link, then read by moderators', async () => {
    const email = 'paulette@exemple.fr'
    const page = await visit()
    await page.goto('/agenda')
    await page.getByRole('link', { name: 'Proposer un événement' }).click()
    await heading(page, 'Quoi et quand ?')
    await fillWhat(page, 'Bal de la Sainte-Cécile')
    await page.getByLabel('Fin (facultatif)').fill('02:00')
    await page.getByText('L’heure de fin est celle du lendemain.').waitFor()
    await page.getByText(new RegExp(`${said(day)}, de 19.h à 2.h`, 'i')).waitFor()
    await screenshot(page, 'propose-what', { fullPage: true })
    await proceed(page)
    await heading(page, 'Où ?')
    await page.getByLabel('Nom du lieu').fill('salle jean')
    await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).waitFor()
    await screenshot(page, 'propose-where-search')
    await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).click()
    await screenshot(page, 'propose-where', { fullPage: true })
    await proceed(page)
    await heading(page, 'En dire plus')
    await page.getByRole('checkbox', { name: 'Concert' }).check()
    await screenshot(page, 'propose-more', { fullPage: true })
    await proceed(page)
    await heading(page, 'Qui organise, puis envoyer')
    await screenshot(page, 'propose-send', { fullPage: true })
    await send(page, { email })
    await heading(page, 'Votre événement est parti')
    await page.getByText(`Un lien est parti à ${email}`).waitFor()
    await screenshot(page, 'propose-sent', { fullPage: true })

    const mail = await server.current.mailbox.waitFor((mail) => mail.to.includes(email))
    await page.goto(mail.links.find((link) => link.includes('/agenda/confirmer#')) ?? '')
    await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
    await page.getByText('C’est confirmé.').waitFor()
    await screenshot(page, 'propose-confirmed')
    await page.getByRole('link', { name: 'Ouvrir ma page' }).click()
    await heading(page, 'Bal de la Sainte-Cécile')
    await page.getByText('En relecture', { exact: true }).waitFor()
    await page.getByText('Salle Jean-Mabuse').waitFor()
    await screenshot(page, 'author-page', { fullPage: true })
    const [row] = await listed('Bal de la Sainte-Cécile')
    expect(row?.status).toBe('submitted')

    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /Bal de la Sainte-Cécile/ }).waitFor()
    await screenshot(page, 'propose-mine')
  })
})
void aPhoto
void toSend
