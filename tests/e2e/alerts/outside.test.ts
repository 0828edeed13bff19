import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { openFeedServer, type FeedServer } from '../../support/feeds.ts'
import { aCap } from '../../support/outside.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// A vigilance of another service, from the address an administrator gives to a resident without network.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let other: FeedServer
beforeAll(async () => {
  other = await openFeedServer()
  const vigilance = { headline: 'Vigilance orange vent violent', sent: Date.now() - 60_000 }
  other.serve('/phone.xml', { body: aCap({ ...vigilance, identifier: 'phone' }) })
  other.serve('/desktop.xml', { body: aCap({ ...vigilance, identifier: 'desktop' }) })
})
afterAll(() => other.close())

async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  await screenshot(page, `outside-${name}`, { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
}

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('what another service says, %s', (name, viewport) => {
  it('is taken in by an administrator, relayed as a draft by staff, read with its origin also without network', async () => {
    const origin = `Météo vigilance, ${name}`
    const admin = await browser.openPage({ viewport, baseURL: server.current.url })
    await signInTo(admin, server.current, 'administration@mormal.example', '/administration/autres-alertes')
    await admin.getByText('Aucune adresse lue pour l’instant.').waitFor()
    await admin.getByRole('button', { name: 'Lire cette adresse' }).click()
    await admin.getByText('Écrivez qui parle.').waitFor()
    await admin.getByLabel('Qui parle').fill(origin)
    await admin.getByLabel('Adresse du flux').fill('ftp://flux.example/a.xml')
    await admin.getByRole('button', { name: 'Lire cette adresse' }).click()
    await admin.locator('form').getByRole('alert').waitFor()
    await look(admin, `${name}-refused`)
    await admin.getByLabel('Adresse du flux').fill(other.url(`/${name}.xml`))
    await admin.getByRole('button', { name: 'Lire cette adresse' }).click()
    await admin.getByRole('heading', { name: origin }).waitFor()
    // Read by the worker within the minute.
    await admin.getByText('À jour').waitFor({ timeout: 90_000 })
    await look(admin, `${name}-read`)

    await admin.goto('/agents/alertes')
    const said = admin.getByRole('listitem').filter({ hasText: `Selon ${origin}` })
    await said.getByText('Vigilance orange vent violent').first().waitFor()
    await look(admin, `${name}-desk`)
    await said.getByRole('button', { name: 'Relayer' }).click()
    await admin.getByRole('heading', { level: 1, name: 'Vigilance orange vent violent' }).waitFor()
    await admin.getByText('Brouillon').waitFor()
    await admin.getByText(`Source : ${origin}.`).waitFor()

    const reader = await browser.openPage({ viewport, baseURL: server.current.url, serviceWorker: true })
    await reader.goto('/communes/bavay')
    const seen = reader.getByRole('listitem').filter({ hasText: `Selon ${origin}` })
    await seen.getByText('Vigilance orange vent violent').click()
    await seen.getByText('Rafales de 110 km/h.').waitFor()
    await look(reader, `${name}-commune`)
    const plain = await (await fetch(`${server.current.url}/communes/bavay`)).text()
    expect(plain).toContain(`Selon ${origin}`)
    await reader.goto('/alertes')
    await seen.waitFor()
    await reader.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await reader.reload()
    await seen.waitFor()
    await reader.context().setOffline(true)
    await reader.reload()
    await seen.waitFor()
    await reader.goto('/communes/bavay')
    await seen.waitFor()

    await admin.goto('/administration/autres-alertes')
    await admin.getByRole('button', { name: `Retirer : ${origin}` }).click()
    await admin.getByText('Ses messages ne seront plus montrés.').waitFor()
    await look(admin, `${name}-remove`)
    await admin.getByRole('button', { name: 'Oui, retirer' }).click()
    await admin.getByText('Aucune adresse lue pour l’instant.').waitFor()
  })
})
