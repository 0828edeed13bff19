import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { fanOutSize } from '../../../api/alerts/alert-fan-out.ts'
import { maskOf } from '../../../api/alerts/alert.rules.ts'
import type { DeskAlert, PublicAlert } from '../../../api/alerts/alert.schemas.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { alertSubscription, device, outbox } from '../../../db/schema/index.ts'
import type { Role, ScopeKind } from '../../../db/schema/index.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// An alert from the town hall's desk to the phones of its commune: the real database, worker and encryption.

const [bavay, leQuesnoy] = ['59053', '59481']
let t: StaffApp
let pushes: PushService

beforeEach(async () => {
  pushes = await openPushService()
  t = await openStaffApp({ env: { PUSH_ALLOW_LOOPBACK: '1' } })
  await openDemoTerritory(t.deps)
})
afterEach(async () => {
  await t.close()
  await pushes.close()
})

async function staffOf(kind: ScopeKind, id: string, role: Role = 'clerk'): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const memberships = [{ siren: mormal.siren, role, scope: { kind, id } }]
  await createStaff({ ...t.deps, staff: { email, name: `Agent de ${id}`, memberships } })
  return t.signIn(email)
}

const hour = 3_600_000
const anAlert = (over: object = {}) => ({
  id: uuidv7(),
  territory: mormal.siren,
  kind: 'utilities',
  title: 'Coupure d’eau',
  words: 'L’eau est coupée jusqu’à midi.',
  communes: [bavay],
  startsAt: t.clock.now(),
  endsAt: t.clock.now() + 6 * hour,
  ...over,
})
const post = (cookie: string, body: object, key = uuidv7()) =>
  t.call('POST', '/api/desk/alerts', { cookie, body, headers: { 'idempotency-key': key } })
async function sent(cookie: string, over: object = {}): Promise<DeskAlert> {
  const answer = await post(cookie, anAlert({ send: true, ...over }))
  expect(answer.status, await answer.clone().text()).toBe(201)
  return (await answer.json()) as DeskAlert
}
const headersFor = (version: number) => ({ 'if-match': `"${version}"`, 'idempotency-key': uuidv7() })
const act = (cookie: string, { id, version }: { id: string; version: number }, body: object) =>
  t.call('POST', `/api/desk/alerts/${id}/acts`, { cookie, body, headers: headersFor(version) })
const problem = async (answer: Response) => {
  const { type, errors } = (await answer.json()) as { type: string; errors?: { code: string }[] }
  return [type.split('/').at(-1), ...(errors ?? []).map(({ code }) => code)]
}
const listed = async (query: string) => {
  const answer = await t.call('GET', `/api/alerts?territory=${mormal.siren}&${query}`)
  return ((await answer.json()) as { items: PublicAlert[] }).items.map(({ title }) => title)
}

/** A phone that follows communes, for some kinds. */
async function aPhone(communes: { commune: string; kinds: string[] }[], locale = 'fr') {
  const [id, secret, subscription] = [uuidv7(), randomBytes(16).toString('base64url'), pushes.subscribe()]
  const headers = () => ({ 'bocage-device-secret': secret, 'idempotency-key': uuidv7() })
  const own = { body: { subscription, locale }, headers: headers() }
  expect((await t.call('PUT', `/api/devices/${id}`, own)).status).toBe(201)
  const follow = (list: typeof communes, territory = mormal.siren) =>
    t.call('PUT', `/api/devices/${id}/alerts`, {
      body: { territory, locale, communes: list },
      headers: headers(),
    })
  expect((await follow(communes)).status).toBe(200)
  return { id, secret, subscription, follow, headers }
}
const received = ({ subscription }: Awaited<ReturnType<typeof aPhone>>) =>
  pushes.received.filter(({ endpoint }) => endpoint === subscription.endpoint).map(({ content }) => content)

describe('An alert that a clerk sends', () => {
  it('reaches, once, the phones that follow its communes for its kind, in their language', async () => {
    const both = await aPhone([
      { commune: bavay, kinds: ['utilities'] },
      { commune: leQuesnoy, kinds: ['utilities', 'danger'] },
    ])
    const english = await aPhone([{ commune: bavay, kinds: ['utilities'] }], 'en')
    const otherKind = await aPhone([{ commune: bavay, kinds: ['school'] }])
    const elsewhere = await aPhone([{ commune: '59265', kinds: ['utilities'] }])
    const cookie = await staffOf('territory', mormal.siren)
    const { id, reach } = await sent(cookie, {
      communes: [bavay, leQuesnoy],
      translations: { en: { title: 'No water', words: 'Water is off until noon.' } },
    })
    expect(reach).toEqual({ phones: 2 })
    await t.worker.runOnce()
    expect(received(both)).toEqual([
      expect.objectContaining({
        title: 'Eau et électricité : Coupure d’eau',
        url: `/alertes/${id}`,
        tag: `alert:${id}`,
        urgent: false,
      }),
    ])
    expect(received(both)[0]).toMatchObject({
      kind: 'alert.utilities',
      why: 'Vous suivez les alertes de Bavay.',
    })
    expect(received(english)).toMatchObject([{ title: 'Water and power : No water', lang: 'en' }])
    expect([received(otherKind), received(elsewhere)]).toEqual([[], []])
    const now = (await (await t.call('GET', `/api/desk/alerts/${id}`, { cookie })).json()) as DeskAlert
    expect(now.delivery).toMatchObject([
      { channels: [{ channel: 'push', reached: 2, waiting: 0, failed: 0 }] },
    ])
  })

  it('is read by anyone in its commune, and no longer in force once it is over', async () => {
    const cookie = await staffOf('commune', bavay)
    const { issuer } = await sent(cookie)
    await sent(await staffOf('territory', mormal.siren), { title: 'Partout', whole: true, communes: [] })
    expect(issuer).toContain('Bavay')
    expect(await listed(`commune=${bavay}`)).toEqual(['Coupure d’eau', 'Partout'])
    expect(await listed(`commune=${leQuesnoy}`)).toEqual(['Partout'])
    t.clock.advance({ hours: 7 })
    expect(await listed(`commune=${bavay}`)).toEqual([])
    expect(await listed(`commune=${bavay}&when=past`)).toEqual(['Partout', 'Coupure d’eau'])
  })

  it('corrected or ended, replaces the first on the phone and keeps its trace', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['utilities'] }])
    const cookie = await staffOf('commune', bavay)
    const first = await sent(cookie)
    await t.worker.runOnce()
    const { id: _, territory: __, ...said } = anAlert({ words: 'Jusqu’à 14 h.' })
    const put = (version: number, tell: boolean) =>
      t.call('PUT', `/api/desk/alerts/${first.id}`, {
        cookie,
        body: { ...said, tell },
        headers: headersFor(version),
      })
    const corrected = (await (await put(first.version, true)).json()) as DeskAlert
    expect(corrected).toMatchObject({ edition: 2, words: 'Jusqu’à 14 h.' })
    const tellings = [
      { news: 'corrected', going: true },
      { news: 'published', channels: [{ channel: 'push', reached: 1 }] },
    ]
    expect(corrected.delivery).toMatchObject(tellings)
    const stale = await put(first.version, true)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { edition: 2, delivery: tellings } })
    await t.worker.runOnce()
    expect((await act(cookie, corrected, { act: 'end', words: 'L’eau est revenue.' })).status).toBe(200)
    await t.worker.runOnce()
    expect(received(phone).map(({ body }) => String(body).split('\n')[0])).toEqual([
      'L’eau est coupée jusqu’à midi.',
      'Corrigé. Jusqu’à 14 h.',
      'C’est terminé. L’eau est revenue.',
    ])
    expect(new Set(received(phone).map(({ tag }) => tag)).size).toBe(1)
    expect(await listed(`commune=${bavay}`)).toEqual([])
    const after = (await (
      await t.call('GET', `/api/desk/alerts/${first.id}`, { cookie })
    ).json()) as DeskAlert
    expect(after.history.map(({ kind }) => kind)).toEqual(['created', 'published', 'corrected', 'ended'])
    expect(after.actions).toEqual([])
  })

  it('a correction made before the first was told is told in its place', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['utilities'] }])
    const cookie = await staffOf('commune', bavay)
    const first = await sent(cookie)
    const { id: _, territory: __, ...said } = anAlert({ words: 'Jusqu’à 14 h.' })
    await t.call('PUT', `/api/desk/alerts/${first.id}`, {
      cookie,
      body: { ...said, tell: true },
      headers: headersFor(first.version),
    })
    await t.worker.runOnce()
    expect(received(phone)).toHaveLength(1)
    expect(String(received(phone)[0]?.['body'])).toContain('14 h')
  })

  it('a slip mended in silence before anyone was told takes the message from nobody', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['utilities'] }])
    const cookie = await staffOf('commune', bavay)
    const first = await sent(cookie)
    const { id: _, territory: __, ...said } = anAlert({ words: 'Jusqu’à treize heures.' })
    await t.call('PUT', `/api/desk/alerts/${first.id}`, {
      cookie,
      body: said,
      headers: headersFor(first.version),
    })
    await t.worker.runOnce()
    expect(received(phone).map(({ body }) => String(body).split('\n')[0])).toEqual(['Jusqu’à treize heures.'])
  })

  it('for thousands is told by parts: nobody left out, nobody twice', async () => {
    const phones = 2 * fanOutSize + 300
    const at = t.clock.now()
    const subscriptions = Array.from({ length: phones }, () => pushes.subscribe())
    await t.database.write(async (tx) => {
      for (const [i, { endpoint, keys }] of subscriptions.entries()) {
        const deviceId = uuidv7()
        await tx.insert(device).values({
          id: deviceId,
          endpoint,
          ...keys,
          secretHash: deviceId,
          locale: 'fr',
          createdAt: at,
          lastSeenAt: at,
        })
        // One in three follows both communes.
        for (const communeCode of i % 3 === 0 ? [bavay, leQuesnoy] : [i % 2 === 0 ? bavay : leQuesnoy])
          await tx.insert(alertSubscription).values({
            id: uuidv7(),
            territorySiren: mormal.siren,
            communeCode,
            deviceId,
            kinds: maskOf(['utilities']),
            locale: 'fr',
            createdAt: at,
          })
      }
    })
    const cookie = await staffOf('territory', mormal.siren)
    const { id } = await sent(cookie, { communes: [bavay, leQuesnoy] })
    while ((await t.worker.runOnce()).notifications > 0);
    expect(pushes.received).toHaveLength(phones)
    expect(new Set(pushes.received.map(({ endpoint }) => endpoint)).size).toBe(phones)
    const steps = await t.database.read
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `alert:${id}`))
    expect(steps).toMatchObject([{ doneAt: expect.any(Number), cursor: expect.any(String) }])
  }, 60_000)

  it('sent twice with one key is one alert', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['utilities'] }])
    const cookie = await staffOf('commune', bavay)
    const [body, key] = [anAlert({ send: true }), uuidv7()]
    const [a, b] = await Promise.all([post(cookie, body, key), post(cookie, body, key)])
    expect([a?.status, b?.status]).toEqual([201, 201])
    await t.worker.runOnce()
    expect(received(phone)).toHaveLength(1)
    expect(await problem(await post(cookie, body))).toEqual(['alert-exists'])
  })

  it('leaves at its hour when it is scheduled, once', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['utilities'] }])
    const cookie = await staffOf('commune', bavay)
    const { status } = await sent(cookie, { publishAt: t.clock.now() + hour })
    expect(status).toBe('scheduled')
    await t.worker.runOnce()
    expect(await listed(`commune=${bavay}`)).toEqual([])
    t.clock.advance({ minutes: 61 })
    await t.worker.runOnce()
    await t.worker.runOnce()
    expect(await listed(`commune=${bavay}`)).toEqual(['Coupure d’eau'])
    expect(received(phone)).toHaveLength(1)
  })
})

describe('An alert of danger where two must agree', () => {
  it('waits for a colleague, never for its own author', async () => {
    const admin = await staffOf('territory', mormal.siren, 'admin')
    const settings = `/api/territories/${mormal.siren}/alert-settings`
    const change = { cookie: admin, body: { dangerByTwo: true }, headers: { 'if-match': '"0"' } }
    expect((await t.call('PATCH', settings, change)).status).toBe(200)
    const phone = await aPhone([{ commune: bavay, kinds: ['danger'] }])
    const author = await staffOf('commune', bavay)
    const waiting = await sent(author, { kind: 'danger', title: 'Inondation' })
    expect(waiting).toMatchObject({ status: 'waiting' })
    expect(waiting.actions).not.toContain('approve')
    expect(await problem(await act(author, waiting, { act: 'approve' }))).toEqual(['alert-second-person'])
    const stranger = await staffOf('commune', leQuesnoy)
    expect((await act(stranger, waiting, { act: 'approve' })).status).toBe(403)
    const colleague = await staffOf('commune', bavay)
    expect((await act(colleague, waiting, { act: 'approve' })).status).toBe(200)
    await t.worker.runOnce()
    expect(received(phone)).toMatchObject([{ title: 'Danger : Inondation', urgent: true }])
    const roads = await sent(author, { kind: 'roads' })
    expect(roads.status).toBe('published')
  })
})

describe('What makes no sense', () => {
  it('is refused in words, and nothing leaves', async () => {
    const cookie = await staffOf('commune', bavay)
    const refused = async (over: object) => problem(await post(cookie, anAlert({ send: true, ...over })))
    const now = t.clock.now()
    expect(await refused({ endsAt: now - 1, startsAt: now - hour })).toEqual([
      'alert-moments',
      'already-over',
    ])
    expect(await refused({ endsAt: now, startsAt: now })).toEqual(['alert-moments', 'ends-before-it-starts'])
    expect(await refused({ endsAt: now + 400 * 24 * hour })).toEqual(['alert-moments', 'too-far'])
    expect(await refused({ publishAt: now + 7 * hour })).toEqual(['alert-moments', 'leaves-after-its-end'])
    expect(await refused({ communes: [] })).toEqual(['alert-for-nobody', 'unknown'])
    expect(await refused({ communes: ['75056'] })).toEqual(['alert-for-nobody', 'unknown'])
    expect(await refused({ communes: [leQuesnoy] })).toEqual(['forbidden'])
    expect(await refused({ whole: true, communes: [] })).toEqual(['forbidden'])
    expect((await post(cookie, anAlert({ words: 'x'.repeat(3001) }))).status).toBe(422)
    expect((await post(cookie, anAlert({ words: 'x'.repeat(1_000_000) }))).status).toBe(413)
    expect((await post(cookie, anAlert({ title: '   ' }))).status).toBe(422)
    expect(await listed(`commune=${bavay}`)).toEqual([])
  })

  it('asked of a phone is refused: another’s secret, a commune from elsewhere, too many', async () => {
    const phone = await aPhone([{ commune: bavay, kinds: ['danger'] }])
    const wrong = { headers: { ...phone.headers(), 'bocage-device-secret': 'a'.repeat(22) } }
    expect((await t.call('GET', `/api/devices/${phone.id}/alerts`, wrong)).status).toBe(404)
    expect(await problem(await phone.follow([{ commune: '75056', kinds: ['danger'] }]))).toEqual([
      'alert-for-nobody',
    ])
    expect((await phone.follow([{ commune: bavay, kinds: [] }])).status).toBe(422)
    const read = await t.call('GET', `/api/devices/${phone.id}/alerts`, { headers: phone.headers() })
    expect(await read.json()).toEqual({
      communes: [{ territory: mormal.siren, commune: bavay, kinds: ['danger'] }],
    })
    expect((await phone.follow([])).status).toBe(200)
    await sent(await staffOf('commune', bavay), { kind: 'danger' })
    await t.worker.runOnce()
    expect(received(phone)).toEqual([])
  })
})

describe('Other programs', () => {
  it('read alerts as Atom and as CAP 1.2, each edition naming those before', async () => {
    const cookie = await staffOf('commune', bavay)
    const { id, version } = await sent(cookie, { title: 'Rue <barrée> & déviée' })
    const atom = await t.call('GET', `/api/alerts.atom?commune=${bavay}`)
    expect(atom.headers.get('content-type')).toContain('application/atom+xml')
    expect(await atom.text()).toContain('<title>Rue &lt;barrée&gt; &amp; déviée</title>')
    expect(await (await t.call('GET', `/api/alerts.cap?territory=${mormal.siren}`)).text()).toContain(
      `/${id}.cap`,
    )
    const cap = async () => (await t.call('GET', `/api/alerts/${id}.cap`)).text()
    expect(await cap()).toContain(
      '<status>Exercise</status><msgType>Alert</msgType><scope>Public</scope><info>',
    )
    expect(await cap()).toContain(`<valueName>INSEE</valueName><value>${bavay}</value>`)
    expect(await cap()).toMatch(/<sent>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00<\/sent>/)
    const one = await t.call('GET', `/api/alerts/${id}?lang=en`)
    expect(await one.json()).toMatchObject({ id, language: 'fr', phase: 'current', path: `/alertes/${id}` })
    for (const path of [`${uuidv7()}`, `${uuidv7()}.cap`, 'rien.cap'])
      expect((await t.call('GET', `/api/alerts/${path}`)).status, path).toBe(404)
    await act(cookie, { id, version }, { act: 'end', words: 'La rue est rouverte.' })
    expect(await cap()).toContain('<msgType>Cancel</msgType>')
    expect(await cap()).toContain(`-${id}-1,`)
    const unchanged = { headers: { 'if-none-match': atom.headers.get('etag') ?? '' } }
    expect((await t.call('GET', `/api/alerts.atom?commune=${bavay}`, unchanged)).status).toBe(200)
  })
})
