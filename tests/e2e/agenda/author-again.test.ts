import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask } from '../../../api/agenda/moderation.usecases.ts'
import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { phone, useBrowser } from '../../support/browser.ts'
import { loseFirstAnswer } from '../../support/lost-answers.ts'
import {
  actOfModerator,
  moderation,
  sendProposal,
  sendPublished,
  type Sent,
} from '../../support/proposals.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from './parts.ts'

// An author presses again after an answer that was lost: it is done once, and never told as somebody else's doing.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => undefined)
const here = () => ({ server: server.current, store: store.current })
const fault = 'Une panne de notre côté.'

async function openPrivate({ secret }: Sent): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
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
const entriesOf = async (sent: Sent, kind: string) =>
  (await readAs(sent)).history.filter((entry) => entry.kind === kind)

it('an answer to a moderator leaves once, and its words outlive the page', async () => {
  const sent = await sendProposal(here(), { title: 'Vide-grenier', on: dayIn(14) })
  const asking = await actOfModerator(store.current, sent.id)
  await ask(moderation(store.current), { ...asking, words: 'Dans quelle rue ?' })
  const page = await openPrivate(sent)
  const words = page.getByLabel('Votre réponse')
  await words.fill('Rue des Juifs.')
  await page.reload()
  await words.waitFor()
  expect(await words.inputValue()).toBe('Rue des Juifs.')

  await loseFirstAnswer(page, `**/api/author/events/${sent.id}/answers`)
  const send = page.getByRole('button', { name: 'Envoyer', exact: true })
  await send.click()
  await page.getByText(fault).waitFor()
  await send.click()
  await page.getByText('Votre réponse est partie').waitFor()
  expect(await entriesOf(sent, 'answer')).toHaveLength(1)
  const left = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('author')))
  expect(left).toEqual([])
})

it('a cancellation is done once, and is one’s own', async () => {
  const sent = await sendPublished(here(), { title: 'Bal en plein air', on: dayIn(17) })
  const page = await openPrivate(sent)
  await page.getByRole('button', { name: 'Annuler l’événement' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Pourquoi ?').fill('Orage annoncé')
  const writes = await loseFirstAnswer(page, `**/api/author/events/${sent.id}/cancel`)
  const cancel = sheet.getByRole('button', { name: 'Annuler l’événement' })
  await cancel.click()
  await sheet.getByText(fault).waitFor()
  await cancel.click()
  await page.getByText('L’événement est annulé').waitFor()
  await sheet.waitFor({ state: 'detached' })
  expect(await page.getByText('L’événement a changé entre-temps').count()).toBe(0)
  expect(writes.reached).toBe(2)
  expect(await entriesOf(sent, 'cancelled')).toHaveLength(1)
})

it('an edit is saved once, and is one’s own', async () => {
  const sent = await sendProposal(here(), { title: 'Fête des voisins', on: dayIn(12) })
  const before = await readAs(sent)
  const page = await openPrivate(sent)
  await page.getByRole('link', { name: 'Modifier' }).click()
  await page.getByLabel('Description').fill('Apportez un plat.')
  const writes = await loseFirstAnswer(page, `**/api/author/events/${sent.id}`)
  const save = page.getByRole('button', { name: 'Enregistrer', exact: true })
  await save.click()
  await page.getByText(fault).first().waitFor()
  await save.click()
  await page.getByText('C’est enregistré').waitFor()
  expect(writes.reached).toBe(2)
  expect((await readAs(sent)).version).toBe(before.version + 1)
})
