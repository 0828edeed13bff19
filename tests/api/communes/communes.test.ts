import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { CommunePage } from '../../../api/communes/communes.schemas.ts'
import type { DeskSetup } from '../../../api/incidents/desk.schemas.ts'
import type { TownHall } from '../../../api/territory/town-hall.schemas.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { commune, territory } from '../../../db/schema/index.ts'
import type { Role, ScopeKind } from '../../../db/schema/index.ts'
import { drawnSquares, readPdf } from '../../support/pdf.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// A commune's page, as data and as HTML for who has no script.

const bavay = '59053'
let t: StaffApp
beforeEach(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
})
afterEach(() => t.close())

async function staffOf(kind: ScopeKind, id: string, role: Role = 'clerk'): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const memberships = [{ siren: mormal.siren, role, scope: { kind, id } }]
  await createStaff({ ...t.deps, staff: { email, name: `Agent de ${id}`, memberships } })
  return t.signIn(email)
}
const townHallPath = (code = bavay) => `/api/territories/${mormal.siren}/town-halls/${code}`
async function keep(cookie: string, change: object, code = bavay): Promise<Response> {
  const before = (await (await t.call('GET', townHallPath(code), { cookie })).json()) as TownHall
  return t.call('PATCH', townHallPath(code), {
    cookie,
    body: change,
    headers: { 'if-match': `"${before.version}"` },
  })
}
const read = async (address: string) => {
  const answer = await t.call('GET', `/api/communes/${address}`)
  return {
    status: answer.status,
    body: (await answer.json()) as CommunePage & { communes?: { path: string }[] },
  }
}
const page = (path: string, headers: Record<string, string> = {}) => t.call('GET', path, { headers })
const text = async (answer: Response) => (await answer.text()).replace(/\s+/g, ' ')

/** Another territory, with a commune called Bavay too. */
async function anotherBavay(): Promise<void> {
  const siren = '200000001'
  await t.deps.database.write(async (tx) => {
    await tx.insert(territory).values({
      siren,
      name: 'Ailleurs',
      slug: 'ailleurs',
      referencePrefix: 'AIL',
      createdAt: t.clock.now(),
    })
    await tx.insert(commune).values({
      code: '62999',
      territorySiren: siren,
      name: 'Bavay',
      slug: 'bavay',
      postalCodes: ['62000'],
      lon: 2.7,
      lat: 50.3,
    })
  })
}

describe('The address of a commune', () => {
  it('is its name; its INSEE code, capitals and accents lead there too', async () => {
    for (const address of ['bavay', '59053', 'Bavay', 'bavay-59053', 'b%C3%A2vay'])
      expect((await read(address)).body.commune, address).toMatchObject({
        code: bavay,
        path: '/communes/bavay',
      })
    const moved = await page('/communes/59053')
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/communes/bavay'])
  })

  it('mistyped, is not found, and says which it may have been', async () => {
    for (const [address, meant] of [
      ['bavai', '/communes/bavay'],
      ['quesnoy', '/communes/le-quesnoy'],
    ] as const) {
      const { status, body } = await read(address)
      expect(status).toBe(404)
      expect(
        body.communes?.map(({ path }) => path),
        address,
      ).toContain(meant)
    }
    // A code that is not, or no longer, its own: the name says which.
    expect((await read('bavay-99999')).body.commune.code).toBe(bavay)
    const lost = await page('/communes/bavai')
    expect(lost.status).toBe(404)
    const said = await text(lost)
    expect(said).toContain('Commune introuvable')
    expect(said).toContain('href="/communes/bavay"')
    expect(said).toContain('name="q"')
    expect((await page('/communes/zzzzzzzz')).status).toBe(404)
  })

  it('tells two communes of one name apart', async () => {
    await anotherBavay()
    const { status, body } = await read('bavay')
    expect(status).toBe(409)
    expect(body.communes?.map(({ path }) => path)).toEqual(['/communes/bavay-59053', '/communes/bavay-62999'])
    const which = await page('/communes/bavay')
    expect(which.status).toBe(300)
    expect(await text(which)).toContain('href="/communes/bavay-62999"')
    const one = await read('bavay-62999')
    expect(one.body.commune).toMatchObject({ code: '62999', territory: { name: 'Ailleurs' } })
    expect(one.body.homonyms.map(({ code }) => code)).toEqual([bavay])
    expect((await read('59053')).body.commune.path).toBe('/communes/bavay-59053')
  })

  it('is found by part of its name or by its postal code', async () => {
    const found = async (q: string) => {
      const answer = await t.call('GET', `/api/communes?q=${encodeURIComponent(q)}`)
      return ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name)
    }
    expect(await found('QUESNOY')).toContain('Le Quesnoy')
    expect(await found('bav')).toEqual(['Bavay', 'Houdain-lez-Bavay'])
    expect(await found('59570')).toContain('Bavay')
    expect(await found('marseille')).toEqual([])
    const first = await t.call('GET', '/api/communes?limit=2')
    const { items, nextCursor } = (await first.json()) as { items: { code: string }[]; nextCursor: string }
    const second = await t.call('GET', `/api/communes?limit=2&cursor=${nextCursor}`)
    const next = ((await second.json()) as { items: { code: string }[] }).items
    expect(new Set([...items, ...next].map(({ code }) => code)).size).toBe(4)
  })
})

describe('The town hall', () => {
  it('keeps its hours, its days unlike the others and its contacts itself; residents read them', async () => {
    const cookie = await staffOf('commune', bavay)
    const openingHours = {
      days: [{ day: 4, spans: [['09:00', '12:00']] }],
      exceptions: [
        { from: '2026-12-24', to: '2026-12-24', spans: [['09:00', '11:00']], words: 'Veille de Noël' },
        { from: '2026-12-28', to: '2026-12-31', spans: [] },
      ],
    }
    const answer = await keep(cookie, {
      phone: '03 53 01 00 10',
      email: 'mairie@bavay.example',
      address: 'Place Charles-de-Gaulle',
      openingHours,
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect((await read('bavay')).body.townHall).toMatchObject({ phone: '03 53 01 00 10', openingHours })
    const said = await text(await page('/communes/bavay'))
    expect(said).toContain('href="tel:0353010010"')
    expect(said).toContain('jeudi : 9 h – 12 h')
    expect(said).toContain('vendredi : fermé')
    expect(said).toContain('jeudi 24 décembre : 9 h – 11 h (<span lang="fr">Veille de Noël</span>)')
    expect(said).toContain('du lundi 28 décembre au jeudi 31 décembre : fermé')
    const english = await text(await page('/communes/bavay', { 'accept-language': 'en' }))
    expect(english).toContain('Thursday : 9:00 – 12:00')
    const dutch = await text(await page('/communes/bavay?lang=nl'))
    expect(dutch).toContain('<html lang="nl"')
    expect(dutch).toContain('donderdag : 09:00 – 12:00')
    expect(dutch).toContain('van maandag 28 december tot en met donderdag 31 december : gesloten')
  })

  it('is kept by nobody else, and refuses days and hours that make no sense', async () => {
    const neighbour = await staffOf('commune', '59481')
    expect((await t.call('GET', townHallPath(), { cookie: neighbour })).status).toBe(403)
    const technician = await staffOf('commune', bavay, 'technician')
    expect((await t.call('GET', townHallPath(), { cookie: technician })).status).toBe(403)
    const cookie = await staffOf('commune', bavay)
    for (const exceptions of [
      [{ from: '2026-12-25', to: '2026-12-24', spans: [] }],
      [{ from: '2026-12-24', to: '2026-12-24', spans: [['12:00', '09:00']] }],
      [{ from: '2026-02-30', to: '2026-03-01', spans: [] }],
    ])
      expect((await keep(cookie, { openingHours: { days: [], exceptions } })).status).toBe(422)
    const stale = await t.call('PATCH', townHallPath(), {
      cookie,
      body: { phone: '03 53 01 00 11' },
      headers: { 'if-match': '"99"' },
    })
    expect(stale.status).toBe(412)
  })
})

describe('The page of a commune', () => {
  it('holds its alerts, danger first, and leads to their own pages, without a script', async () => {
    const cookie = await staffOf('territory', mormal.siren)
    const write = async (over: object) => {
      const body = {
        id: uuidv7(),
        territory: mormal.siren,
        kind: 'roads',
        title: 'Rue barrée',
        words: 'La rue est barrée.\nPassez par Houdain.',
        communes: [bavay],
        startsAt: t.clock.now(),
        endsAt: t.clock.now() + 3_600_000,
        send: true,
        ...over,
      }
      const answer = await t.call('POST', '/api/desk/alerts', {
        cookie,
        body,
        headers: { 'idempotency-key': uuidv7() },
      })
      expect(answer.status).toBe(201)
      return body.id
    }
    const road = await write({})
    await write({ kind: 'danger', title: '<b>Gaz</b>', endsAt: t.clock.now() + 7_200_000 })
    await write({ title: 'Ailleurs', communes: ['59481'] })
    const said = await text(await page('/communes/bavay'))
    expect(said.indexOf('&lt;b&gt;Gaz&lt;/b&gt;')).toBeLessThan(said.indexOf('Rue barrée'))
    expect(said).toContain(`href="/alertes/${road}"`)
    expect(said).not.toContain('Ailleurs')

    const list = await text(await page('/alertes'))
    for (const title of ['Gaz', 'Rue barrée', 'Ailleurs']) expect(list).toContain(title)
    expect(await text(await page('/alertes?commune=59481'))).not.toContain('Rue barrée')
    expect((await page('/alertes?commune=nowhere&cursor=cut')).status).toBe(200)
    const dutch = await text(await page('/alertes', { 'accept-language': 'nl-BE,nl;q=0.9' }))
    expect(dutch).toContain('Eerdere waarschuwingen')
    const one = await text(await page(`/alertes/${road}`))
    expect(one).toContain('<h1 lang="fr">Rue barrée</h1>')
    expect(one).toContain('La rue est barrée.<br />Passez par Houdain.')
    expect(one).toContain('application/ld+json')
    const lost = await page(`/alertes/${uuidv7()}`)
    expect([lost.status, await text(lost)]).toEqual([404, expect.stringContaining('Alerte introuvable')])

    t.clock.advance({ hours: 3 })
    const after = await text(await page('/communes/bavay'))
    expect(after).toContain('Aucune alerte en ce moment.')
    expect(await text(await page(`/alertes/${road}`))).toContain('noindex')
  })

  it('answers 304 to who has it already, and lets other sites read it', async () => {
    const first = await t.call('GET', '/api/communes/bavay')
    const tag = first.headers.get('etag') ?? ''
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    const again = await t.call('GET', '/api/communes/bavay', { headers: { 'if-none-match': tag } })
    expect([tag.startsWith('W/'), again.status]).toEqual([true, 304])
  })
})

describe('A commune on paper and in the site’s map', () => {
  it('has a poster whose code opens its page, with the number of its town hall, not sent again unchanged', async () => {
    await keep(await staffOf('commune', bavay), { phone: '03 27 63 06 74' })
    const answer = await page('/api/communes/bavay/poster.pdf')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const { pages, info } = await readPdf(bytes)
    expect(pages).toHaveLength(1)
    expect(pages[0]?.text.replace(/\s+/g, ' ')).toContain('Suivez les alertes de votre mairie')
    expect(pages[0]?.text).toContain('03 27 63 06 74')
    expect(pages[0]?.alts[0]).toContain('http://bocage.test/communes/bavay')
    expect(info.Title).toContain('Bavay')
    expect((await drawnSquares(bytes)).length).toBeGreaterThan(20)
    const etag = answer.headers.get('etag') ?? ''
    const again = await page('/api/communes/bavay/poster.pdf', { 'if-none-match': etag })
    expect(again.status).toBe(304)
    expect((await page('/api/communes/59053/poster.pdf', { 'if-none-match': etag })).status).toBe(304)
    const english = await readPdf(
      new Uint8Array(await (await page('/api/communes/bavay/poster.pdf?lang=en')).arrayBuffer()),
    )
    expect(english.pages[0]?.text).toContain('Follow your town hall')
    expect((await page('/api/communes/nulle-part/poster.pdf')).status).toBe(404)
  })

  it('has a poster for each kind of report, whose code begins one of that kind there', async () => {
    await keep(await staffOf('commune', bavay), { phone: '03 27 63 06 74' })
    const posterOf = async (kind: string, query = '') =>
      page(`/api/communes/bavay/categories/${kind}/poster.pdf${query}`)
    const read = async (answer: Response) => {
      const { pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()))
      return { text: pages[0]?.text.replace(/\s+/g, ' ') ?? '', alt: pages[0]?.alts[0] ?? '' }
    }
    const pothole = await read(await posterOf('nid-de-poule'))
    expect(pothole.text).toContain('Signalez ici : Nid-de-poule')
    expect(pothole.text).toMatch(/La commune de Bavay répond sous \d+ jours ouvrés/)
    expect(pothole.text).toContain('03 27 63 06 74')
    expect(pothole.alt).toContain('http://bocage.test/signaler?commune=59053&quoi=nid-de-poule')
    expect((await read(await posterOf('arbre'))).text).toContain('Appelez d’abord le 112')
    expect((await read(await posterOf('autre', '?lang=en'))).text).toContain('Report here')
    expect((await posterOf('rien')).status).toBe(404)
  })

  it('is named in the site’s map by its own address', async () => {
    await anotherBavay()
    expect(await text(await page('/sitemap.xml'))).toContain('http://bocage.test/sitemap/communes.xml')
    const map = await text(await page('/sitemap/communes.xml'))
    for (const path of ['/communes', '/alertes', '/communes/bavay-59053', '/communes/le-quesnoy'])
      expect(map).toContain(`<loc>http://bocage.test${path}</loc>`)
    expect(map).not.toContain('<loc>http://bocage.test/communes/bavay</loc>')
  })

  it('is offered at the desk to those who speak for it alone', async () => {
    const own = async (cookie: string) => {
      const setup = (await (await t.call('GET', '/api/desk/setup', { cookie })).json()) as DeskSetup
      return setup.territories
        .flatMap(({ communes }) => communes.filter((one) => one.own))
        .map(({ name }) => name)
    }
    expect(await own(await staffOf('commune', bavay))).toEqual(['Bavay'])
    expect((await own(await staffOf('territory', mormal.siren))).length).toBeGreaterThan(40)
    expect(await own(await staffOf('commune', bavay, 'technician'))).toEqual([])
  })
})
