import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ask, decline } from '../../../api/agenda/moderation.usecases.ts'
import { findEvent } from '../../../api/agenda/events.repository.ts'
import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { publish } from '../../support/agenda.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import {
  actOfModerator,
  moderation,
  sendProposal,
  sendPublished,
  type Sent,
} from '../../support/proposals.ts'
import { openPushService } from '../../support/push-service.ts'
import { deliverPush, phoneOf, subscribeTo, tellAtAnyHour } from '../../support/push.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, said, useStore } from './parts.ts'

// The author's private page, by the link alone: what became of the event, and what one does with it.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async (store) => {
  await publish(store, { title: 'Bal de remplacement', on: dayIn(50) })
})

const here = () => ({ server: server.current, store: store.current })

async function openPrivate({ secret }: Sent, viewport = phone): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, viewport })
  await page.goto(`/agenda/ma-proposition#${secret}`)
  await page.getByRole('heading', { name: 'Où il en est' }).waitFor()
  return page
}

async function readAs({ id, secret }: Sent): Promise<AuthorEvent> {
  const answer = await fetch(`${server.current.url}/api/author/events/${id}`, {
    headers: { 'Bocage-Secret': secret },
  })
  return (await answer.json()) as AuthorEvent
}
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click()

describe('an author’s phone', () => {
  it('is told of a question by push, opens the page of the answer, and is told no more once stopped', async () => {
    const sent = await sendProposal(here(), { title: 'Course en sac', on: dayIn(20) })
    const pushes = await openPushService()
    onTestFinished(() => pushes.close())
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone, serviceWorker: true })
    await subscribeTo(page, pushes.subscribe())
    await page.goto(`/agenda/ma-proposition#${sent.secret}`)
    await page.getByRole('heading', { name: 'Être prévenu sur ce téléphone' }).waitFor()
    await screenshot(page, 'author-push-offer', { fullPage: true })
    await page.getByRole('button', { name: 'Me prévenir' }).click()
    await page.getByText('Ce téléphone vous prévient de cet événement.').waitFor()
    await tellAtAnyHour(server.current.url, await phoneOf(page))
    await expectNoAxeViolations(page)
    await screenshot(page, 'author-push-on', { fullPage: true })

    await ask(moderation(store.current), {
      ...(await actOfModerator(store.current, sent.id)),
      words: 'Y a-t-il un parking ?',
    })
    const [push] = await pushes.waitFor(1, 20_000)
    const [shown] = await deliverPush(page, push!.content)
    expect(shown?.title).toContain('Course en sac')
    expect(shown?.body).toContain('« Y a-t-il un parking ? »')
    expect(String((shown!.data as { url: string }).url)).toContain(`/agenda/ma-proposition#${sent.secret}`)
    await page.reload()
    await page.getByText('Y a-t-il un parking ?').first().waitFor()
    await page.getByRole('button', { name: 'Ne plus me prévenir ici' }).click()
    await page.getByRole('heading', { name: 'Être prévenu sur ce téléphone' }).waitFor()
  })
})

describe('an event that waits', () => {
  it('is corrected in the same form, filled; unsaved words survive a reload', async () => {
    const sent = await sendProposal(here(), {
      title: 'Fête des voisins',
      on: dayIn(12),
      price: '3 €',
      accessibility: ['mi'],
    })
    const page = await openPrivate(sent)
    await page.getByText('En relecture', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByRole('heading', { level: 1, name: 'Modifier l’événement' }).waitFor()
    expect(await page.getByLabel('Nom de l’événement').inputValue()).toBe('Fête des voisins')
    expect(await page.getByLabel('Début').inputValue()).toBe('19:00')
    expect(await page.getByLabel('Tarifs').inputValue()).toBe('3 €')
    await page.getByLabel('Description').fill('Apportez un plat.')
    await page.reload()
    await page.getByText('Vos changements non enregistrés sont repris').waitFor()
    expect(await page.getByLabel('Description').inputValue()).toBe('Apportez un plat.')
    await screenshot(page, 'author-edit', { fullPage: true })
    await save(page)
    await page.getByText('C’est enregistré').waitFor()
    await page.getByText('Apportez un plat.').waitFor()
    expect((await readAs(sent)).content).toMatchObject({
      description: 'Apportez un plat.',
      price: '3 €',
      accessibility: ['mi'],
    })
  })

  it('a moderator’s question is answered without an account; once declined, its author reads why', async () => {
    const sent = await sendProposal(here(), { title: 'Vide-grenier', on: dayIn(14) })
    await ask(moderation(store.current), {
      ...(await actOfModerator(store.current, sent.id)),
      words: 'Dans quelle rue ?',
    })
    const mail = await server.current.mailbox.waitFor(
      (one) => one.to.includes(sent.email) && one.text.includes('Dans quelle rue ?'),
    )
    const page = await browser.openPage({ baseURL: server.current.url })
    await page.goto(mail.links.find((link) => link.includes('/agenda/ma-proposition#')) ?? '')
    await page.getByText('Dans quelle rue ?').first().waitFor()
    await screenshot(page, 'author-question')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText('Écrivez votre réponse.').waitFor()
    await page.getByLabel('Votre réponse').fill('Rue des Juifs, devant la mairie.')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText('Votre réponse est partie').waitFor()
    expect((await readAs(sent)).question).toBeNull()

    await decline(moderation(store.current), {
      ...(await actOfModerator(store.current, sent.id)),
      reason: 'other',
      words: 'La rue est en travaux ce jour-là.',
    })
    await page.reload()
    await page.getByText('Cet événement n’est pas publié').waitFor()
    await page.getByText('La rue est en travaux ce jour-là.').first().waitFor()
    await screenshot(page, 'author-declined', { fullPage: true })
  })

  it('is taken back before anyone reads it: nothing of it is kept', async () => {
    const sent = await sendProposal(here(), { title: 'Essai', on: dayIn(15) }, { confirmed: false })
    const page = await openPrivate(sent)
    await page.getByText('Adresse à confirmer').waitFor()
    await page.getByRole('button', { name: 'Retirer', exact: true }).click()
    await page.getByRole('button', { name: 'Oui, retirer' }).click()
    await page.getByRole('heading', { name: 'Votre événement est effacé' }).waitFor()
    expect(await findEvent(store.current.deps.database.read, sent.id)).toBeUndefined()
  })
})

describe('an event that is published', () => {
  it('shows the edit that waits beside what readers see, which stays', async () => {
    const sent = await sendPublished(here(), { title: 'Concert de chorale', on: dayIn(16) })
    const page = await openPrivate(sent, desktop)
    await page.getByText('Personne ne le suit').waitFor()
    await page.getByText(/Jamais vu|Vu une fois/).waitFor()
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByText('la version publiée reste affichée en attendant').waitFor()
    await page.getByLabel('Nom de l’événement').fill('Concert de la chorale des Tilleuls')
    await save(page)
    await page.getByText('Votre modification est partie en relecture').waitFor()
    await page.getByText('Une modification attend d’être relue').waitFor()
    await screenshot(page, 'author-revision', { fullPage: true })
    const now = await readAs(sent)
    expect(now.content.title).toBe('Concert de chorale')
    expect(now.revision?.content.title).toBe('Concert de la chorale des Tilleuls')
    await page.getByRole('button', { name: 'Retirer', exact: true }).click()
    await page.getByRole('button', { name: 'Oui, retirer' }).click()
    await expect.poll(async () => (await readAs(sent)).revision).toBeNull()
  })

  it('one date of a series is cancelled with its reason, and takes place after all', async () => {
    const sent = await sendPublished(here(), {
      title: 'Cours de danse',
      on: dayIn(8),
      rule: 'FREQ=WEEKLY;COUNT=4',
    })
    const second = dayIn(15)
    const page = await openPrivate(sent)
    const row = page
      .getByRole('listitem')
      .filter({ hasText: new RegExp(said(second), 'i') })
      .filter({ has: page.getByRole('button') })
    await row.getByRole('button').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: 'Elle n’a pas lieu' }).check()
    await sheet.getByLabel('Pourquoi').fill('Professeur malade')
    await screenshot(page, 'author-date')
    await sheet.getByRole('button', { name: 'Annuler cette date' }).click()
    await row.getByText('Professeur malade').waitFor()
    expect((await readAs(sent)).dates.filter(({ cancelled }) => cancelled)).toHaveLength(1)
    await page.getByRole('link', { name: 'Voir la page publique' }).click()
    await page.getByRole('heading', { name: 'Toutes les dates' }).waitFor()
    await page.getByText('Professeur malade').first().waitFor()
    await page.goBack()
    await row.getByRole('button', { name: /Maintenir cette date/ }).click()
    // Good news can wait for a moderator; only a cancellation can't.
    await page.getByText('Une modification attend d’être relue').waitFor()
    await row.getByText('Votre changement de cette date attend d’être relu.').waitFor()
    const focused = await page.evaluate(() => document.activeElement?.textContent)
    expect(focused).toMatch(/Changer cette date/)
    expect((await readAs(sent)).revision?.content.schedule.changes ?? []).toEqual([])
  })

  it('one date moves to another hour; the moderator reads it before anyone sees it', async () => {
    const sent = await sendPublished(here(), {
      title: 'Ciné-club',
      on: dayIn(9),
      rule: 'FREQ=WEEKLY;COUNT=3',
    })
    const page = await openPrivate(sent)
    await page
      .getByRole('button', { name: /Changer cette date/ })
      .first()
      .click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Le changement est relu avant d’être affiché.').waitFor()
    await sheet.getByLabel('Début').fill('20:30')
    await sheet.getByLabel('Fin').fill('20:00')
    await sheet.getByText('L’heure de fin est celle du lendemain.').waitFor()
    await sheet.getByLabel('Fin').fill('22:30')
    await sheet.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Une modification attend d’être relue').waitFor()
    expect((await readAs(sent)).revision?.content.schedule.changes).toEqual([
      { recurrence: `${dayIn(9)}T19:00`, span: { start: `${dayIn(9)}T20:30`, end: `${dayIn(9)}T22:30` } },
    ])
  })

  it('is cancelled with its reason and what replaces it, and stays in the agenda as such', async () => {
    const sent = await sendPublished(here(), { title: 'Bal en plein air', on: dayIn(17) })
    const page = await openPrivate(sent)
    await page.getByRole('button', { name: 'Annuler l’événement' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: 'Annuler l’événement' }).click()
    await sheet.getByText('Dites pourquoi en quelques mots.').waitFor()
    await sheet.getByLabel('Pourquoi ?').fill('Orage annoncé')
    await sheet.getByLabel('Ce qui le remplace').fill('remplacement')
    await sheet.getByRole('button', { name: /Bal de remplacement/ }).click()
    await screenshot(page, 'author-cancel')
    await sheet.getByRole('button', { name: 'Annuler l’événement' }).click()
    await page.getByText('L’événement est annulé').waitFor()
    await page.getByRole('link', { name: 'Voir la page publique' }).click()
    await page.getByText('Cet événement est annulé').waitFor()
    await page.getByText('Orage annoncé').waitFor()
    await page.getByRole('link', { name: 'Bal de remplacement' }).waitFor()
  })

  it('two edits at once are put side by side, and the person chooses', async () => {
    const sent = await sendProposal(here(), { title: 'Tournoi de belote', on: dayIn(18), price: '5 €' })
    const page = await openPrivate(sent, desktop)
    await page.getByRole('link', { name: 'Modifier' }).click()
    await page.getByLabel('Nom de l’événement').fill('Grand tournoi de belote')
    const other = await openPrivate(sent)
    await other.getByRole('link', { name: 'Modifier' }).click()
    await other.getByLabel('Nom de l’événement').fill('Belote du jeudi')
    await other.getByLabel('Description').fill('Lots pour tous.')
    await save(other)
    await other.getByText('C’est enregistré').waitFor()
    await save(page)
    await page.getByText('Une autre personne a enregistré entre-temps').waitFor()
    await page.getByText('Belote du jeudi').waitFor()
    await page.getByText('Repris de l’autre personne : Description.').waitFor()
    await screenshot(page, 'author-clash')
    expect(await page.getByLabel('Nom de l’événement').inputValue()).toBe('Grand tournoi de belote')
    expect(await page.getByLabel('Description', { exact: false }).first().inputValue()).toBe(
      'Lots pour tous.',
    )
    await save(page)
    await page.getByText('C’est enregistré').waitFor()
    expect((await readAs(sent)).content).toMatchObject({
      title: 'Grand tournoi de belote',
      description: 'Lots pour tous.',
      price: '5 €',
    })
  })
})

it('a link that is not whole says so, and a made-up one opens nothing', async () => {
  const page = await browser.openPage({ baseURL: server.current.url })
  await page.goto('/agenda/confirmer#court')
  await page.getByText('Ce lien est incomplet').waitFor()
  await page.goto(`/agenda/ma-proposition#${'a'.repeat(40)}`)
  await page.getByRole('link', { name: 'Mes suivis' }).first().waitFor()
  expect(await page.getByRole('heading', { name: 'Où il en est' }).count()).toBe(0)
})
