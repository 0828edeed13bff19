import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { AlertTemplateView } from '../../../api/alerts/alert-template.schemas.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import type { ScopeKind } from '../../../db/schema/index.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// Messages kept to be written again: whose they are, who keeps them, and nobody in them.

const [bavay, leQuesnoy] = ['59053', '59481']
let t: StaffApp
beforeEach(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
})
afterEach(() => t.close())

async function clerkOf(kind: ScopeKind, id: string): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const memberships = [{ siren: mormal.siren, role: 'clerk' as const, scope: { kind, id } }]
  await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
  return t.signIn(email)
}
const path = '/api/desk/alert-templates'
const written = {
  kind: 'roads',
  title: 'Verglas',
  words: 'Les routes sont glissantes.',
  advice: 'Roulez doucement.',
}
const add = (cookie: string, over: object = {}) =>
  t.call('POST', path, {
    cookie,
    headers: { 'idempotency-key': uuidv7() },
    body: { id: uuidv7(), territory: mormal.siren, commune: bavay, ...written, ...over },
  })
const list = async (cookie: string, query = '') => {
  const answer = await t.call('GET', `${path}?territory=${mormal.siren}${query}`, { cookie })
  return (await answer.json()) as { items: AlertTemplateView[]; nextCursor: string | null }
}
const headersFor = (version: number) => ({ 'if-match': `"${version}"`, 'idempotency-key': uuidv7() })
const typeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)

it('a template is offered to those of its commune, or of the whole territory, and kept by who writes for it', async () => {
  const [own, neighbour, all] = [
    await clerkOf('commune', bavay),
    await clerkOf('commune', leQuesnoy),
    await clerkOf('territory', mormal.siren),
  ]
  const answer = await add(own)
  expect(answer.status, await answer.clone().text()).toBe(201)
  const template = (await answer.json()) as AlertTemplateView
  expect(template).toMatchObject({ ...written, commune: { name: 'Bavay' }, mayEdit: true })
  expect((await add(own, { commune: null })).status).toBe(403)
  expect((await add(own, { commune: leQuesnoy })).status).toBe(403)
  expect((await add(all, { commune: null, title: 'Coupure d’eau' })).status).toBe(201)
  const seenBy = async (cookie: string) =>
    (await list(cookie)).items.map(({ title, mayEdit }) => [title, mayEdit])
  expect(await seenBy(own)).toEqual([
    ['Coupure d’eau', false],
    ['Verglas', true],
  ])
  expect(await seenBy(neighbour)).toEqual([['Coupure d’eau', false]])
  const first = await list(all, '&limit=1')
  const rest = await list(all, `&limit=1&cursor=${first.nextCursor}`)
  expect([...first.items, ...rest.items].map(({ title }) => title)).toEqual(['Coupure d’eau', 'Verglas'])

  const change = (cookie: string, version: number, over: object = {}) =>
    t.call('PUT', `${path}/${template.id}`, {
      cookie,
      headers: headersFor(version),
      body: { ...written, ...over },
    })
  expect((await change(neighbour, 1)).status).toBe(403)
  expect((await change(own, 1, { title: 'Verglas ce matin' })).status).toBe(200)
  const stale = await change(own, 1)
  expect(stale.status).toBe(412)
  expect(await stale.json()).toMatchObject({ current: { title: 'Verglas ce matin' } })
  const remove = (cookie: string) =>
    t.call('DELETE', `${path}/${template.id}`, { cookie, headers: headersFor(2) })
  expect((await remove(neighbour)).status).toBe(403)
  expect((await remove(own)).status).toBe(200)
  expect(await typeOf(await remove(own))).toBe('template-not-found')
})

it('a template names nobody: an address or a mobile number is refused, the town hall’s own number is not', async () => {
  const cookie = await clerkOf('commune', bavay)
  for (const words of [
    'Appelez Luc au 06 12 34 56 78.',
    'Écrivez à luc.martin@laposte.net',
    'Le +33 7 12.34.56.78',
    'Luc : 06-12-34-56-78',
    'Luc : 06/12/34/56/78',
    'Luc, 0033 6 12 34 56 78',
    'Luc, 00 33 612345678',
    'Luc, +33 (0)6 12 34 56 78',
    'Luc : 06\u00a012\u00a034\u00a056\u00a078',
    'Luc : 06\u202f12\u202f34\u202f56\u202f78',
    'Mairie 03 27 63 06 74, Luc 06\u201112\u201134\u201156\u201178',
  ])
    expect(await typeOf(await add(cookie, { words })), words).toBe('template-personal')
  expect(await typeOf(await add(cookie, { advice: 'Luc : 0612345678' }))).toBe('template-personal')
  const translations = { nl: { title: 'IJzel', words: 'Mail luc@example.org' } }
  expect(await typeOf(await add(cookie, { translations }))).toBe('template-personal')
  for (const words of [
    'Renseignements en mairie : 03 27 63 06 74.',
    'Mairie : 03 27 63 06 74/03 27 63 06 75.',
    'Du 06/12/2026 18 h au 07/12/2026 06 h 30.',
  ])
    expect((await add(cookie, { words })).status, words).toBe(201)
  expect((await add(cookie, { commune: '75056' })).status).toBe(422)
})
