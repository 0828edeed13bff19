import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink, overflowOf, signInTo } from '../../support/staff-pages.ts'

// Somebody without a car calls the town hall: a volunteer drives her to the doctor.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const open = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })

/** A person with an account, signed in, on their phone. */
async function aResident(name: string): Promise<Page> {
  const email = `${name.toLowerCase()}@entraide.example`
  const page = await open()
  const send = (method: string, path: string, data: unknown) =>
    page.request.fetch(path, { method, data, headers: { 'Idempotency-Key': systemIds.next() } })
  await send('POST', '/api/travellers/sign-up', { territory: demoSiren, name, email })
  await openMailedLink(page, server.current, email)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mes trajets' }).waitFor()
  const me = { territory: demoSiren, name, agreed: true, phone: '06 12 12 12 12', phoneShared: true }
  await send('PUT', '/api/travellers/me', me)
  return page
}

describe('A mutual-aid network', () => {
  it('is opened by the desk, joined by a volunteer, asked for somebody on the phone, and drives her', async () => {
    const desk = await open(desktop)
    await signInTo(desk, server.current, 'accueil@mormal.example', '/agents/trajets/entraide')
    await desk.getByLabel('Nom du réseau').fill('Les voisins de Bavay')
    await desk.getByLabel('Centimes remboursés par kilomètre').fill('40')
    await desk.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await desk.getByRole('heading', { level: 2, name: 'Les voisins de Bavay' }).waitFor()

    const volunteer = await aResident('Hugo')
    await volunteer.goto('/trajets')
    await volunteer.getByRole('link', { name: 'Entraide' }).click()
    await volunteer.getByRole('heading', { level: 1, name: 'Entraide' }).waitFor()
    await volunteer.getByRole('button', { name: 'Devenir bénévole' }).click()
    await volunteer.getByText('Votre inscription attend l’accord du réseau.').waitFor()
    await screenshot(volunteer, 'aid-join-phone', { fullPage: true })
    await expectNoAxeViolations(volunteer)

    await desk.reload()
    await desk.getByRole('button', { name: 'Accepter : Hugo' }).click()
    await desk.getByRole('button', { name: 'Retirer : Hugo' }).waitFor()
    await desk.getByLabel('Prénom').fill('Simone')
    await desk.getByLabel('Nom', { exact: true }).fill('Lefebvre')
    await desk.getByLabel(/Elle a 18 ans ou plus/).check()
    await desk.getByRole('button', { name: 'Enregistrer cette personne' }).click()
    const from = desk.getByLabel('De', { exact: true })
    await from.locator('option', { hasText: 'Bavay' }).first().waitFor({ state: 'attached' })
    await from.selectOption('Bavay')
    await desk.getByLabel('À', { exact: true }).selectOption('Le Quesnoy')
    await desk.getByLabel(/Adresse de départ/).fill('3 rue des Clouteries')
    await screenshot(desk, 'aid-desk-wide', { fullPage: true })
    await expectNoAxeViolations(desk)
    await desk.getByRole('button', { name: 'Envoyer la demande' }).click()
    await desk.getByText('Cherche un bénévole').waitFor()

    const told = await server.current.mailbox.waitFor(
      ({ to, subject }) => to.includes('hugo@entraide.example') && subject.includes('besoin d’un trajet'),
    )
    expect(told.text).not.toContain('Clouteries')
    await volunteer.goto('/entraide')
    await volunteer.getByRole('heading', { name: 'Qui a besoin de vous' }).waitFor()
    expect(await volunteer.getByText('Clouteries').count()).toBe(0)
    await volunteer.getByRole('button', { name: 'Je conduis' }).click()
    await volunteer.getByText(/3 rue des Clouteries/).waitFor()
    await screenshot(volunteer, 'aid-taken-phone', { fullPage: true })
    await expectNoAxeViolations(volunteer)

    await desk.reload()
    await desk.getByText('À rappeler : il y a du nouveau.').waitFor()
    await desk.getByRole('button', { name: 'Confirmer', exact: true }).click()
    await desk.getByText('Confirmé', { exact: true }).waitFor()
    await volunteer.reload()
    await volunteer.getByLabel('Kilomètres faits, aller et retour').fill('23,5')
    await volunteer.getByRole('button', { name: 'C’est fait' }).click()
    await volunteer.getByText(/9,40.€ à rembourser/).waitFor()
    await volunteer.getByRole('button', { name: 'Ne plus être bénévole' }).click()
    await volunteer.getByText(/il faudra de nouveau l’accord du réseau/).waitFor()
    await volunteer.setViewportSize({ width: 320, height: 640 })
    await volunteer.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(volunteer)).toBeLessThanOrEqual(0)
    await volunteer.getByRole('button', { name: 'Non', exact: true }).click()
    await volunteer.getByRole('button', { name: 'Ne plus être bénévole' }).waitFor()
  })
})
