import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { DeskList, Ticket } from '../../../api/incidents/desk.schemas.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { printed } from '../../support/printed.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'

async function openEntry({ viewport = desktop } = {}): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, viewport })
  await signInTo(page, server.current, clerk, '/agents/saisir')
  await field(page, 'Quoi ?').waitFor()
  return page
}
const field = (page: Page, label: string) => page.getByRole('combobox', { name: label })
const receipt = (page: Page) => page.locator('.receipt')
const referenceOf = (page: Page) => page.locator('.receipt .number').innerText()

async function ticketOf(page: Page, reference: string): Promise<Ticket> {
  const list = (await (
    await page.request.get(`/api/desk/incidents?queue=all&q=${reference}`)
  ).json()) as DeskList
  const found = list.items.find((item) => item.reference === reference)
  if (!found) throw new Error(`${reference} is not in the inbox`)
  return (await (await page.request.get(`/api/desk/incidents/${found.id}`)).json()) as Ticket
}

async function fillByHand(page: Page, place: string) {
  await field(page, 'Quoi ?').fill('dépôt')
  await page.getByRole('option', { name: 'Dépôt sauvage' }).click()
  await field(page, 'Commune').fill('bav')
  await page.getByRole('option', { name: 'Bavay', exact: true }).click()
  await page.getByLabel('Où ? Avec des mots').fill(place)
}

/** Keys are pressed as fast as a clerk types: about 250 characters a minute. */
const typing = { delay: 40 }

describe('Entering for someone', () => {
  it('takes less than a minute with the keyboard alone, and the person is told', async () => {
    const page = await openEntry()
    const email = 'jeanne@habitante.example'
    const began = performance.now()
    const { keyboard } = page
    const type = (text: string) => keyboard.type(text, typing)
    /** Until the focus is on the field of that label, as somebody tabbing does. */
    const tabTo = async (label: string) => {
      for (let presses = 0; presses < 25; presses++) {
        await keyboard.press('Tab')
        const here = await page.evaluate(() => {
          const control = document.activeElement as HTMLInputElement | null
          return control?.labels?.[0]?.textContent?.trim() ?? control?.textContent?.trim() ?? ''
        })
        if (here.replaceAll('\u00a0', ' ').startsWith(label)) return
      }
      throw new Error(`no way to ${label} by Tab`)
    }
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('enter-category')
    await type('ecl')
    await tabTo('Commune')
    expect(await field(page, 'Quoi ?').inputValue()).toBe('Éclairage')
    await type('59570')
    await keyboard.press('ArrowDown')
    await keyboard.press('ArrowUp')
    await field(page, 'Commune').press('Control+a')
    await type('Bav')
    await tabTo('Où ? Avec des mots')
    expect(await field(page, 'Commune').inputValue()).toBe('Bavay')
    await type('devant le 12 rue des Remparts')
    await tabTo('Ce que dit la personne')
    await type('Le lampadaire clignote depuis lundi.')
    await tabTo('Nom')
    await type('Jeanne Petit')
    await tabTo('Téléphone')
    await type('06 12 34 56 78')
    await tabTo('Courriel')
    await type(email)
    await page.getByText('Ira à :').waitFor()
    await keyboard.press('Control+Enter')
    await receipt(page).waitFor()
    expect(performance.now() - began).toBeLessThan(60_000)

    const reference = await referenceOf(page)
    const ticket = await ticketOf(page, reference)
    expect(ticket).toMatchObject({
      channel: 'phone',
      enteredBy: 'Odile Carlier',
      place: 'devant le 12 rue des Remparts',
      words: 'Le lampadaire clignote depuis lundi.',
      contact: { name: 'Jeanne Petit', phone: '06 12 34 56 78', email },
      commune: { name: 'Bavay' },
      category: { slug: 'eclairage' },
    })
    const mail = await server.current.mailbox.waitFor(({ to }) => to.includes(email), 20_000)
    expect(`${mail.subject}\n${mail.text}`).toContain(reference)

    // What the keyboard meets next is what one does next.
    await keyboard.press('Tab')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await field(page, 'Quoi ?').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('enter-category')
    expect(await page.getByLabel('Nom').inputValue()).toBe('')
  })

  it('gives whoever stands at the counter a receipt that fits A6 and A4 and opens their page', async () => {
    const page = await openEntry()
    await page.getByText('Au guichet').click()
    await fillByHand(page, `Derrière le cimetière, ${'au bout du chemin de terre, '.repeat(9)}`)
    await page.getByText('Ajouter des photos').first().click()
    const photo = { name: 'depot.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() }
    await page.locator('input[data-way=library]').setInputFiles(photo)
    await page.getByText('1 photo sur 5').waitFor()
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).click()
    await receipt(page).waitFor()
    await page.locator('.receipt img.code').waitFor()
    const reference = await referenceOf(page)
    expect(await printed(page, { width: '105mm', height: '148mm' })).toEqual({
      pages: 1,
      widthMm: 105,
      heightMm: 148,
    })
    expect(await printed(page, { width: '210mm', height: '297mm' })).toEqual({
      pages: 1,
      widthMm: 210,
      heightMm: 297,
    })
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-receipt-wide')
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 344, height: 506 })
    await screenshot(page, 'desk-receipt-a6')
    await page.emulateMedia({ media: 'screen' })

    const link = await page.locator('.receipt .address').innerText()
    const own = await browser.openPage({ viewport: phone })
    await own.goto(link)
    await own.getByText(reference).first().waitFor()
    await own.getByRole('heading', { level: 1, name: 'Dépôt sauvage, Bavay' }).waitFor()
    const ticket = await ticketOf(page, reference)
    expect(ticket.channel).toBe('counter')
    expect(ticket.photos).toHaveLength(1)
  })

  it('loses nothing to a reload, nor to a network that drops, and sends once', async () => {
    const page = await openEntry()
    const place = `Chemin du Moulin ${Date.now()}`
    await fillByHand(page, place)
    await page.getByLabel('Nom').fill('M. Leroy')
    await page.reload()
    await expect.poll(() => page.getByLabel('Nom').inputValue()).toBe('M. Leroy')
    expect(await field(page, 'Commune').inputValue()).toBe('Bavay')

    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).click()
    await page.getByRole('alert').getByText('hors connexion').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).click()
    await receipt(page).waitFor()
    const list = (await (
      await page.request.get('/api/desk/incidents?queue=all&limit=100')
    ).json()) as DeskList
    expect(list.items.filter((item) => item.place === place)).toHaveLength(1)
    await page.reload()
    await field(page, 'Quoi ?').waitFor()
    expect(await page.getByLabel('Nom').inputValue()).toBe('')
  })

  it('names all that is missing, each leading to its field', async () => {
    const page = await openEntry({ viewport: phone })
    await page.getByLabel('Courriel').fill('jeanne')
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).click()
    const summary = page.getByRole('alert')
    expect(await summary.getByRole('link').allInnerTexts()).toEqual([
      'Choisissez la catégorie dans la liste',
      'Choisissez la commune, ou montrez le lieu sur la carte',
      'Décrivez le lieu avec des mots, ou montrez-le sur la carte',
      'Écrivez une adresse comme nom@exemple.fr',
    ])
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-enter-errors-phone', { fullPage: true })
    await summary.getByRole('link', { name: 'Écrivez une adresse' }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('enter-email')
  })

  it('shows what is already reported, and counts the person with it', async () => {
    const page = await openEntry()
    await fillByHand(page, 'Sous le pont de l’Hogneau')
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).click()
    await receipt(page).waitFor()
    const reference = await referenceOf(page)
    const before = await ticketOf(page, reference)
    await page.getByRole('button', { name: 'Saisir un autre signalement' }).click()

    await fillByHand(page, 'Au pont')
    const similar = page.locator('li', { has: page.getByRole('link', { name: reference }) })
    await similar.getByText('Sous le pont de l’Hogneau').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-enter-wide', { fullPage: true })
    await similar.getByRole('button', { name: 'C’est le même' }).click()
    await page.getByText(`La personne est comptée avec ${reference}`).waitFor()
    expect((await ticketOf(page, reference)).meTooCount).toBe(before.meTooCount + 1)
  })

  it('takes a place from the map, moved with the arrow keys', async () => {
    const page = await openEntry()
    await field(page, 'Quoi ?').fill('Arbre ou branche')
    await page.keyboard.press('Tab')
    await field(page, 'Commune').fill('Bavay')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Montrer sur la carte' }).press('Enter')
    const map = page.getByRole('application')
    await map.waitFor()
    await map.focus()
    await page.keyboard.press('+')
    await page.keyboard.press('ArrowLeft')
    await page.getByText('Point choisi sur la carte').waitFor()
    await page.getByText('Ira à :').waitFor()
    await page.getByRole('button', { name: 'Enregistrer le signalement' }).press('Enter')
    await receipt(page).waitFor()
    const { position, commune } = await ticketOf(page, await referenceOf(page))
    expect(position.approximate).toBe(false)
    expect(commune.name).toBe('Bavay')
  })

  it.each([
    ['phone', phone],
    ['wide', desktop],
  ])('is used by everyone: %s', async (name, viewport) => {
    const page = await openEntry({ viewport })
    await expectNoAxeViolations(page)
    await field(page, 'Quoi ?').click()
    await page.getByRole('option').first().waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-enter-list-${name}`)
    await page.getByRole('option', { name: 'Nid-de-poule' }).click()
    await field(page, 'Commune').fill('le ques')
    await page.keyboard.press('Tab')
    await page.getByText('Ira à :').waitFor()
    await page.getByRole('button', { name: 'Montrer sur la carte' }).click()
    await page.getByRole('application').waitFor()
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `desk-enter-filled-${name}`, { fullPage: true })
  })
})
