import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { aReport, demoTerritoryAt, sendReport, type TestTerritory } from '../../support/fixtures.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const moderator = 'moderation@mormal.example'
const technician = 'technicien@mormal.example'
let territory: TestTerritory

beforeAll(async () => {
  territory = await demoTerritoryAt(server.current.url)
})

type Accepted = { id: string; reference: string; privateUrl: string; secret: string }

/** A report that reaches the desk now, in words of its own. */
async function reported(words: string, rest: Parameters<typeof aReport>[1] = {}): Promise<Accepted> {
  const answer = await sendReport(server.current.url, aReport(territory, { ...rest, words }))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Accepted
}

async function agentPage(email: string, viewport = desktop, path = '/agents'): Promise<Page> {
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  await signInTo(page, server.current, email, path)
  return page
}

const line = (page: Page, words: string) => page.locator('.lines a', { hasText: words })
const ticket = (page: Page) => page.locator('.page-of-ticket')
/** Opens a report from the list, as one looks for it. */
async function openReport(page: Page, words: string) {
  await page.getByRole('searchbox').fill(words)
  await line(page, words).click()
  await ticket(page).getByText(words).first().waitFor()
}
/** Begins a change of status: its own button on a desk, behind one word on a phone. */
async function begin(page: Page, verb: string, status: string) {
  const button = ticket(page).getByRole('button', { name: verb, exact: true })
  const others = ticket(page).getByRole('button', { name: 'Autres' })
  await button.or(others).filter({ visible: true }).first().waitFor()
  if (await button.isVisible()) return button.click()
  await others.click()
  await page.getByLabel('Nouvel état').selectOption(status)
}
const privatePage = (secret: string) =>
  fetch(`${server.current.url}/api/reporter/incident`, { headers: { 'Bocage-Secret': secret } }).then(
    (answer) => answer.json() as Promise<{ status: string; history: { words: string | null }[] }>,
  )

describe.each([
  ['phone', phone],
  ['desktop', desktop],
])('a member of staff, on a %s', (name, viewport) => {
  it('sorts, plans, notes and gives a report to a colleague; the resident reads what was previewed', async () => {
    const { secret } = await reported(`Banc cassé près du kiosque ${name}`, { category: 'mobilier' })
    const page = await agentPage(clerk, viewport)
    await page.locator('.lines .line').first().waitFor()
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `desk-${name}-inbox`)
    await openReport(page, `Banc cassé près du kiosque ${name}`)
    await ticket(page).locator('.leaflet-container, .map').first().waitFor()
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `desk-${name}-ticket`)

    await begin(page, 'Marquer comme lu', 'acknowledged')
    await page.getByRole('button', { name: /Merci, nous avons bien lu/ }).click()
    const preview = page.getByRole('complementary', { name: 'Ce que lira la personne qui a signalé' })
    expect(await preview.innerText()).toContain('Merci, nous avons bien lu')
    await page.getByLabel('Message public').fill('Nous passons jeudi.')
    expect(await preview.innerText()).toContain('Nous passons jeudi.')
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-${name}-move`)
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(page).locator('header').getByText('Lu', { exact: true }).waitFor()

    await begin(page, 'Prévoir', 'scheduled')
    await page.getByLabel('Jour prévu').fill('')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByRole('alert').getByText('Indiquez le jour prévu.').waitFor()
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('Jour prévu').fill(inTenDays)
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(page).locator('header').getByText('Prévu', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Je m’en charge' }).click()
    await ticket(page).getByText('Confié à Odile Carlier').waitFor()
    await page.getByLabel('Note interne').fill('Prendre la clé du kiosque')
    await page.getByRole('button', { name: 'Ajouter la note' }).click()
    await ticket(page).getByRole('list').getByText('Prendre la clé du kiosque').waitFor()

    const forPerson = async (what: string) => {
      await page.getByRole('button', { name: 'Pour la personne' }).click()
      await page.getByRole('dialog').getByRole('radio', { name: what }).check()
      return page.getByRole('dialog')
    }
    const keeping = await forPerson('Noter comment la joindre')
    await keeping.getByLabel('Téléphone').fill('03 27 00 00 09')
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-${name}-person`)
    await keeping.getByRole('button', { name: 'Enregistrer' }).click()
    await ticket(page).getByRole('link', { name: '03 27 00 00 09' }).waitFor()
    const telling = await forPerson('Ajouter quelque chose')
    await telling.getByLabel('Ce que dit la personne').fill('Elle dit : le banc du fond')
    await telling.getByRole('button', { name: 'Enregistrer' }).click()
    await ticket(page).getByText('La personne qui a signalé, par Odile Carlier').waitFor()
    const erasing = await forPerson('Effacer ses coordonnées')
    await erasing.getByRole('button', { name: 'Effacer ses coordonnées' }).click()
    await erasing.getByRole('button', { name: 'Confirmer' }).click()
    await ticket(page).getByText('Cette personne n’a laissé ni téléphone ni courriel.').waitFor()

    const own = await privatePage(secret)
    expect(own.status).toBe('scheduled')
    expect(JSON.stringify(own)).toContain('Elle dit : le banc du fond')
    expect(JSON.stringify(own)).toContain('Nous passons jeudi.')
    expect(JSON.stringify(own)).not.toContain('Prendre la clé')
    if (name === 'phone') {
      await page.getByRole('link', { name: 'Signalements' }).last().click()
      await page.getByRole('heading', { name: 'À trier', level: 1 }).waitFor()
      // Turned, or on a larger screen: the map that was hidden shows the whole territory.
      await page.setViewportSize(desktop)
      await expect.poll(() => page.locator('.leaflet-control-scale-line').innerText()).toMatch(/km/)
    }
  })

  it('corrects the category, merges a duplicate and decides what others see', async () => {
    const first = await reported(`Branche sur le banc ${name}`, { category: 'arbre' })
    await reported(`La même branche ${name}`, { category: 'arbre' })
    const page = await agentPage(clerk, viewport)
    await openReport(page, `La même branche ${name}`)
    await page.getByRole('button', { name: 'Réunir' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: `C’est le même ${first.reference}` }).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-${name}-merge`)
    await sheet.getByRole('button', { name: `C’est le même ${first.reference}` }).click()
    await ticket(page).getByText('Réuni avec un autre signalement, où se donne la suite').waitFor()
    await ticket(page).getByRole('link', { name: first.reference }).click()
    await ticket(page).getByText(`Branche sur le banc ${name}`).first().waitFor()

    await page.getByRole('button', { name: 'Corriger' }).click()
    await sheet.getByLabel('Catégorie').selectOption({ label: 'Mobilier' })
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-${name}-correct`)
    await sheet.getByRole('button', { name: 'Enregistrer la correction' }).click()
    await ticket(page).getByRole('heading', { name: 'Mobilier, Bavay', level: 1 }).waitFor()

    const moderate = await agentPage(moderator, viewport, '/agents/publication')
    const card = moderate.getByRole('article').filter({ hasText: first.reference })
    await card.getByLabel('Texte public').fill(`Branche tombée ${name}`)
    await expectNoAxeViolations(moderate)
    await screenshot(moderate, `desk-${name}-publish`)
    await card.getByRole('button', { name: 'Publier', exact: true }).click()
    await card.waitFor({ state: 'detached' })
    const seen = await fetch(`${server.current.url}/api/incidents/${first.id}`)
    expect(await seen.json()).toMatchObject({ words: `Branche tombée ${name}` })
  })
})

describe('the keyboard alone', () => {
  it('finds a report, reads it, closes it and comes back to the same line', async () => {
    const { secret, reference } = await reported('Lampadaire qui clignote au clavier', {
      category: 'eclairage',
    })
    const page = await agentPage(technician)
    await page.locator('.lines .line').first().waitFor()
    const press = (key: string) => page.keyboard.press(key)
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

    await press('?')
    await page.getByRole('dialog', { name: 'Raccourcis du clavier' }).waitFor()
    await expectNoAxeViolations(page)
    await press('Escape')
    await press('j')
    expect(await focused()).toContain(',')
    await press('/')
    await page.keyboard.type(reference)
    await expect.poll(() => page.locator('.lines .line').count()).toBe(1)
    await press('Tab')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await press('j')
    expect(await focused()).toContain(reference)
    await press('Enter')
    await ticket(page).getByText('Lampadaire qui clignote au clavier').first().waitFor()
    await expect.poll(focused).toContain('Éclairage, Bavay')

    await press('s')
    await page.getByLabel('Nouvel état').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
    const status = () => page.getByLabel('Nouvel état').inputValue()
    for (let i = 0; i < 8 && (await status()) !== 'resolved'; i++) await press('ArrowDown')
    await press('Tab')
    await page.keyboard.type('Ampoule changée.')
    expect(await status()).toBe('resolved')
    for (let i = 0; i < 20 && !(await focused()).trim().startsWith('Envoyer'); i++) await press('Tab')
    await press('Enter')
    await ticket(page).locator('header').getByText('Réglé', { exact: true }).waitFor()
    expect((await privatePage(secret)).status).toBe('resolved')

    await press('Escape')
    await expect.poll(focused).toContain(reference)
    expect(new URL(page.url()).pathname).toBe('/agents')
  })

  it('leaves letters alone once the shortcuts are off', async () => {
    const page = await agentPage(technician)
    await page.locator('.lines .line').first().waitFor()
    await page.keyboard.press('?')
    await page.getByLabel('Utiliser ces raccourcis').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await settled(page)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe('two agents at once', () => {
  it('the second sees what changed beside what they saw, their text kept, and may do it again', async () => {
    const { id } = await reported('Panneau couché, deux agents')
    const [one, two] = [await agentPage(clerk), await agentPage(moderator, phone)]
    await Promise.all([openReport(one, 'deux agents'), openReport(two, 'deux agents')])
    await begin(two, 'Marquer comme lu', 'acknowledged')
    await two.getByLabel('Nouvel état').selectOption('declined')
    await two.getByLabel('Raison').selectOption('not-enough')
    await two.getByLabel('Message public').fill('Pouvez-vous préciser le lieu ?')

    await begin(one, 'Prévoir', 'scheduled')
    await one.getByLabel('Message public').fill('On redresse demain.')
    await one.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(one).locator('header').getByText('Prévu', { exact: true }).waitFor()

    await two.getByRole('button', { name: 'Envoyer', exact: true }).click()
    const panel = two.getByRole('alert')
    await panel.getByRole('heading', { name: 'Un collègue a modifié ce signalement entre-temps' }).waitFor()
    expect(await panel.innerText()).toContain('On redresse demain.')
    expect(await panel.getByRole('row', { name: /État/ }).innerText()).toMatch(/Reçu[\s\S]*Prévu/)
    expect(await panel.innerText()).toContain('Pouvez-vous préciser le lieu ?')
    await expectNoAxeViolations(two)
    await screenshot(two, 'desk-phone-conflict', { fullPage: true })
    await panel.getByRole('button', { name: 'Refaire sur l’état actuel' }).click()
    await ticket(two).locator('header').getByText('Sans suite', { exact: true }).waitFor()
    const seen = await fetch(`${server.current.url}/api/incidents/${id}`)
    expect([200, 404]).toContain(seen.status)
  })

  it('a “moi aussi” in between is no conflict', async () => {
    const { id } = await reported('Trottoir affaissé, moi aussi')
    const page = await agentPage(clerk)
    await openReport(page, 'Trottoir affaissé, moi aussi')
    const meToo = await fetch(`${server.current.url}/api/incidents/${id}/me-too`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ id: crypto.randomUUID() }),
    })
    expect(meToo.status).toBe(201)
    await begin(page, 'Marquer comme lu', 'acknowledged')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(page).locator('header').getByText('Lu', { exact: true }).waitFor()
  })
})

describe('in the field', () => {
  it('without network what was sent is kept, leaves by itself later and keeps its own time', async () => {
    const { secret } = await reported('Plaque d’égout ouverte hors réseau')
    const page = await agentPage(clerk, phone)
    await openReport(page, 'hors réseau')
    await begin(page, 'C’est réglé', 'resolved')
    await page.getByLabel('Message public').fill('Plaque remise.')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText('Votre saisie est gardée et partira dès son retour.').waitFor()
    await screenshot(page, 'desk-phone-offline')
    const actedAt = Date.now()
    await page.context().setOffline(false)
    await ticket(page).locator('header').getByText('Réglé', { exact: true }).waitFor()
    const own = (await privatePage(secret)) as unknown as {
      history: { at: number; toStatus: string | null }[]
    }
    const resolved = own.history.find(({ toStatus }) => toStatus === 'resolved')
    expect(resolved?.at).toBeLessThan(actedAt)
  })

  it('an answer lost on the way back does not make the act twice', async () => {
    const { id, secret } = await reported('Réponse perdue en route')
    const page = await agentPage(clerk, phone)
    await openReport(page, 'Réponse perdue en route')
    let lost = 0
    await page.route(`**/api/desk/incidents/${id}/moves`, async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await begin(page, 'Marquer comme lu', 'acknowledged')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText('Votre saisie est gardée et partira dès son retour.').waitFor()
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(page).locator('header').getByText('Lu', { exact: true }).waitFor()
    expect(lost).toBe(2)
    expect((await privatePage(secret)).history).toHaveLength(2)
  })

  it('a photo taken after the work is on the resident’s page', async () => {
    const { secret } = await reported('Photo après travaux')
    const page = await agentPage(technician, phone)
    await openReport(page, 'Photo après travaux')
    await begin(page, 'C’est réglé', 'resolved')
    await page
      .locator('input[type=file][data-way=library]')
      .first()
      .setInputFiles({ name: 'apres.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() })
    await page.getByRole('img', { name: 'Photo 1' }).waitFor()
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(page).locator('header').getByText('Réglé', { exact: true }).waitFor()
    const own = (await privatePage(secret)) as unknown as { photos: { kind: string; url: string }[] }
    expect(own.photos.map(({ kind }) => kind)).toEqual(['after'])
    const served = await fetch(`${server.current.url}${own.photos[0]?.url}`)
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })

  it('nothing is wider than a 320 px screen, nor at double text', async () => {
    await reported('Petit écran')
    const page = await agentPage(clerk, { width: 320, height: 640 })
    await page.locator('.lines .line').first().waitFor()
    expect(await overflowOf(page)).toBe(0)
    await openReport(page, 'Petit écran')
    await begin(page, 'C’est réglé', 'resolved')
    expect(await overflowOf(page)).toBe(0)
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '212.5%'
    })
    await screenshot(page, 'desk-320-double', { fullPage: true })
    expect(await overflowOf(page)).toBe(0)
  })

  it('what was typed is there after a reload', async () => {
    await reported('Texte gardé au rechargement')
    const page = await agentPage(clerk, phone)
    await openReport(page, 'Texte gardé au rechargement')
    await begin(page, 'Marquer comme lu', 'acknowledged')
    await page.getByLabel('Message public').fill('Phrase à moitié écri')
    await page.reload()
    await expect.poll(() => page.getByLabel('Message public').inputValue()).toBe('Phrase à moitié écri')
  })
})

describe('the list', () => {
  const look = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

  it('a report that can’t be fetched is told, not left as a press without effect', async () => {
    const page = await agentPage(clerk)
    await page.route('**/assets/desk/TicketPage-*.js', (route) => route.abort())
    await page.locator('.lines a').first().click()
    await page.getByText('ce que vous avez écrit y reste').waitFor()
    browser.takeProblems()
  })

  it('says why a report already closed is back among those to sort', async () => {
    const page = await agentPage(clerk)
    const disputed = line(page, 'La poubelle déborde chaque dimanche.')
    await disputed.getByText('Réglé').waitFor()
    await disputed.getByText('Du nouveau depuis').waitFor()
  })

  it('takes in what arrives without moving under the reader’s eyes', async () => {
    await reported('Premier arrivé, liste vivante')
    const page = await agentPage(clerk)
    await page.locator('.lines .line').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const before = await page.evaluate(() => document.activeElement?.textContent)
    const order = () => page.locator('.lines .reference').allInnerTexts()
    const shown = await order()
    const { reference } = await reported('Arrivé pendant la lecture')
    await look(page)
    await page.getByRole('button', { name: '1 nouveau : afficher' }).waitFor()
    expect(await order()).toEqual(shown)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(before)
    await screenshot(page, 'desk-desktop-arrived')
    await page.getByRole('button', { name: '1 nouveau : afficher' }).click()
    await expect.poll(order).toContain(reference)
  })

  it('keeps its filters in the address, and a view under a name', async () => {
    const { reference } = await reported('Tag sur le mur, vue gardée', { category: 'proprete' })
    const page = await agentPage(clerk)
    await page.getByRole('button', { name: 'Filtrer' }).click()
    await page.getByLabel('Catégorie').selectOption({ label: 'Propreté' })
    await page.getByLabel('Commune').selectOption({ label: 'Bavay' })
    await page.getByLabel('Garder cette liste comme une vue').fill('Propreté à Bavay')
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-desktop-filters')
    await page.getByRole('button', { name: 'Garder la vue' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('commune')).toBe('59053')
    await page.getByRole('link', { name: 'Tous', exact: true }).click()
    await page.getByRole('link', { name: 'Propreté à Bavay' }).click()
    await line(page, reference).waitFor()
    await page.reload()
    await line(page, reference).waitFor()
    const communes = await page.locator('.lines .title').allInnerTexts()
    expect(communes.every((title) => title.includes('Propreté, Bavay'))).toBe(true)
    await page.getByRole('button', { name: 'Retirer la vue Propreté à Bavay' }).click()
    await expect.poll(() => page.getByRole('link', { name: 'Propreté à Bavay' }).count()).toBe(0)
  })

  it('does one gesture on several, and says which could not be done', async () => {
    const some = [await reported('Lot numéro un'), await reported('Lot numéro deux')]
    const page = await agentPage(clerk)
    await page.getByRole('searchbox').fill('Lot numéro')
    await expect.poll(() => page.locator('.lines .line').count()).toBe(2)
    for (const { reference } of some) await page.getByLabel(`Choisir ${reference}`).check()
    await page.getByText('2 choisis').waitFor()

    const other = await agentPage(moderator)
    await openReport(other, 'Lot numéro deux')
    await begin(other, 'Commencer', 'in_progress')
    await other.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await ticket(other).locator('header').getByText('En cours', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Agir dessus' }).click()
    await page.getByLabel('Que faire ?').selectOption('acknowledged')
    await expectNoAxeViolations(page)
    await screenshot(page, 'desk-desktop-bulk')
    await page.getByRole('button', { name: 'Appliquer à 2 signalements' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Non modifiés').waitFor()
    expect(await sheet.innerText()).toContain(some[1]?.reference)
    expect(await sheet.innerText()).not.toContain(some[0]?.reference)
  })
})
