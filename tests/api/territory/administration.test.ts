import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import type {
  AdminBody,
  AdminCategory,
  Responsibility,
  Sentence,
  Settings,
} from '../../../api/territory/territory-admin.schemas.ts'
import { findResponsibility } from '../../../api/territory/territory.usecases.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { audit, type Role, type ScopeKind, territory } from '../../../db/schema/index.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'

const siren = '200043321'
const bavay = '59053'
const quesnoy = '59481'
const base = `/api/territories/${siren}`

let t: StaffApp
let admin: string
let mayor: string
let clerk: string
let stranger: string

const staff = (email: string, role: Role, kind: ScopeKind, id: string, of = siren) =>
  createStaff({
    ...t.deps,
    staff: { email, name: email, memberships: [{ siren: of, role, scope: { kind, id } }] },
  })

beforeAll(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
  await t.deps.database.write(async (tx) => {
    await tx.insert(territory).values({
      siren: '200030633',
      name: 'Caudrésis et Catésis',
      slug: 'caudresis',
      referencePrefix: 'CAU',
      createdAt: 0,
    })
  })
  await staff('admin@mormal.example', 'admin', 'territory', siren)
  await staff('maire@bavay.example', 'admin', 'commune', bavay)
  await staff('accueil@bavay.example', 'clerk', 'commune', bavay)
  await staff('admin@caudresis.example', 'admin', 'territory', '200030633', '200030633')
  admin = await t.signIn('admin@mormal.example')
  mayor = await t.signIn('maire@bavay.example')
  clerk = await t.signIn('accueil@bavay.example')
  stranger = await t.signIn('admin@caudresis.example')
})
afterAll(() => t.close())

const get = async <T>(path: string, cookie = admin) =>
  (await (await t.call('GET', `${base}${path}`, { cookie })).json()) as T
const write = (method: string, path: string, body: unknown, version: number | null = null, cookie = admin) =>
  t.call(method, `${base}${path}`, {
    cookie,
    body,
    headers: version === null ? { 'idempotency-key': systemIds.next() } : { 'if-match': `"${version}"` },
  })
const slugOf = async (answer: Response) => ((await answer.json()) as { type: string }).type
const bodyNamed = async (name: string) => {
  const { items } = await get<{ items: AdminBody[] }>('/bodies?limit=100')
  const found = items.find((body) => body.name === name)
  if (!found) throw new Error(`no body ${name}`)
  return found
}
const trail = async (action: string) =>
  (await t.deps.database.read.select().from(audit).where(eq(audit.action, action)).orderBy(asc(audit.at))).at(
    -1,
  )

describe('The settings of a territory', () => {
  it('are edited by its administrator, who leaves a trail, and seen by everyone at once', async () => {
    const before = await get<Settings>('/settings')
    const answer = await write(
      'PATCH',
      '/settings',
      { name: 'Le Pays de Mormal', accent: '#225588' },
      before.version,
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe(`"${before.version + 1}"`)
    expect(await trail('territory.settings')).toMatchObject({
      subject: siren,
      change: { name: ['Pays de Mormal', 'Le Pays de Mormal'], accent: [null, '#225588'] },
    })
    const page = (await (await t.call('GET', base)).json()) as { name: string; accent: string }
    expect(page).toMatchObject({ name: 'Le Pays de Mormal', accent: '#225588' })
  })

  it('are not overwritten by who read them before another changed them', async () => {
    const { version } = await get<Settings>('/settings')
    expect((await write('PATCH', '/settings', { publication: 'before-approval' }, version)).status).toBe(200)
    const late = await write('PATCH', '/settings', { name: 'Autre nom' }, version)
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({
      type: '/problems/stale-version',
      current: { publication: 'before-approval', version: version + 1 },
    })
  })

  it('ask for the version, and refuse what makes no sense', async () => {
    expect((await write('PATCH', '/settings', { name: 'Nom' })).status).toBe(428)
    const { version } = await get<Settings>('/settings')
    for (const change of [{ accent: 'red' }, { name: '' }, { siren: '1' }, { publication: 'never' }, []])
      expect((await write('PATCH', '/settings', change, version)).status, JSON.stringify(change)).toBe(422)
    expect((await get<Settings>('/settings')).version).toBe(version)
  })

  it('keep their version when nothing differs', async () => {
    const { version, name } = await get<Settings>('/settings')
    const answer = await write('PATCH', '/settings', { name }, version)
    expect(((await answer.json()) as Settings).version).toBe(version)
  })
})

describe('Administrators', () => {
  const paths = ['/settings', '/bodies', '/categories', '/responsibilities', '/sentences', '/audit']
  it.each(paths)('of another territory, clerks and strangers do not read %s', async (path) => {
    expect((await t.call('GET', `${base}${path}`, { cookie: stranger })).status).toBe(403)
    expect((await t.call('GET', `${base}${path}`)).status).toBe(401)
    const asClerk = await t.call('GET', `${base}${path}`, { cookie: clerk })
    expect(asClerk.status).toBe(path === '/sentences' ? 200 : 403)
  })

  it('of a commune edit its body, and no other', async () => {
    const own = await bodyNamed('Commune de Bavay')
    const answer = await write('PATCH', `/bodies/${own.id}`, { phone: '03 27 00 00 00' }, own.version, mayor)
    expect(answer.status).toBe(200)
    const other = await bodyNamed('Commune du Quesnoy')
    const refused = await write(
      'PATCH',
      `/bodies/${other.id}`,
      { phone: '03 27 00 00 00' },
      other.version,
      mayor,
    )
    expect(refused.status).toBe(403)
    const { version } = await get<Settings>('/settings')
    expect((await write('PATCH', '/settings', { name: 'À moi' }, version, mayor)).status).toBe(403)
  })

  it('cannot reach a body or category through another territory’s address', async () => {
    const own = await bodyNamed('Commune de Bavay')
    const elsewhere = `/api/territories/200030633/bodies/${own.id}`
    expect((await t.call('GET', elsewhere, { cookie: stranger })).status).toBe(404)
    const answer = await t.call('PATCH', elsewhere, {
      cookie: stranger,
      body: { name: 'Volé' },
      headers: { 'if-match': `"${own.version}"` },
    })
    expect(answer.status).toBe(404)
    expect((await bodyNamed('Commune de Bavay')).name).toBe('Commune de Bavay')
  })
})

describe('Bodies', () => {
  it('carry contacts and opening hours that residents see', async () => {
    const own = await bodyNamed('Commune de Bavay')
    const openingHours = {
      days: [
        {
          day: 1,
          spans: [
            ['09:00', '12:00'],
            ['13:30', '17:00'],
          ],
        },
        { day: 6, spans: [['09:00', '11:30']] },
      ],
      note: 'Fermée le samedi en août',
    }
    const change = { email: 'Mairie@Bavay.example ', address: '1 place Charles-de-Gaulle', openingHours }
    const answer = await write('PATCH', `/bodies/${own.id}`, change, own.version)
    expect(answer.status).toBe(200)
    const page = (await (await t.call('GET', base)).json()) as { bodies: AdminBody[] }
    expect(page.bodies.find(({ id }) => id === own.id)).toMatchObject({
      email: 'mairie@bavay.example',
      address: '1 place Charles-de-Gaulle',
      openingHours,
    })
  })

  it('refuse hours that end before they begin, a day given twice, and addresses that are none', async () => {
    const own = await bodyNamed('Commune de Bavay')
    const days = (...days: unknown[]) => ({ openingHours: { days } })
    for (const change of [
      days({ day: 1, spans: [['17:00', '09:00']] }),
      days({ day: 1, spans: [] }, { day: 1, spans: [] }),
      days({ day: 8, spans: [] }),
      days({ day: 1, spans: [['9h', '12h']] }),
      { email: 'mairie' },
      { phone: 'appelez-moi' },
      { kind: 'epci' },
    ])
      expect((await write('PATCH', `/bodies/${own.id}`, change, own.version)).status).toBe(422)
  })

  it('are added once however often they are sent, and put away rather than deleted', async () => {
    const body = { id: systemIds.next(), kind: 'syndicat', name: 'Syndicat d’éclairage de l’Avesnois' }
    const headers = { 'idempotency-key': systemIds.next() }
    const post = () => t.call('POST', `${base}/bodies`, { cookie: admin, body, headers })
    expect([(await post()).status, (await post()).status]).toEqual([201, 201])
    const { items } = await get<{ items: AdminBody[] }>('/bodies?limit=100')
    expect(items.filter(({ name }) => name === body.name)).toHaveLength(1)
    expect(await slugOf(await write('POST', '/bodies', body))).toBe('/problems/id-taken')

    const away = await write('PATCH', `/bodies/${body.id}`, { active: false }, 1)
    expect(((await away.json()) as AdminBody).active).toBe(false)
    const page = (await (await t.call('GET', base)).json()) as { bodies: AdminBody[] }
    expect(page.bodies.some(({ id }) => id === body.id)).toBe(false)
    const own = await bodyNamed('Commune de Bavay')
    const refused = await write('PATCH', `/bodies/${own.id}`, { active: false }, own.version)
    expect(refused.status).toBe(409)
  })

  it('come in pages that hold each once', async () => {
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `?limit=20${cursor && `&cursor=${cursor}`}`
      const page: { items: AdminBody[]; nextCursor: string | null } = await get(`/bodies${query}`)
      expect(page.items.length).toBeLessThanOrEqual(20)
      names.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(names).toHaveLength(new Set(names).size)
    expect(names.length).toBeGreaterThanOrEqual(54)
  })
})

describe('Categories', () => {
  const list = async () => (await get<{ items: AdminCategory[] }>('/categories')).items

  it('are added at the end with each commune in charge, changed and put away', async () => {
    const category = { id: systemIds.next(), name: 'Salle des fêtes', icon: 'school', targetDays: 15 }
    const added = await write('POST', '/categories', category)
    expect(added.status).toBe(201)
    expect(await added.json()).toMatchObject({ slug: 'salle-des-fetes', position: 10, emergency: false })
    const found = await findResponsibility({
      database: t.deps.database,
      territorySiren: siren,
      categoryId: category.id,
      communeCode: quesnoy,
    })
    expect(found).toMatchObject({ bodyName: 'Commune du Quesnoy', targetDays: 15 })
    const changed = await write('PATCH', `/categories/${category.id}`, { name: 'Salles', active: false }, 1)
    expect(await changed.json()).toMatchObject({ slug: 'salle-des-fetes', name: 'Salles', active: false })
    const page = (await (await t.call('GET', base)).json()) as { categories: AdminCategory[] }
    expect(page.categories.some(({ id }) => id === category.id)).toBe(false)
  })

  it('refuse an icon the app lacks, a choice without choices, a question asked twice', async () => {
    const [first] = await list()
    const questions = (...questions: unknown[]) => ({ questions })
    for (const change of [
      { icon: 'rocket' },
      questions({ id: 'a', label: 'Combien ?', kind: 'choice' }),
      questions({ id: 'a', label: 'Combien ?', kind: 'text', choices: ['1', '2'] }),
      questions({ id: 'a', label: 'Combien ?', kind: 'text' }, { id: 'a', label: 'Combien ?', kind: 'text' }),
      { targetDays: -1 },
      { targetDays: 1.5 },
    ])
      expect((await write('PATCH', `/categories/${first?.id}`, change, first?.version)).status).toBe(422)
  })

  it('are put in another order, all of them or none', async () => {
    const before = await list()
    const { version } = await get<Settings>('/settings')
    const ids = before.map(({ id }) => id).reverse()
    const partial = await write('PUT', '/category-order', { ids: ids.slice(1) }, version)
    expect(await slugOf(partial)).toBe('/problems/incomplete-order')
    expect((await write('PUT', '/category-order', { ids }, version)).status).toBe(200)
    expect((await list()).map(({ id }) => id)).toEqual(ids)
    const late = await write('PUT', '/category-order', { ids: ids.toReversed() }, version)
    expect(late.status).toBe(412)
  })
})

describe('Who is in charge', () => {
  it('is decided by default, then otherwise in one commune, then by default again', async () => {
    const { items } = await get<{ items: AdminCategory[] }>('/categories')
    const lighting = items.find(({ slug }) => slug === 'eclairage')
    const syndicate = { id: systemIds.next(), kind: 'syndicat', name: 'Syndicat d’énergie' }
    expect((await write('POST', '/bodies', syndicate)).status).toBe(201)
    const cell = (commune: string) => `/responsibilities/${lighting?.id}/${commune}`
    const inCharge = async (communeCode: string) =>
      findResponsibility({
        database: t.deps.database,
        territorySiren: siren,
        categoryId: lighting?.id ?? '',
        communeCode,
      })
    expect((await inCharge(bavay)).bodyName).toBe('Commune de Bavay')

    const byDefault = await write('PUT', cell('default'), { bodyId: syndicate.id, targetDays: 20 }, 1)
    expect(await byDefault.json()).toMatchObject({ communeCode: null, bodyId: syndicate.id, version: 2 })
    expect(await inCharge(bavay)).toMatchObject({ bodyName: 'Syndicat d’énergie', targetDays: 20 })

    const own = await write('PUT', cell(bavay), { bodyId: null, targetDays: 3 }, 0)
    expect(((await own.json()) as Responsibility).version).toBe(1)
    expect(await inCharge(bavay)).toMatchObject({ bodyName: 'Commune de Bavay', targetDays: 3 })
    expect((await inCharge(quesnoy)).bodyName).toBe('Syndicat d’énergie')

    expect((await write('PUT', cell(bavay), { bodyId: syndicate.id }, 0)).status).toBe(412)
    expect((await write('DELETE', cell(bavay), undefined, 1)).status).toBe(204)
    expect((await inCharge(bavay)).bodyName).toBe('Syndicat d’énergie')

    const away = await write('PATCH', `/bodies/${syndicate.id}`, { active: false }, 1)
    expect(away.status).toBe(200)
    expect((await inCharge(bavay)).bodyName, 'a body put away is passed over').toBe('Commune de Bavay')
    const refused = await write('PUT', cell(quesnoy), { bodyId: syndicate.id }, 0)
    expect(await slugOf(refused)).toBe('/problems/unknown-body')
  })

  it('is not decided for a commune of elsewhere, nor by the mayor of another commune', async () => {
    const { items } = await get<{ items: AdminCategory[] }>('/categories')
    const cell = (commune: string) => `/responsibilities/${items[0]?.id}/${commune}`
    expect(await slugOf(await write('PUT', cell('75056'), { bodyId: null }, 0))).toBe(
      '/problems/unknown-commune',
    )
    expect((await write('PUT', cell(quesnoy), { bodyId: null }, 0, mayor)).status).toBe(403)
    expect((await write('PUT', cell('default'), { bodyId: null }, 1, mayor)).status).toBe(403)
    expect((await write('PUT', cell(bavay), { bodyId: null, targetDays: 4 }, 0, mayor)).status).toBe(200)
  })
})

describe('Ready-made sentences', () => {
  it('of a body are written by its clerk, offered there only, and removed', async () => {
    const own = await bodyNamed('Commune de Bavay')
    const other = await bodyNamed('Commune du Quesnoy')
    const sentence = {
      id: systemIds.next(),
      bodyId: own.id,
      status: 'scheduled',
      words: 'L’équipe de Bavay passe le vendredi.',
    }
    expect((await write('POST', '/sentences', sentence, null, clerk)).status).toBe(201)
    const offered = async (bodyId: string) => {
      const answer = await t.call('GET', '/api/desk/sentences', { cookie: clerk })
      const { items } = (await answer.json()) as { items: Sentence[] }
      return items.filter((offer) => offer.bodyId === bodyId).map(({ words }) => words)
    }
    expect(await offered(own.id)).toContain(sentence.words)
    expect(await offered(other.id)).not.toContain(sentence.words)
    const forOther = { ...sentence, id: systemIds.next(), bodyId: other.id }
    expect((await write('POST', '/sentences', forOther, null, clerk)).status).toBe(403)
    const forAll = { ...sentence, id: systemIds.next(), bodyId: null }
    expect((await write('POST', '/sentences', forAll, null, clerk)).status).toBe(403)

    const changed = await write('PATCH', `/sentences/${sentence.id}`, { words: 'Vendredi.' }, 1, clerk)
    expect(((await changed.json()) as Sentence).version).toBe(2)
    expect((await write('PATCH', `/sentences/${sentence.id}`, { words: 'Lundi.' }, 1, clerk)).status).toBe(
      412,
    )
    expect((await write('DELETE', `/sentences/${sentence.id}`, undefined, 2, clerk)).status).toBe(204)
    expect(await offered(own.id)).not.toContain('Vendredi.')
  })

  it('are there from the first day, for every status that staff give', async () => {
    const { items } = await get<{ items: Sentence[] }>('/sentences?limit=100')
    const statuses = new Set(items.map(({ status }) => status))
    expect([...statuses].toSorted()).toEqual(
      [
        'acknowledged',
        'declined',
        'forwarded',
        'in_progress',
        'reopened',
        'resolved',
        'scheduled',
      ].toSorted(),
    )
  })
})

describe('The audit trail', () => {
  it('says who changed what, latest first, in pages', async () => {
    type Trail = { items: { at: number; userId: string | null; action: string }[]; nextCursor: string | null }
    const first = await get<Trail>('/audit?limit=3')
    expect(first.items).toHaveLength(3)
    const next = await get<Trail>(`/audit?limit=100&cursor=${first.nextCursor}`)
    const all = [...first.items, ...next.items]
    expect(all.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['territory.import', 'body.add', 'category.order', 'responsibility.decide']),
    )
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a))
  })
})
