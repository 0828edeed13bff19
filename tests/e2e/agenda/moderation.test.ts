import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findEvent, readEntries } from '../../../api/agenda/events.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventContact, eventFlag, eventRevision } from '../../../db/schema/index.ts'
import { contentOf } from '../../../api/agenda/events-changes.usecases.ts'
import { publish, type EventDraft } from '../../support/agenda.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { expectGoodLooks, phoneLooks } from '../../support/looks.ts'
import { decideOfAgenda } from '../../support/moderation.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { sendPhoto } from '../../api/media/uploads.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'
import { dayIn, useStore } from './parts.ts'

// Moderators at their desk, in a real browser: by keyboard alone, and at every size.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const moderator = 'moderation@mormal.example'

const store = useStore(server, async (opened) => {
  await decideOfAgenda(opened, { forbiddenWords: ['crédit facile'] })
})

/** An event that waits, whose author confirmed their address. */
async function waiting(draft: EventDraft = {}): Promise<string> {
  const { id } = await publish(
    store.current,
    { on: dayIn(9), description: 'Artisans **du pays**, vin chaud et chorale.', ...draft },
    { status: 'submitted' },
  )
  await withContact(id)
  return id
}
async function withContact(eventId: string) {
  const { database, clock, ids } = store.current.deps
  const at = clock.now()
  await database.write((tx) =>
    tx.insert(eventContact).values({
      eventId,
      name: 'Ada Vasseur',
      email: `${ids.next()}@comite.example`,
      phone: '03 27 00 00 00',
      createdAt: at,
      confirmedAt: at,
    }),
  )
}
/** A published event with an edit that waits. */
async function revised(draft: EventDraft, edit: Partial<ReturnType<typeof contentOf>>): Promise<string> {
  const { database, clock, ids } = store.current.deps
  const row = await publish(store.current, { on: dayIn(12), ...draft })
  await withContact(row.id)
  await database.write((tx) =>
    tx.insert(eventRevision).values({
      id: ids.next(),
      eventId: row.id,
      state: 'pending',
      content: { ...contentOf(row), ...edit },
      baseVersion: row.version,
      createdAt: clock.now(),
    }),
  )
  return row.id
}
async function flagged(draft: EventDraft): Promise<string> {
  const { database, clock, ids } = store.current.deps
  const { id } = await publish(store.current, { on: dayIn(15), ...draft })
  await database.write((tx) =>
    tx.insert(eventFlag).values({
      id: ids.next(),
      eventId: id,
      territorySiren: demoSiren,
      reason: 'wrong',
      words: 'C’était l’an dernier.',
      createdAt: clock.now(),
    }),
  )
  return id
}
async function uploaded() {
  const request = (path: string, options?: RequestInit) => fetch(`${server.current.url}${path}`, options)
  const { id, uploadToken } = await sendPhoto({ request }, await aPhoto({ width: 900, height: 600 }))
  return { mediaId: id, uploadToken, description: 'Des étals sous la neige', credit: 'Ada Vasseur' }
}

const rowOf = (id: string) => findEvent(store.current.deps.database.read, id)
const kindsOf = async (id: string) =>
  (await readEntries(store.current.deps.database.read, id)).map(({ kind }) => kind)

async function agentPage(path = '/agents/agenda', viewport = desktop, email = moderator): Promise<Page> {
  const page = await browser.openPage({ viewport, baseURL: server.current.url })
  await signInTo(page, server.current, email, path)
  return page
}
const pane = (page: Page) => page.locator('.page-of-event')
const status = (page: Page, word: string) => pane(page).locator('header').getByText(word, { exact: true })
const line = (page: Page, title: string) => page.locator('.lines a', { hasText: title })
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement, body } = document
    return activeElement === body ? '' : (activeElement?.textContent ?? '')
  })

/** Down the list by j until the line is reached, then Enter. */
async function goTo(page: Page, title: string) {
  await line(page, title).waitFor()
  for (let n = 0; n < 60 && !(await focused(page)).includes(title); n++) await page.keyboard.press('j')
  expect(await focused(page)).toContain(title)
  await page.keyboard.press('Enter')
  await pane(page).getByRole('heading', { name: title, level: 1 }).waitFor()
}

describe('by the keyboard alone', () => {
  it('a moderator reads, asks, corrects, publishes, and slips without harm', async () => {
    const first = await waiting({ title: 'Loto au clavier' })
    const second = await waiting({ title: 'Bal au clavier' })
    const page = await agentPage()
    const press = (key: string) => page.keyboard.press(key)
    await line(page, 'Bal au clavier').waitFor()
    await press('?')
    await page.getByRole('dialog').getByText('Refuser, ou garder la version publiée').waitFor()
    await screenshot(page, 'moderation-desktop-keys')
    await press('Escape')

    await goTo(page, 'Loto au clavier')
    await pane(page).getByRole('heading', { name: 'Loto au clavier', level: 1 }).waitFor()

    await press('q')
    await page.getByLabel('Votre question').waitFor()
    await page.keyboard.type('À quelle heure finit-il ?')
    const letter = page.getByRole('complementary', { name: 'Ce que lira la personne qui l’a proposé' })
    await letter.getByText('Une question sur votre événement « Loto au clavier »').waitFor()
    await letter.getByText('À quelle heure finit-il ?').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'moderation-desktop-question')
    await press('Control+Enter')
    await pane(page).getByText('Question posée, réponse attendue').waitFor()
    expect(await focused(page)).toContain('Loto au clavier')

    await press('e')
    const title = page.getByRole('dialog').getByLabel('Titre')
    await title.focus()
    await press('Control+A')
    await page.keyboard.type('Grand loto au clavier')
    await expectNoAxeViolations(page)
    await screenshot(page, 'moderation-desktop-correct')
    await press('Enter')
    await pane(page).getByRole('heading', { name: 'Grand loto au clavier', level: 1 }).waitFor()

    await press('a')
    await status(page, 'Publié').waitFor()
    expect((await rowOf(first))?.status).toBe('published')

    // A slip: the next one declined, then put back.
    await press('Escape')
    await goTo(page, 'Bal au clavier')
    await pane(page).getByRole('heading', { name: 'Bal au clavier', level: 1 }).waitFor()
    await press('d')
    await page.getByLabel('Raison').waitFor()
    await press('Control+Enter')
    await page.getByRole('alert').getByText('Choisissez une raison.').waitFor()
    await page.getByLabel('Raison').focus()
    await page.keyboard.type('Publi')
    await press('Tab')
    await page.keyboard.type('C’est une vente.')
    await press('Control+Enter')
    await status(page, 'Non retenu').waitFor()
    expect(await rowOf(second)).toMatchObject({ status: 'declined', declineReason: 'commercial' })
    await press('a')
    await status(page, 'Publié').waitFor()
    expect((await rowOf(second))?.status).toBe('published')
    expect(await kindsOf(first)).toEqual(['approved', 'question', 'corrected', 'approved'])
    await server.current.mailbox.waitFor(({ text }) => text.includes('C’est une vente.'))
  })

  it('an edit is accepted, an image looked at, a report settled', async () => {
    const edited = await revised(
      { title: 'Randonnée des haies' },
      { title: 'Randonnée des haies en fleurs', free: true },
    )
    const pictured = await publish(store.current, {
      title: 'Image à voir',
      on: dayIn(20),
      image: await uploaded(),
    })
    const said = await flagged({ title: 'Signalé par quelqu’un' })
    const page = await agentPage('/agents/agenda')
    const press = (key: string) => page.keyboard.press(key)
    await page.goto('/agents/agenda?file=revisions')
    await goTo(page, 'Randonnée des haies')
    await pane(page).getByText('Ce qui change').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'moderation-desktop-revision')
    expect(await pane(page).locator('ins').first().innerText()).toContain('en fleurs')
    await press('a')
    await pane(page).getByRole('heading', { name: 'Randonnée des haies en fleurs', level: 1 }).waitFor()
    expect(await rowOf(edited)).toMatchObject({ title: 'Randonnée des haies en fleurs', free: true })

    await page.goto('/agents/agenda?file=images')
    await goTo(page, 'Image à voir')
    await pane(page).getByText('Personne n’a encore regardé cette image').waitFor()
    await press('i')
    await pane(page).getByRole('button', { name: 'Refuser l’image' }).waitFor()
    await pane(page).getByText('Personne n’a encore regardé').waitFor({ state: 'detached' })
    expect((await rowOf(pictured.id))?.imageChecked).toBe(true)

    await page.goto('/agents/agenda?file=flagged')
    await goTo(page, 'Signalé par quelqu’un')
    await pane(page).getByText('C’était l’an dernier.').waitFor()
    await screenshot(page, 'moderation-desktop-flag')
    await press('s')
    await pane(page).getByText('Quelqu’un signale un problème').waitFor({ state: 'detached' })
    expect(await kindsOf(said)).toContain('flag-settled')
  })
})

it('two moderators: the second is shown what the first decided, and what they wrote is kept', async () => {
  const id = await waiting({ title: 'Course de vitesse' })
  const [one, two] = [
    await agentPage('/agents/agenda', desktop),
    await agentPage('/agents/agenda', desktop, 'accueil@mormal.example'),
  ]
  for (const page of [one, two]) {
    await page.goto(`/agents/agenda/evenements/${id}`)
    await pane(page).getByRole('heading', { name: 'Course de vitesse', level: 1 }).waitFor()
  }
  await two.keyboard.press('d')
  await two.getByLabel('Raison').selectOption({ label: 'Publicité' })
  await two.getByLabel('Ce que lira la personne', { exact: true }).fill('Encore une vente.')
  await one.keyboard.press('a')
  await status(one, 'Publié').waitFor()
  await two.keyboard.press('Control+Enter')
  const alert = two.getByRole('alert').filter({ hasText: 'Un collègue a agi entre-temps' })
  await alert.getByText('Samira Dubois').waitFor()
  await alert.getByText('Encore une vente.').waitFor()
  await expectNoAxeViolations(two)
  await screenshot(two, 'moderation-desktop-conflict')
  await alert
    .getByRole('button', { name: 'Ne rien changer' })
    .or(alert.getByRole('button', { name: 'J’ai compris' }))
    .click()
  expect((await rowOf(id))?.status).toBe('published')
})

it('a moderator corrects all that an organizer may say: how it repeats, where, for whom, its image', async () => {
  const id = await waiting({ title: 'Atelier vannerie', rule: 'FREQ=WEEKLY;COUNT=4' })
  const page = await agentPage(`/agents/agenda/evenements/${id}`)
  await pane(page).getByRole('button', { name: 'Corriger' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Tous les').fill('2')
  await form.getByLabel('Nombre de fois').last().fill('3')
  await form.locator('#place-change').click()
  await form.getByLabel('Nom du lieu').fill('Atelier du lavoir')
  await form.getByRole('button', { name: 'Nouveau lieu : Atelier du lavoir' }).click()
  await form.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await form.getByRole('alert').getByRole('link', { name: 'Choisissez la commune.' }).click()
  await form.getByLabel('Commune').selectOption({ label: 'Gommegnies' })
  await form.locator('summary', { hasText: 'Accessibilité' }).click()
  await form.getByLabel('Accessible en fauteuil roulant').check()
  await form.locator('summary', { hasText: 'Âge, dedans ou dehors' }).click()
  await form.getByLabel('À partir de quel âge').fill('8')
  await form.getByLabel('Mots-clés').fill('osier, haies')
  const buffer = await aPhoto({ width: 1200, height: 800 })
  await form.locator('input[type=file]').setInputFiles({ name: 'osier.jpg', mimeType: 'image/jpeg', buffer })
  await form.getByLabel('Ce que montre l’image').fill('Un panier d’osier')
  await screenshot(page, 'moderation-desktop-correct-all')
  await expectNoAxeViolations(page, { within: 'dialog' })
  await form.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await pane(page).getByText('Atelier du lavoir').first().waitFor()
  const row = await rowOf(id)
  expect(row).toMatchObject({
    accessibility: ['mi'],
    ageMin: 8,
    keywords: ['osier', 'haies'],
    imageDescription: 'Un panier d’osier',
    imageChecked: true,
    schedule: { rule: expect.stringMatching(/^FREQ=WEEKLY;INTERVAL=2;.*COUNT=3$/) },
  })
  expect(await kindsOf(id)).toContain('corrected')
})

it('places are cleaned, an organizer trusted, the territory’s choices made; events follow', async () => {
  const one = await waiting({ title: 'Au foyer', placeName: 'Foyer rural du bourg' })
  const two = await waiting({ title: 'Au foyer aussi', placeName: 'Foyer rural' })
  const page = await agentPage('/agents/agenda/lieux', desktop, 'administration@mormal.example')
  await page.getByRole('button', { name: 'Tous les lieux' }).click()
  await page.getByLabel('Chercher un lieu').fill('foyer rural du')
  await page.getByRole('link', { name: 'Foyer rural du bourg' }).click()
  await page.getByRole('heading', { name: 'Foyer rural du bourg', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'C’est le même lieu que Foyer rural', exact: true }).click()
  await page.getByRole('alertdialog').getByText('On ne peut pas revenir en arrière.').waitFor()
  await screenshot(page, 'moderation-desktop-merge')
  await expectNoAxeViolations(page, { within: 'dialog' })
  await page.getByRole('button', { name: 'Réunir les deux' }).click()
  await page.getByRole('heading', { name: 'Foyer rural', level: 1, exact: true }).waitFor()
  expect((await rowOf(one))?.placeId).toBe((await rowOf(two))?.placeId)
  await page.getByLabel('Nom', { exact: true }).fill('Foyer rural de Bavay')
  await page.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await page.getByRole('heading', { name: 'Foyer rural de Bavay', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Au foyer', exact: true }).click()
  await pane(page).getByText('Foyer rural de Bavay', { exact: true }).waitFor()

  await page.goto('/agents/agenda/organisateurs')
  const first = page.getByRole('listitem').filter({ hasText: 'Publiés :' }).first()
  await first.waitFor()
  const give = first.getByRole('button', { name: /^Faire confiance/ })
  const wasTrusted = (await give.count()) === 0
  await first.getByRole('button').click()
  await first
    .getByRole('button', { name: wasTrusted ? /^Faire confiance/ : /^Retirer la confiance/ })
    .waitFor()

  await page.goto('/agents/agenda/reglages')
  await page.getByLabel('Mots à vérifier').fill('crédit facile\ncasino')
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
  await page.getByText('Enregistré', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: 'Monter Spectacle' }).click()
  const names = () => page.locator('ol > li .name').allInnerTexts()
  await expect.poll(async () => (await names())[0]).toBe('Spectacle')
  expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/^down-/)
  const kinds = async () => {
    const answer = await fetch(`${server.current.url}/api/events/categories?territory=${demoSiren}`)
    return ((await answer.json()) as { items: { name: string }[] }).items[0]?.name
  }
  await expect.poll(kinds).toBe('Spectacle')
  expect(await page.getByText('Une autre personne a changé la liste').count()).toBe(0)
  await page.getByRole('button', { name: 'Ajouter une catégorie' }).click()
  await page.getByRole('dialog').getByLabel('Nom').fill('Braderie')
  await screenshot(page, 'moderation-desktop-category')
  await expectNoAxeViolations(page, { within: 'dialog' })
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Braderie' }).waitFor()
  await expectNoAxeViolations(page)
  await screenshot(page, 'moderation-desktop-settings', { fullPage: true })
  await page.setViewportSize(phone)
  expect(await overflowOf(page)).toBe(0)
  await screenshot(page, 'moderation-phone-settings', { fullPage: true })
  await page.setViewportSize({ width: 320, height: 700 })
  await page.evaluate(() => (document.documentElement.style.fontSize = '212.5%'))
  expect(await overflowOf(page)).toBe(0)
  await screenshot(page, 'moderation-double-settings')
})

describe.each([
  ['phone', phone, phoneLooks],
  ['desktop', desktop, ['desktop']],
] as const)('%s', (name, viewport, looks) => {
  const good = (page: Page, screen: string, within = 'html') =>
    expectGoodLooks(page, { name: (size) => `moderation-${size}-${screen}`, at: looks, within })
  const titles = {
    long: `Marché de Noël des trois clochers et de la rue Pierre-Mathieu, ${name}`,
    revised: `Exposition d’hiver, ${name}`,
  }
  let long = ''
  let edited = ''
  beforeAll(async () => {
    long = await waiting({
      title: titles.long,
      description: 'Crédit facile pour tous.\n\n- Père Noël à 15 h\n- Chorale à 17 h',
      image: await uploaded(),
      price: 'calèche 2 €',
      accessibility: ['mi', 'hi'],
      rule: 'FREQ=WEEKLY;COUNT=4',
    })
    edited = await revised(
      {
        title: titles.revised,
        description: 'Peintures et gravures de la haie, du talus et du chemin creux.',
      },
      {
        title: `Exposition de printemps, ${name}`,
        description:
          'Peintures et photographies de la haie, du talus et du chemin creux.\n\nEntrée par la cour.',
        schedule: {
          zone: 'Europe/Paris',
          allDay: false,
          spans: [{ start: `${dayIn(14)}T14:00`, end: `${dayIn(14)}T18:00` }],
        },
        price: '2 €',
      },
    )
  })

  it('shows every screen of moderation without a fault', async () => {
    const page = await agentPage('/agents/agenda', viewport)
    const look = async (screen: string, path: string, ready: string | RegExp) => {
      await page.goto(path)
      await page.getByText(ready).first().waitFor()
      await good(page, screen)
    }
    await look('list', `/agents/agenda`, titles.long)
    await look('event', `/agents/agenda/evenements/${long}`, 'Mots que le territoire veut vérifier')
    await screenshot(page, `moderation-${name}-event-whole`, { fullPage: true })
    await look('revision', `/agents/agenda/evenements/${edited}?file=revisions`, 'Ce qui change')
    await screenshot(page, `moderation-${name}-revision-whole`, { fullPage: true })
    await look('nothing', '/agents/agenda?q=introuvable', 'Aucun événement ne correspond')
    await look('times', '/agents/agenda/delais', 'Heures comptées')
    await look('places', '/agents/agenda/lieux', 'C’est bon')
    await look('organizers', '/agents/agenda/organisateurs', 'Publiés :')
    await look('place', `/agents/agenda/lieux/${(await rowOf(long))?.placeId ?? ''}`, 'Où c’est')
    await page.goto(`/agents/agenda/evenements/${long}`)
    await pane(page).getByRole('button', { name: 'Refuser', exact: true }).click()
    await page.getByLabel('Raison').selectOption({ label: 'Pas assez précis' })
    await page.getByRole('button', { name: /Il manque de quoi s’y rendre/ }).click()
    await page.getByRole('complementary').getByText('Il manque de quoi s’y rendre').waitFor()
    await good(page, 'decline')
    await page.getByRole('button', { name: 'Annuler', exact: true }).click()
    if (await page.getByRole('button', { name: 'Autres' }).isVisible()) {
      await page.getByRole('button', { name: 'Autres' }).click()
      await screenshot(page, `moderation-${name}-others`)
      await page.getByRole('dialog').getByRole('button', { name: 'Corriger' }).click()
    } else await pane(page).getByRole('button', { name: 'Corriger' }).click()
    await page.getByRole('dialog').getByLabel('Titre').waitFor()
    await good(page, 'correct', 'dialog')
    await page.keyboard.press('Escape')
    if (viewport.width < 900) {
      await page.goto('/agents/agenda')
      await page.getByRole('button', { name: 'Files' }).click()
      await page.getByRole('dialog').getByText('Délais de réponse').waitFor()
      await good(page, 'queues', 'dialog')
    }
  })
})
