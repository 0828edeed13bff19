import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anEvent, publish } from '../../support/agenda.ts'
import { prepareContent } from '../../../api/agenda/content.usecases.ts'
import { contentOf, recordEventChange } from '../../../api/agenda/events-changes.usecases.ts'
import { findEvent } from '../../../api/agenda/events.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import type { Store } from '../../support/demo-app.ts'
import { phone, screenshot, useBrowser } from '../../support/browser.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { deliverPush, subscribeTo, tellAtAnyHour } from '../../support/push.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, said, useStore } from './parts.ts'

// Whoever follows an event is told of what becomes of it, with no account.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

let pushes: PushService
beforeAll(async () => {
  pushes = await openPushService()
})
afterAll(() => pushes.close())

const planned = dayIn(5)
const moved = dayIn(12)
const ids: Record<string, string> = {}

const store = useStore(server, async (store) => {
  for (const title of [
    'Repas des ardoisiers',
    'Brocante des ardoisiers',
    'Concert des ardoisiers',
    'Foire des ardoisiers',
    'Vide-grenier des ardoisiers',
  ])
    ids[title] = (await publish(store, { title, on: planned, start: '12:00', end: '16:00' })).id
})

/** Writes what an organizer does: another date for the one planned, or the event cancelled. */
async function change(
  store: Store,
  title: string,
  how: { to: string } | { cancelled: string; instead: string },
): Promise<void> {
  const { database, clock, ids: made } = store.deps
  const before = await findEvent(database.read, ids[title] ?? '')
  if (!before) throw new Error(`no event ${title}`)
  const entry = (kind: string) => ({ id: made.next(), authorKind: 'author' as const, kind, tell: true })
  if ('cancelled' in how) {
    const change = {
      status: 'cancelled' as const,
      statusWords: how.cancelled,
      replacedById: ids[how.instead] ?? null,
    }
    await database.write((tx) =>
      recordEventChange(tx, { before, change, entries: [entry('cancelled')], at: clock.now() }),
    )
    return
  }
  const { place: _, ...written } = await anEvent(store, {})
  const content = contentOf(before)
  const request = {
    ...written,
    ...content,
    image: null,
    schedule: {
      ...content.schedule,
      changes: [
        { recurrence: `${planned}T12:00`, span: { start: `${how.to}T12:00`, end: `${how.to}T16:00` } },
      ],
    },
  }
  const prepared = await prepareContent(
    { database, clock, directory: store.directory },
    { territorySiren: demoSiren, request },
  )
  await database.write((tx) =>
    recordEventChange(tx, { before, prepared, entries: [entry('moved')], at: clock.now() }),
  )
}

async function openPage(title: string) {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url, serviceWorker: true })
  await page.goto('/agenda?q=ardoisiers')
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return page
}

describe('following an event', () => {
  it('is one tap; a moved date then shows at home, in the list and on the page', async () => {
    const page = await openPage('Repas des ardoisiers')
    await page.getByRole('button', { name: 'Suivre', exact: true }).click()
    await page.getByText('C’est gardé sur ce téléphone').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Vous suivez cet événement' }).waitFor()
    await page.getByRole('link', { name: 'Accueil' }).click()
    await page
      .getByRole('link', { name: /Repas des ardoisiers/ })
      .last()
      .waitFor()

    await change(store.current, 'Repas des ardoisiers', { to: moved })
    await page.reload()
    const followed = page.getByRole('link', { name: /Repas des ardoisiers.*Nouvelle date/s })
    await followed.waitFor()
    await followed.getByText(said(moved), { exact: false }).waitFor()
    await followed.getByText(`au lieu de : ${said(planned)}`, { exact: false }).waitFor()
    await screenshot(page, 'agenda-home-moved', { fullPage: true })

    await followed.click()
    await page.getByText('La date a changé').waitFor()
    await page.getByText(`C’était prévu le ${said(planned)}`).waitFor()
    await screenshot(page, 'agenda-page-moved', { fullPage: true })
    await page.goto(`/agenda?q=ardoisiers&from=${moved}`)
    const row = page.getByRole('article').filter({ hasText: 'Repas des ardoisiers' })
    await row.getByText('Nouvelle date').waitFor()

    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /Repas des ardoisiers/ }).waitFor()
    // Seen: no longer news.
    expect(await page.getByRole('link', { name: /Nouvelle date/ }).count()).toBe(0)
  })

  it('reaches the phone by a push, whose words and page are those of the event', async () => {
    const title = 'Vide-grenier des ardoisiers'
    const phoneId = uuidv7()
    const secret = randomBytes(16).toString('base64url')
    const send = (method: string, path: string, body: object) =>
      fetch(server.current.url + path, {
        method,
        headers: {
          'Content-Type': 'application/json',
          'Bocage-Device': phoneId,
          'Bocage-Device-Secret': secret,
          'Idempotency-Key': uuidv7(),
        },
        body: JSON.stringify(body),
      })
    const subscription = pushes.subscribe()
    expect((await send('PUT', `/api/devices/${phoneId}`, { subscription, locale: 'fr' })).status).toBe(201)
    await tellAtAnyHour(server.current.url, { id: phoneId, secret })
    const followed = await send('POST', `/api/events/${ids[title]}/followers`, {
      deviceId: phoneId,
      locale: 'fr',
    })
    expect(followed.status).toBeLessThan(300)
    await change(store.current, title, { to: moved })
    const [push] = await pushes.waitFor(1, 20_000)

    const page = await openPage(title)
    const [shown] = await deliverPush(page, push?.content)
    expect(`${shown?.title} ${shown?.body}`).toContain(title)
    await page.goto(String((shown?.data as { url?: string })?.url))
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByText('La date a changé').waitFor()
  })

  it('is asked for once, however often it is opened without network', async () => {
    const title = 'Foire des ardoisiers'
    const page = await browser.openPage({
      viewport: phone,
      baseURL: server.current.url,
      serviceWorker: true,
    })
    await subscribeTo(page, pushes.subscribe())
    await page.goto('/agenda?q=ardoisiers')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: 'Suivre', exact: true }).click()
    await page.getByRole('button', { name: 'Me prévenir' }).click()
    await page.getByText('ce téléphone vous préviendra').waitFor()
    await page.context().setOffline(true)
    for (const _ of [1, 2]) {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Vous suivez cet événement' }).click()
      await page.getByText('votre demande partira dès qu’il revient').waitFor()
    }
    expect(await keptOn(page, 'sends')).toMatchObject([{ kind: 'follow-event', label: title }])

    // No longer, before it has left: it does not leave; and what the server knows of it already is stopped.
    await page.getByRole('button', { name: 'Ne plus suivre' }).click()
    await page.getByRole('button', { name: 'Suivre', exact: true }).waitFor()
    expect(await keptOn(page, 'sends')).toMatchObject([{ kind: 'unfollow-event', label: title }])
    await page.context().setOffline(false)
    await expect.poll(() => keptOn(page, 'sends')).toEqual([])
    const path = new URL(page.url()).pathname.split('/').at(-1)
    const { followers } = await page.evaluate(async (key) => (await fetch(`/api/events/${key}`)).json(), path)
    expect(followers).toBe(0)
  })

  it('is told to a friend by the phone’s own sharing, or by a copied address', async () => {
    const page = await openPage('Foire des ardoisiers')
    await page.evaluate(() => {
      const given: unknown[] = []
      Object.assign(globalThis, { given })
      navigator.share = (data) => Promise.resolve(void given.push(data))
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => Promise.resolve(void given.push(text)) },
      })
    })
    const button = page.getByRole('button', { name: 'Partager' })
    await button.click()
    await page.evaluate(() => Object.assign(navigator, { share: undefined }))
    await button.click()
    await page.getByText('Adresse copiée').first().waitFor()
    const [shared, copied] = await page.evaluate(
      () => (globalThis as unknown as { given: [ShareData, string] }).given,
    )
    expect(shared).toEqual({
      title: 'Foire des ardoisiers',
      text: expect.stringContaining(said(planned).toLowerCase()),
      url: expect.stringMatching(/^http.*\/agenda\/.*foire-des-ardoisiers/),
    })
    expect(copied).toBe(shared.url)
  })

  it('shows a cancellation with its reason and what replaces it, and the event stays in the agenda', async () => {
    const page = await openPage('Concert des ardoisiers')
    await page.getByRole('button', { name: 'Suivre', exact: true }).click()
    await page.getByText('C’est gardé sur ce téléphone').waitFor()
    await change(store.current, 'Concert des ardoisiers', {
      cancelled: 'La salle est inondée.',
      instead: 'Brocante des ardoisiers',
    })
    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /Concert des ardoisiers.*Annulé/s }).click()
    await page.getByText('Cet événement est annulé').waitFor()
    await page.getByText('La salle est inondée.').waitFor()
    await page.getByText('À la place :').getByRole('link', { name: 'Brocante des ardoisiers' }).waitFor()
    await screenshot(page, 'agenda-page-cancelled')
    await page.goto('/agenda?q=ardoisiers')
    await page
      .getByRole('article')
      .filter({ hasText: 'Concert des ardoisiers' })
      .getByText('Annulé', { exact: true })
      .waitFor()
  })

  it('goes by email after a confirmation, and stops by the link of the message', async () => {
    const email = 'suiveuse@exemple.fr'
    const page = await openPage('Brocante des ardoisiers')
    await page.getByRole('button', { name: 'Suivre', exact: true }).click()
    await page.getByLabel('Votre adresse de courriel').fill(email)
    await page.getByRole('button', { name: 'Recevoir les nouvelles par courriel' }).click()
    await page.getByText(`Un message est parti à ${email}`).waitFor()
    const { mailbox, url } = server.current
    const asked = await mailbox.waitFor((mail) => mail.to.includes(email))
    await page.goto(asked.links.find((link) => link.startsWith(`${url}/abonnement/confirmer`)) ?? '')
    await page.getByRole('button', { name: 'Oui, me prévenir' }).click()
    await page.getByText('C’est confirmé').waitFor()

    const before = mailbox.mails.length
    await change(store.current, 'Brocante des ardoisiers', { to: moved })
    const told = await mailbox.waitFor(
      (mail) => mail.to.includes(email) && mailbox.mails.indexOf(mail) >= before,
    )
    expect(told.text).toContain(said(moved))
    await page.goto(told.links.find((link) => link.includes('/abonnement/arreter')) ?? '')
    await page.getByRole('button', { name: 'Ne plus recevoir' }).click()
    await page.getByText('C’est fait : vous ne recevrez plus').waitFor()
  })

  it('tells the moderators of what is wrong on a page', async () => {
    const page = await openPage('Foire des ardoisiers')
    await page.getByRole('button', { name: 'Signaler un problème sur cette page' }).click()
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByText('Choisissez une raison.').waitFor()
    await page.getByRole('radio', { name: 'Une information est fausse' }).check()
    await page.getByLabel('Précisions').fill('La salle a fermé.')
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByText('Les modérateurs de l’agenda vont regarder').waitFor()
  })
})

describe('without network', () => {
  it('keeps what was read, says when, and sends the wish to follow later', async () => {
    const page = await openPage('Foire des ardoisiers')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const path = new URL(page.url()).pathname
    await page.context().setOffline(true)
    await page.goto('/agenda?q=ardoisiers')
    await page.getByText(/Pas de réseau. Voici ce qui a été lu/).waitFor()
    await page.getByRole('link', { name: 'Foire des ardoisiers' }).click()
    await page.getByText(/Pas de réseau. Voici ce qui a été lu/).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Foire des ardoisiers' }).waitFor()
    await page.getByRole('button', { name: 'Suivre', exact: true }).click()
    await page.getByLabel('Votre adresse de courriel').fill('plus-tard@exemple.fr')
    await page.getByRole('button', { name: 'Recevoir les nouvelles par courriel' }).click()
    await page.getByText('votre demande partira').waitFor()
    await page.getByText('1 envoi en attente').waitFor()
    await page.reload()
    await page.getByText('1 envoi en attente').waitFor()
    await screenshot(page, 'agenda-offline')
    await page.context().setOffline(false)
    await server.current.mailbox.waitFor((mail) => mail.to.includes('plus-tard@exemple.fr'))
    await expect.poll(() => page.getByText('envoi en attente').count()).toBe(0)
    expect(new URL(page.url()).pathname).toBe(path)
  })
})
