import { describe, expect, it } from 'vitest'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
} from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { printed } from '../../support/printed.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// What a clerk adds to an alert: other languages, and how it sounds; what an administrator sets.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('an alert, %s', (name, viewport) => {
  it('is written in Dutch beside French, is heard, and loses no language at a correction', async () => {
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    // The browser of the tests has no voice: what it is asked to say is noted instead.
    await page.addInitScript(() => {
      const said: string[] = []
      Object.assign(window, { said })
      speechSynthesis.speak = (one) => void said.push(`${one.lang} ${one.text}`)
    })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
    const title = `Travaux rue Haute, ${name}`
    await page.getByLabel('Titre').first().fill(title)
    await page.getByLabel('Message').first().fill('La rue est barrée. Passez par Houdain.')
    await page.getByLabel('Tout le territoire').check()
    await page.getByText('Le même message en néerlandais').click()
    await page.locator('input[lang="nl"]').fill('Werken Rue Haute')
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('alert').getByText('Remplissez ce champ.').waitFor()
    await page.locator('textarea[lang="nl"]').fill('De straat is afgesloten.')
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByRole('button', { name: 'Écouter cette alerte' }).click()
    expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      `fr-FR ${title}`,
      'fr-FR La rue est barrée.',
      'fr-FR Passez par Houdain.',
    ])
    await settled(page)
    await screenshot(page, `alert-heard-${name}`, { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByLabel('Message').first().fill('La rue est rouverte.')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('La rue est rouverte.').waitFor()
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByRole('button', { name: 'Annoncer la fin' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const dutch = await fetch(`${server.current.url}/api/alerts/${id}?lang=nl`)
    expect(await dutch.json()).toMatchObject({ title: 'Werken Rue Haute', language: 'nl' })
  })
})

it('an area is drawn on the map by taps, put right, said in words, and read by residents on a map', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Fuite de gaz')
  await page.getByLabel('Message').first().fill('Fermez vos fenêtres. Éloignez-vous de la gare.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Dessiner la zone sur la carte' }).click()
  const map = page.getByRole('application', { name: 'Carte : la zone de l’alerte' })
  await map.locator('.map-area').first().waitFor({ state: 'attached' })
  await map.scrollIntoViewIfNeeded()
  const box = (await map.boundingBox()) ?? { width: 0, height: 0 }
  const tap = (x: number, y: number) => map.click({ position: { x: box.width * x, y: box.height * y } })
  await tap(0.3, 0.35)
  await page.getByText('Posez au moins trois points.').waitFor()
  await tap(0.7, 0.7)
  await tap(0.7, 0.35)
  await tap(0.3, 0.7)
  await page.getByText('Le tour de la zone se croise.').waitFor()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('alert').getByText('Le tour de la zone se croise.').waitFor()
  await page.getByRole('alert').getByText('Dites la zone en mots').waitFor()
  await page.getByRole('button', { name: 'Retirer le dernier point' }).click()
  await page.getByText(/^La zone touche (?:.*)Bavay/).waitFor()
  await page.getByText('3 points posés').click()
  await settled(page)
  await screenshot(page, 'alert-area-form', { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page)).toBe(0)
  await page.getByLabel('Rue ou lieu').fill('quartier de la gare')
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Fuite de gaz' }).waitFor()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByRole('button', { name: 'Annoncer la fin' }).waitFor()

  const id = new URL(page.url()).pathname.split('/').at(-1)
  const reader = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await reader.goto(`/alertes/${id}`)
  await reader.getByText('quartier de la gare').waitFor()
  const seen = reader.getByRole('application', { name: 'Carte de la zone concernée' })
  await seen.locator('.map-drawn').waitFor({ state: 'attached' })
  await seen.locator('.map-area').first().waitFor({ state: 'attached' })
  // Above the communes, not under them.
  expect(
    await seen.evaluate((map) => {
      const shapes = [...map.querySelectorAll('.leaflet-overlay-pane path')]
      return shapes.findIndex((one) => one.classList.contains('map-drawn')) === shapes.length - 1
    }),
  ).toBe(true)
  await settled(reader)
  await screenshot(reader, 'alert-area-read', { fullPage: true })
  await expectNoAxeViolations(reader)
})

it('an area is drawn without a mouse: the arrows move the map, Enter places a point', async () => {
  const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Rue barrée')
  await page.getByLabel('Message').first().fill('Passez par la place.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByLabel('Rue ou lieu').fill('la place et ses rues')
  await page.getByRole('button', { name: 'Dessiner la zone sur la carte' }).focus()
  await page.keyboard.press('Enter')
  const map = page.getByRole('application', { name: 'Carte : la zone de l’alerte' })
  await map.locator('.map-area').first().waitFor({ state: 'attached' })
  await map.focus()
  const placed = (n: number) => expect.poll(() => map.locator('.map-corner').count()).toBe(n)
  const moved = async (key: string) => {
    const pane = map.locator('.leaflet-map-pane')
    const before = await pane.getAttribute('style')
    await page.keyboard.press(key)
    await expect.poll(() => pane.getAttribute('style')).not.toBe(before)
    await expect.poll(() => pane.getAttribute('class')).not.toContain('leaflet-pan-anim')
  }
  await page.keyboard.press('Enter')
  await placed(1)
  await moved('ArrowRight')
  await page.keyboard.press('Enter')
  await placed(2)
  await moved('ArrowDown')
  await page.getByRole('button', { name: 'Poser un point sous la croix' }).focus()
  await page.keyboard.press('Enter')
  await placed(3)
  await page.getByText(/^La zone touche Bavay/).waitFor()
  await settled(page)
  await screenshot(page, 'alert-area-keyboard', { fullPage: true })
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Rue barrée' }).waitFor()
})

it('a picture and a PDF go with an alert: asked for their words, read by residents, kept by a correction', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Déviation par Houdain')
  await page.getByLabel('Message').first().fill('La route est barrée une semaine.')
  await page.getByLabel('Bavay', { exact: true }).check()
  const library = page.locator('input[data-way="library"]')
  await library.setInputFiles({
    name: 'plan.jpg',
    mimeType: 'image/jpeg',
    buffer: await aPhoto({ gps: true }),
  })
  const pdf = page.getByLabel('Joindre un PDF')
  const bytes = Buffer.from(`%PDF-1.7\n${' '.repeat(120_000)}\n%%EOF\n`)
  await pdf.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await aPhoto() })
  await page.getByText('Ce fichier n’est pas un PDF.').waitFor()
  await pdf.setInputFiles({ name: 'arrete_municipal.pdf', mimeType: 'application/pdf', buffer: bytes })
  const name = page.getByLabel('Nom du document')
  expect(await name.inputValue()).toBe('arrete municipal')
  await name.fill('Arrêté du maire')
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('alert').getByText('Remplissez ce champ.').waitFor()
  await page.getByLabel('Ce que montre l’image').fill('Plan de la déviation par Houdain')
  await settled(page)
  await screenshot(page, 'alert-files-form', { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page)).toBe(0)
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Déviation par Houdain' }).waitFor()
  await page.getByRole('img', { name: 'Plan de la déviation par Houdain' }).waitFor()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByRole('link', { name: 'Corriger' }).click()
  await page.getByLabel('Message').first().fill('La route est barrée dix jours.')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('dix jours').waitFor()

  const id = new URL(page.url()).pathname.split('/').at(-1)
  for (const [size, viewport] of [
    ['phone', phone],
    ['desktop', desktop],
  ] as const) {
    const reader = await browser.openPage({ viewport, baseURL: server.current.url })
    await reader.goto(`/alertes/${id}`)
    const picture = reader.getByRole('img', { name: 'Plan de la déviation par Houdain' })
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
    const saved = reader.waitForEvent('download')
    await reader.getByRole('link', { name: /^Arrêté du maire \(PDF, 120\s+ko\)/ }).click()
    expect((await saved).suggestedFilename()).toBe('Arrêté du maire.pdf')
    await settled(reader)
    await screenshot(reader, `alert-files-read-${size}`, { fullPage: true })
    await expectNoAxeViolations(reader)
    expect(await overflowOf(reader)).toBe(0)
  }
})

it('two colleagues write one alert: what each touched is put together, the rest is chosen, no file is lost', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Collecte reportée')
  await page.getByLabel('Message').first().fill('Sortez vos bacs la veille au soir. '.repeat(60))
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Collecte reportée' }).waitFor()
  // A template holds 2,000 characters: it would be refused.
  expect(await page.getByRole('button', { name: 'Garder ce texte comme modèle' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Modifier' }).click()
  const title = page.locator('#alert-title')
  await title.waitFor()

  const other = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  const { pathname } = new URL(page.url())
  await signInTo(other, server.current, 'administration@mormal.example', pathname)
  await other.locator('#alert-title').fill('Collecte reportée à jeudi')
  const plan = { name: 'plan.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() }
  await other.locator('input[data-way="library"]').setInputFiles(plan)
  await other.getByLabel('Ce que montre l’image').fill('Calendrier de la collecte')
  await other.getByRole('button', { name: 'Enregistrer' }).click()
  await other.getByRole('heading', { level: 1, name: 'Collecte reportée à jeudi' }).waitFor()

  await title.fill('Collecte reportée à vendredi')
  await page.getByLabel('Rue ou lieu').fill('rue Haute')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  const panel = page.getByRole('alert', { name: 'Une autre personne a enregistré entre-temps' })
  await panel.getByText('Repris de l’autre personne : Image.').waitFor()
  await page.getByRole('img', { name: 'Calendrier de la collecte' }).waitFor()
  expect(await page.getByLabel('Ce que montre l’image').inputValue()).toBe('Calendrier de la collecte')
  expect(await page.getByLabel('Rue ou lieu').inputValue()).toBe('rue Haute')
  expect(await title.inputValue()).toBe('Collecte reportée à vendredi')
  await panel.getByRole('radio', { name: /^Enregistré par l’autre personne/ }).check()
  expect(await title.inputValue()).toBe('Collecte reportée à jeudi')
  await settled(page)
  await screenshot(page, 'alert-clash', { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page)).toBe(0)
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Collecte reportée à jeudi' }).waitFor()
  await page.getByRole('img', { name: 'Calendrier de la collecte' }).waitFor()
  await page.getByText('rue Haute').waitFor()
})

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('templates, %s', (name, viewport) => {
  it('are begun from in two presses, kept from an alert, changed and deleted', async () => {
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
    await page.getByLabel('Bavay', { exact: true }).check()
    await page.getByText('Partir d’un modèle').click()
    await page.getByRole('button', { name: /^Verglas sur les routes/ }).waitFor()
    await settled(page)
    await screenshot(page, `alert-template-pick-${name}`, { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: /^Verglas sur les routes/ }).click()
    const title = page.getByLabel('Titre').first()
    await expect.poll(() => title.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await title.inputValue()).toBe('Verglas sur les routes')
    expect(await page.getByRole('radio', { name: 'Routes' }).isChecked()).toBe(true)
    expect(await page.getByLabel('Bavay', { exact: true }).isChecked()).toBe(true)
    expect(await page.getByLabel('Message').first().inputValue()).toContain('Roulez doucement')
    await title.fill(`Verglas à Bavay, ${name}`)
    await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
    await page.getByRole('heading', { level: 1, name: `Verglas à Bavay, ${name}` }).waitFor()
    await page.getByRole('button', { name: 'Garder ce texte comme modèle' }).click()
    await page.getByText('Le modèle est gardé').waitFor()

    await page.goto('/agents/alertes')
    await page.getByRole('link', { name: 'Modèles d’alerte' }).click()
    await page.getByRole('heading', { name: 'Coupure d’eau' }).waitFor()
    const own = page.getByRole('listitem').filter({ hasText: `Verglas à Bavay, ${name}` })
    await own.getByText('Routes, Bavay').waitFor()
    await own.getByRole('button', { name: 'Modifier' }).click()
    await own.getByLabel('Ce qu’il faut faire').fill('Appelez Luc au 06 12 34 56 78.')
    await own.getByRole('button', { name: 'Enregistrer' }).click()
    await own
      .getByRole('alert')
      .getByText('Retirez l’adresse de courriel ou le numéro de portable.')
      .waitFor()
    await settled(page)
    await screenshot(page, `alert-templates-${name}`, { fullPage: true })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await own.getByLabel('Ce qu’il faut faire').fill('Salez votre trottoir.')
    await own.getByRole('button', { name: 'Enregistrer' }).click()
    await own.getByText('Salez votre trottoir.').waitFor()
    await own.getByRole('button', { name: 'Supprimer' }).click()
    await own.getByRole('group', { name: 'Supprimer ce modèle ?' }).waitFor()
    await own.getByRole('button', { name: 'Oui, confirmer' }).click()
    await page.getByText('Le modèle est supprimé').waitFor()
    await expect.poll(() => own.count()).toBe(0)
  })
})

it('people without email or app are entered, called about a danger, noted, printed, and erased', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  const look = async (name: string) => {
    for (const [size, viewport] of [
      ['phone', phone],
      ['desktop', desktop],
    ] as const) {
      await page.setViewportSize(viewport)
      await settled(page)
      await screenshot(page, `phone-list-${name}-${size}`, { fullPage: true })
      await expectNoAxeViolations(page)
      expect(await overflowOf(page), `${name}, ${size}`).toBe(0)
    }
    await page.setViewportSize(phone)
  }
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes')
  await page.getByRole('link', { name: 'Personnes à appeler' }).click()
  await page.getByLabel('Commune', { exact: true }).selectOption('Bavay')
  await page.getByText('Personne sur cette liste pour l’instant.').waitFor()
  await page.getByRole('button', { name: 'Ajouter une personne' }).click()
  await page.getByLabel('Prénom').fill('Simone')
  await page.getByLabel('Téléphone').fill('08 99 12 34 56')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  const refused = page.getByRole('alert')
  await refused.getByText('Écrivez un nom.').waitFor()
  await refused.getByText('Donnez un numéro français').waitFor()
  await refused.getByText('Demandez-lui son accord, puis cochez.').waitFor()
  await look('form')
  const people = [
    ['Simone', 'Lefebvre', '03 27 63 06 74', 'entend mal, après 10 h'],
    ['Marcel', 'Dupont', '+33 3 27 00 00 01', ''],
    ['Jeanne-Marguerite', 'Vandenbroucke-Delcourt', '06 12 34 56 78', 'sa fille répond parfois à sa place'],
  ] as const
  for (const [first, last, number, note] of people) {
    const add = page.getByRole('button', { name: 'Ajouter une personne' })
    if (await add.isVisible()) await add.click()
    await page.getByLabel('Prénom').fill(first)
    await page.getByLabel('Nom', { exact: true }).fill(last)
    await page.getByLabel('Téléphone').fill(number)
    await page.getByLabel('À savoir pour l’appel').fill(note)
    await page.getByLabel('Elle est d’accord').check()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('heading', { name: `${last} ${first}` }).waitFor()
  }
  await look('people')

  await page.goto('/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Crue de la Sambre')
  await page.getByLabel('Message').first().fill('L’eau monte. Montez à l’étage et coupez l’électricité.')
  await page.getByRole('radio', { name: 'Danger' }).check()
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Crue de la Sambre' }).waitFor()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByText('Appelées : 0. Sans réponse : 0. À appeler : 3.').waitFor()
  await page.getByRole('link', { name: 'Appeler, imprimer la liste' }).click()
  const lines = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Appelé/ }) })
  await expect.poll(() => lines.count()).toBe(3)
  await page.getByRole('button', { name: 'Appelé : Lefebvre Simone' }).click()
  await page.getByText('Appelées : 1. Sans réponse : 0. À appeler : 2.').waitFor()
  await page.getByRole('button', { name: 'Pas de réponse : Dupont Marcel' }).click()
  await page.getByText('Appelées : 1. Sans réponse : 1. À appeler : 1.').waitFor()
  await look('calls')
  const a4 = { pages: 1, widthMm: 210, heightMm: 297 }
  expect(await printed(page)).toEqual(a4)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 703, height: 1032 })
  const rows = await page.locator('.call').evaluateAll((all) => all.map((one) => one.clientHeight))
  // A person a line, near nine millimetres: no block per person as on screen.
  for (const height of rows) expect(height).toBeLessThan(60)
  await screenshot(page, 'phone-list-paper')
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(phone)
  await page.getByRole('button', { name: 'Annuler l’appel noté : Dupont Marcel' }).click()
  await page.getByText('Appelées : 1. Sans réponse : 0. À appeler : 2.').waitFor()

  await page.goto('/agents/alertes/appels?commune=59053')
  await page.getByRole('button', { name: 'Effacer : Dupont Marcel' }).click()
  await page.getByRole('button', { name: 'Oui, confirmer : Dupont Marcel' }).click()
  await page.getByText('La personne est effacée').waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'Dupont Marcel' }).count()).toBe(0)
})

// The last of this file: from here on an alert of danger waits.
it('the second reading of danger is set on screen by an administrator', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await signInTo(page, server.current, 'administration@mormal.example', '/agents/alertes')
  const box = page.getByLabel('Une deuxième personne relit les alertes de danger avant leur départ')
  await box.check()
  await page.getByText('Les alertes de danger seront relues à deux').waitFor()
  await page.reload()
  await box.waitFor()
  expect(await box.isChecked()).toBe(true)
  await screenshot(page, 'alert-settings', { fullPage: true })
})
