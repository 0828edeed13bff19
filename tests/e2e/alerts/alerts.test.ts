import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { deliverPush, tellAtAnyHour } from '../../support/push.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// From the town hall's desk to a resident's phone: written, read again, sent, told, read, ended.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let pushes: PushService
beforeAll(async () => {
  pushes = await openPushService()
})
afterAll(() => pushes.close())

const bavay = '59053'
const sizes = [
  ['phone', phone],
  ['desktop', desktop],
] as const

async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  await screenshot(page, `alerts-${name}`, { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
}
async function desk(viewport: typeof phone, path = '/agents/alertes'): Promise<Page> {
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', path)
  return page
}
const resident = async (path: string, viewport = phone, serviceWorker = false): Promise<Page> => {
  const page = await browser.openPage({ viewport, baseURL: server.current.url, serviceWorker })
  await page.goto(path)
  return page
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** A phone that follows the alerts of Bavay: the browser of the tests may not ask for the permission. */
async function aPhoneOfBavay() {
  const [id, secret, subscription] = [uuidv7(), randomBytes(16).toString('base64url'), pushes.subscribe()]
  const put = (path: string, body: object) =>
    fetch(`${server.current.url}/api/devices/${id}${path}`, {
      method: 'PUT',
      headers: {
        'Content-Type': 'application/json',
        'Bocage-Device-Secret': secret,
        'Idempotency-Key': uuidv7(),
      },
      body: JSON.stringify(body),
    })
  expect((await put('', { subscription, locale: 'fr' })).status).toBe(201)
  await tellAtAnyHour(server.current.url, { id, secret })
  const communes = [{ commune: bavay, kinds: ['danger', 'roads'] }]
  expect((await put('/alerts', { territory: demoSiren, locale: 'fr', communes })).status).toBe(200)
  return subscription
}
const receivedBy = ({ endpoint }: { endpoint: string }) =>
  pushes.received.filter((one) => one.endpoint === endpoint).map(({ content }) => content)

describe.each(sizes)('an alert, %s', (name, viewport) => {
  it('is written by a clerk, read again, sent, told to phones, read and ended', async () => {
    const follower = await aPhoneOfBavay()
    const page = await desk(viewport)
    await page.getByRole('link', { name: 'Écrire une alerte' }).click()
    await heading(page, 'Écrire une alerte')
    await look(page, `${name}-form`)
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('alert').getByText('Remplissez ce champ.').first().waitFor()
    await page.getByRole('alert').getByText('Choisissez au moins une commune.').waitFor()

    const title = `Arbre couché, ${name}`
    await page.getByRole('radio', { name: 'Routes' }).check()
    await page.getByLabel('Titre').first().fill(title)
    await page.getByLabel('Message').first().fill('La route est barrée jusqu’à ce soir.\nPassez par Houdain.')
    await page.getByLabel('Bavay', { exact: true }).check()
    await page.getByLabel('Rue ou lieu').fill('route du Quesnoy')
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()

    await heading(page, title)
    await page.getByText(/téléphones? sui(?:t|vent) ces communes/).waitFor()
    await look(page, `${name}-preview`)
    expect(receivedBy(follower)).toEqual([])
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByRole('button', { name: 'Annoncer la fin' }).waitFor()
    await expect.poll(() => receivedBy(follower).map((one) => one['title'])).toEqual([`Routes : ${title}`])

    const reader = await resident('/', viewport)
    await reader.getByRole('link', { name: new RegExp(title) }).waitFor()
    await look(reader, `${name}-home`)
    await reader.getByRole('link', { name: 'Toutes les alertes' }).click()
    await heading(reader, 'Alertes')
    await reader.getByText('Collecte des déchets décalée d’un jour').waitFor()
    await look(reader, `${name}-list`)
    await reader.getByRole('link', { name: new RegExp(title) }).click()
    await heading(reader, title)
    await reader.getByText('Passez par Houdain.').waitFor()
    await look(reader, `${name}-one`)

    await page.getByRole('button', { name: 'Annoncer la fin' }).click()
    await page.getByLabel('Comment cela s’est terminé').fill('La route est rouverte.')
    await page.getByRole('button', { name: 'Annoncer la fin' }).click()
    await page.getByText('Fin annoncée').first().waitFor()
    await expect.poll(() => receivedBy(follower).length).toBe(2)
    const [first, last] = receivedBy(follower)
    expect(last?.['tag']).toBe(first?.['tag'])
    expect(String(last?.['body'])).toContain('C’est terminé. La route est rouverte.')
    await reader.reload()
    await reader.getByText('La route est rouverte.').waitFor()
  })
})

it('a notification leads to its alert, which is read again without network', async () => {
  const follower = await aPhoneOfBavay()
  const page = await desk(desktop, '/agents/alertes/nouvelle')
  await page.getByRole('radio', { name: 'Danger' }).check()
  await page.getByLabel('Titre').first().fill('Inondation')
  await page.getByLabel('Message').first().fill('Montez à l’étage.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByText('appelez d’abord le 112').waitFor()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await expect.poll(() => receivedBy(follower).length).toBe(1)

  const reader = await resident('/', phone, true)
  const [shown] = await deliverPush(reader, receivedBy(follower)[0])
  expect(shown).toMatchObject({ title: 'Danger : Inondation', requireInteraction: true })
  const { url } = (shown?.data ?? {}) as { url?: string }
  await reader.goto(url ?? '')
  await heading(reader, 'Inondation')
  await reader.goto('/')
  await reader.getByRole('link', { name: /Inondation/ }).waitFor()
  await reader.context().setOffline(true)
  await reader.reload()
  await reader.getByRole('link', { name: /Inondation/ }).waitFor()
  await reader.getByText('Une alerte plus récente a pu paraître').waitFor()
  await reader.getByRole('link', { name: /Inondation/ }).click()
  await heading(reader, 'Inondation')
})

it('staff read how many phones really showed it, also what a phone could only tell later', async () => {
  const follower = await aPhoneOfBavay()
  const page = await desk(desktop, '/agents/alertes/nouvelle')
  await page.getByRole('radio', { name: 'Routes' }).check()
  await page.getByLabel('Titre').first().fill('Pont fermé')
  await page.getByLabel('Message').first().fill('Faites le tour.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await expect.poll(() => receivedBy(follower).length).toBe(1)
  await page.getByRole('button', { name: 'Annoncer la fin' }).click()
  await page.getByRole('button', { name: 'Annoncer la fin' }).click()
  await expect.poll(() => receivedBy(follower).length).toBe(2)

  const reader = await resident('/', phone, true)
  const [first, last] = receivedBy(follower)
  await reader.evaluate(() => navigator.serviceWorker.ready)
  await reader.context().setOffline(true)
  await deliverPush(reader, first)
  const [worker] = reader.context().serviceWorkers()
  const kept = () => worker!.evaluate(async () => (await (await caches.open('bocage-shown')).keys()).length)
  await expect.poll(kept).toBe(1)
  await reader.context().setOffline(false)
  await deliverPush(reader, last)
  await expect.poll(kept).toBe(0)

  const row = (telling: RegExp) =>
    page.getByRole('table', { name: telling }).getByRole('row', { name: /^Notification/ })
  const shownOf = (telling: RegExp) => row(telling).getByRole('cell').nth(2).textContent()
  await page.getByRole('button', { name: 'Actualiser les chiffres' }).click()
  await expect.poll(() => shownOf(/^Partie/)).toBe('1')
  expect(await shownOf(/^Fin annoncée/)).toBe('1')
  await look(page, 'desktop-report')
  await page.setViewportSize(phone)
  await look(page, 'phone-report')
})

it('is written and sent by the keyboard alone', async () => {
  const page = await desk(desktop, '/agents/alertes/nouvelle')
  await heading(page, 'Écrire une alerte')
  const focusOn = async (label: RegExp) => {
    for (let i = 0; i < 60; i++) {
      const name = await page.evaluate(() => {
        const here = document.activeElement
        const labels =
          here instanceof HTMLInputElement || here instanceof HTMLTextAreaElement ? here.labels : null
        return labels?.[0]?.textContent ?? here?.textContent ?? ''
      })
      if (label.test(name.trim())) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${label} was not reached`)
  }
  await focusOn(/^Titre/)
  await page.keyboard.type('Mairie fermée')
  await focusOn(/^Message/)
  await page.keyboard.type('La mairie est fermée vendredi.')
  await focusOn(/^Tout le territoire/)
  await page.keyboard.press('Space')
  await focusOn(/^Relire avant/)
  await page.keyboard.press('Enter')
  await heading(page, 'Mairie fermée')
  await focusOn(/^Envoyer$/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Annoncer la fin' }).waitFor()
})
