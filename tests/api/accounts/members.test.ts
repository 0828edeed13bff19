import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { Member } from '../../../api/accounts/accounts.schemas.ts'
import { audit, membership, type Role, type ScopeKind, user } from '../../../db/schema/index.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { caudresis, mormal, openTerritories } from '../../support/territories.ts'

const territoryAdmin = 'admin@mormal.example'
const bavayAdmin = 'maire@bavay.example'
const otherAdmin = 'admin@caudresis.example'
const members = `/api/territories/${mormal.siren}/members`
const memberships = `/api/territories/${mormal.siren}/memberships`

let keys = 0
const key = () => ({ 'idempotency-key': `members-test-${++keys}` })
const at = (kind: ScopeKind, id: string) => ({ kind, id })
const invitation = (change: Record<string, unknown> = {}) => ({
  email: 'sacha@bavay.example',
  name: 'Sacha Petit',
  role: 'technician',
  scope: at('commune', mormal.bavay),
  ...change,
})

describe('The members of a territory', () => {
  let t: StaffApp
  let admin: string

  const staff = (email: string, siren: string, role: Role, scope: { kind: ScopeKind; id: string }) =>
    createStaff({ ...t.deps, staff: { email, name: email, memberships: [{ siren, role, scope }] } })
  const invite = (cookie: string, change: Record<string, unknown> = {}, headers = key()) =>
    t.call('POST', members, { cookie, body: invitation(change), headers })
  const list = async (cookie: string, query = '') => {
    const answer = await t.call('GET', `${members}${query}`, { cookie })
    return (await answer.json()) as { items: Member[]; nextCursor: string | null }
  }
  const audited = async () => {
    const rows = await t.deps.database.read.select().from(audit).orderBy(asc(audit.at), asc(audit.id))
    return rows.filter(({ userId }) => userId !== null).map(({ action }) => action)
  }

  beforeEach(async () => {
    t = await openStaffApp()
    await openTerritories({ database: t.deps.database, now: t.deps.clock.now() })
    await staff(territoryAdmin, mormal.siren, 'admin', at('territory', mormal.siren))
    await staff(otherAdmin, caudresis.siren, 'admin', at('territory', caudresis.siren))
    admin = await t.signIn(territoryAdmin)
  })
  afterEach(() => t.close())

  it('are invited by mail, and then sign in', async () => {
    const answer = await invite(admin)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      email: 'sacha@bavay.example',
      name: 'Sacha Petit',
      memberships: [{ role: 'technician', scope: { kind: 'commune', id: mormal.bavay, name: 'Bavay' } }],
    })
    const mail = await t.mailbox.waitFor(({ to }) => to.includes('sacha@bavay.example'))
    expect(mail.subject).toBe('Espace agents : Pays de Mormal')
    expect(mail.text).toContain('« technicien » dans Bocage, pour : Bavay (Pays de Mormal)')
    expect(mail.links).toEqual(['http://bocage.test/connexion'])
    const cookie = await t.signIn('sacha@bavay.example')
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(200)
  })

  it('are invited once, however often the invitation is sent', async () => {
    const headers = key()
    const first = await invite(admin, {}, headers)
    const replay = await invite(admin, {}, headers)
    expect([first.status, replay.status]).toEqual([201, 201])
    expect(await replay.json()).toEqual(await first.json())
    expect((await invite(admin, { name: 'Quelqu’un d’autre' }, headers)).status).toBe(422)
    const again = await invite(admin)
    expect(again.status).toBe(200)
    await t.finish()
    expect(t.mailbox.mails.filter(({ to }) => to.includes('sacha@bavay.example'))).toHaveLength(1)
    expect(await audited()).toEqual(['member.role-given'])
  })

  it('may hold several roles, listed with one person', async () => {
    await invite(admin)
    await invite(admin, { role: 'moderator', scope: at('territory', mormal.siren) })
    const { items } = await list(admin)
    expect(items.map(({ email }) => email)).toEqual([territoryAdmin, 'sacha@bavay.example'])
    expect(items[1]?.memberships.map(({ role, scope }) => [role, scope.name])).toEqual([
      ['technician', 'Bavay'],
      ['moderator', 'Pays de Mormal'],
    ])
  })

  it('are listed page by page, each once', async () => {
    for (let i = 0; i < 7; i++)
      await staff(`agent${i}@bavay.example`, mormal.siren, 'clerk', at('commune', mormal.bavay))
    const seen: string[] = []
    let query = '?limit=3'
    for (let pages = 0; pages < 5; pages++) {
      const { items, nextCursor } = await list(admin, query)
      seen.push(...items.map(({ email }) => email))
      if (!nextCursor) break
      query = `?limit=3&cursor=${nextCursor}`
    }
    expect(seen).toEqual([territoryAdmin, ...[0, 1, 2, 3, 4, 5, 6].map((i) => `agent${i}@bavay.example`)])
    expect((await t.call('GET', `${members}?cursor=nonsense`, { cookie: admin })).status).toBe(422)
  })

  it('of another territory are out of sight and out of reach', async () => {
    const other = await t.signIn(otherAdmin)
    await invite(admin)
    const sacha = (await list(admin)).items.find(({ email }) => email.startsWith('sacha'))
    const role = sacha?.memberships[0]
    const refused = [
      await t.call('GET', members, { cookie: other }),
      await invite(other),
      await t.call('PATCH', `${memberships}/${role?.id}`, {
        cookie: other,
        body: { role: 'clerk', scope: at('commune', mormal.bavay) },
        headers: { 'if-match': '"1"' },
      }),
      await t.call('DELETE', `${memberships}/${role?.id}`, { cookie: other }),
      await t.call('DELETE', `${members}/${sacha?.userId}/sessions`, { cookie: other }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    // Under their own territory's address, the same ids do not exist.
    const disguised = `/api/territories/${caudresis.siren}`
    expect((await t.call('DELETE', `${disguised}/memberships/${role?.id}`, { cookie: other })).status).toBe(
      404,
    )
    expect(
      (await t.call('DELETE', `${disguised}/members/${sacha?.userId}/sessions`, { cookie: other })).status,
    ).toBe(404)
    expect((await list(admin)).items).toHaveLength(2)
  })

  it.each([
    ['a commune of another territory', at('commune', caudresis.caudry)],
    ['a body of another territory', at('body', caudresis.caudryBody)],
    ['another territory', at('territory', caudresis.siren)],
    ['a commune that does not exist', at('commune', '99999')],
  ])('get no role in %s', async (_, scope) => {
    const answer = await invite(admin, { scope })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ type: '/problems/unknown-scope' })
    expect(await t.deps.database.read.select().from(user)).toHaveLength(2)
  })

  it('of a commune are administered by its own administrator, and no further', async () => {
    await staff(bavayAdmin, mormal.siren, 'admin', at('commune', mormal.bavay))
    await staff('agent@quesnoy.example', mormal.siren, 'clerk', at('commune', mormal.quesnoy))
    await staff('voirie@bavay.example', mormal.siren, 'technician', at('body', mormal.bavayBody))
    const mayor = await t.signIn(bavayAdmin)
    const statuses = []
    for (const scope of [
      at('commune', mormal.bavay),
      at('body', mormal.bavayBody),
      at('commune', mormal.quesnoy),
      at('body', mormal.quesnoyBody),
      at('body', mormal.epciBody),
      at('territory', mormal.siren),
    ])
      statuses.push((await invite(mayor, { role: 'admin', scope })).status)
    expect(statuses).toEqual([201, 201, 403, 403, 403, 403])
    expect((await list(mayor)).items.map(({ email }) => email)).toEqual([
      bavayAdmin,
      'sacha@bavay.example',
      'voirie@bavay.example',
    ])

    const everyone = (await list(admin)).items
    const quesnoy = everyone.find(({ email }) => email === 'agent@quesnoy.example')
    const chief = everyone.find(({ email }) => email === territoryAdmin)
    expect(
      (await t.call('DELETE', `${memberships}/${quesnoy?.memberships[0]?.id}`, { cookie: mayor })).status,
    ).toBe(403)
    expect((await t.call('DELETE', `${members}/${chief?.userId}/sessions`, { cookie: mayor })).status).toBe(
      403,
    )
    // Nor may a role be moved out of the commune.
    const own = everyone.find(({ email }) => email === 'voirie@bavay.example')?.memberships[0]
    const moved = await t.call('PATCH', `${memberships}/${own?.id}`, {
      cookie: mayor,
      body: { role: 'technician', scope: at('territory', mormal.siren) },
      headers: { 'if-match': '"1"' },
    })
    expect(moved.status).toBe(403)
  })

  it('change role, unless somebody else changed it meanwhile', async () => {
    await invite(admin)
    const role = (await list(admin)).items[1]?.memberships[0]
    const change = (version: string | null, body: unknown) =>
      t.call('PATCH', `${memberships}/${role?.id}`, {
        cookie: admin,
        body,
        headers: version ? { 'if-match': version } : {},
      })
    const toClerk = { role: 'clerk', scope: at('territory', mormal.siren) }
    expect((await change(null, toClerk)).status).toBe(428)
    const changed = await change('"1"', toClerk)
    expect(changed.status).toBe(200)
    expect(await changed.json()).toMatchObject({ memberships: [{ id: role?.id, role: 'clerk', version: 2 }] })
    const late = await change('"1"', { role: 'technician', scope: at('commune', mormal.bavay) })
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({ current: { role: 'clerk', version: 2 } })
    expect(await audited()).toEqual(['member.role-given', 'member.role-changed'])
  })

  it('never get the same role twice', async () => {
    await invite(admin)
    await invite(admin, { role: 'clerk' })
    const [technician] = (await list(admin)).items[1]?.memberships ?? []
    const answer = await t.call('PATCH', `${memberships}/${technician?.id}`, {
      cookie: admin,
      body: { role: 'clerk', scope: at('commune', mormal.bavay) },
      headers: { 'if-match': '"1"' },
    })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ type: '/problems/role-already-given' })
  })

  it('lose their role at once, and their sessions with the last one', async () => {
    await invite(admin)
    await invite(admin, { role: 'clerk' })
    const cookie = await t.signIn('sacha@bavay.example')
    const [first, second] = (await list(admin)).items[1]?.memberships ?? []
    expect((await t.call('DELETE', `${memberships}/${first?.id}`, { cookie: admin })).status).toBe(204)
    const left = (await (await t.call('GET', '/api/account', { cookie })).json()) as {
      memberships: unknown[]
    }
    expect(left.memberships).toHaveLength(1)
    expect((await t.call('DELETE', `${memberships}/${second?.id}`, { cookie: admin })).status).toBe(204)
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(401)
    expect((await t.call('DELETE', `${memberships}/${second?.id}`, { cookie: admin })).status).toBe(404)
  })

  it('who left are a name in the histories a year later, and no address any more', async () => {
    await invite(admin)
    const { items } = await list(admin)
    const sacha = items.find(({ email }) => email === 'sacha@bavay.example')
    await t.call('DELETE', `${memberships}/${sacha?.memberships[0]?.id}`, { cookie: admin })
    const person = async () =>
      (
        await t.deps.database.read
          .select()
          .from(user)
          .where(eq(user.id, sacha?.userId ?? ''))
      )[0]
    t.clock.advance({ days: 364 })
    await t.worker.runOnce()
    expect(await person()).toMatchObject({ email: 'sacha@bavay.example' })
    t.clock.advance({ days: 2 })
    await t.worker.runOnce()
    expect(await person()).toMatchObject({ name: 'Sacha Petit', email: `${sacha?.userId}@parti.invalid` })
    const others = await t.deps.database.read.select().from(user)
    expect(others.map(({ email }) => email)).toEqual(expect.arrayContaining([territoryAdmin, otherAdmin]))
  })

  it('who come back within the year are the same person', async () => {
    await invite(admin)
    const find = async () => (await list(admin)).items.find(({ email }) => email === 'sacha@bavay.example')
    const before = await find()
    await t.call('DELETE', `${memberships}/${before?.memberships[0]?.id}`, { cookie: admin })
    await invite(admin, {}, key())
    t.clock.advance({ days: 400 })
    await t.worker.runOnce()
    const [after] = await t.deps.database.read
      .select()
      .from(user)
      .where(eq(user.id, before?.userId ?? ''))
    expect(after?.email).toBe('sacha@bavay.example')
  })

  it('always keep an administrator, even when two leave at the same time', async () => {
    await staff('second@mormal.example', mormal.siren, 'admin', at('territory', mormal.siren))
    const second = await t.signIn('second@mormal.example')
    const rows = await t.deps.database.read
      .select()
      .from(membership)
      .where(eq(membership.territorySiren, mormal.siren))
    const [mine, theirs] = rows
    const answers = await Promise.all([
      t.call('DELETE', `${memberships}/${mine?.id}`, { cookie: admin }),
      t.call('DELETE', `${memberships}/${theirs?.id}`, { cookie: second }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(await refused?.json()).toMatchObject({ type: '/problems/last-admin' })
    const [left] = await t.deps.database.read
      .select()
      .from(membership)
      .where(eq(membership.territorySiren, mormal.siren))
    const demoted = await t.call('PATCH', `${memberships}/${left?.id}`, {
      cookie: left?.id === mine?.id ? admin : second,
      body: { role: 'admin', scope: at('commune', mormal.bavay) },
      headers: { 'if-match': '"1"' },
    })
    expect(demoted.status).toBe(409)
  })

  it('who lost a phone are signed out everywhere', async () => {
    await invite(admin)
    const cookie = await t.signIn('sacha@bavay.example')
    const sacha = (await list(admin)).items[1]
    expect((await t.call('DELETE', `${members}/${sacha?.userId}/sessions`, { cookie: admin })).status).toBe(
      204,
    )
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(401)
    expect((await t.call('DELETE', `${members}/nobody/sessions`, { cookie: admin })).status).toBe(404)
    expect(await audited()).toEqual(['member.role-given', 'member.sessions-ended'])
  })

  it('leave a trail that holds no address and can’t be rewritten', async () => {
    await invite(admin)
    const rows = JSON.stringify(await t.deps.database.read.select().from(audit))
    expect(rows).not.toMatch(/sacha|@/)
    await expect(t.deps.database.write((tx) => tx.delete(audit))).rejects.toThrow()
    await expect(t.deps.database.write((tx) => tx.update(audit).set({ action: 'nothing' }))).rejects.toThrow()
  })

  it.each([
    ['HTML in a name stays text', { name: '<img src=x onerror=alert(1)>' }, 201],
    ['SQL in a name stays text', { name: "Robert'); DROP TABLE user;--" }, 201],
    ['right-to-left text and emoji', { name: 'سارة 🌿' }, 201],
    ['a line break in a name', { name: 'Sacha\r\nBcc: x@y.fr' }, 422],
    ['an empty name', { name: '   ' }, 422],
    ['an unknown role', { role: 'mayor' }, 422],
    ['an unknown field', { superuser: true }, 422],
    ['a scope without an id', { scope: { kind: 'commune' } }, 422],
  ])('bad input: %s', async (_, change, status) => {
    const answer = await invite(admin, change)
    expect(answer.status).toBe(status)
    if (status === 201 && 'name' in change) {
      expect((await answer.json()) as Member).toMatchObject({ name: change.name })
      expect((await list(admin)).items).toHaveLength(2)
    }
  })
})

describe('The command that makes the first administrator', () => {
  it('can run again without changing anything', async () => {
    const t = await openStaffApp()
    try {
      await openTerritories({ database: t.deps.database, now: t.deps.clock.now() })
      const staff = {
        email: 'Admin@Mormal.example',
        name: 'Admin',
        memberships: [
          {
            siren: mormal.siren,
            role: 'admin' as const,
            scope: { kind: 'territory' as const, id: mormal.siren },
          },
        ],
      }
      expect((await createStaff({ ...t.deps, staff })).added).toBe(1)
      expect((await createStaff({ ...t.deps, staff })).added).toBe(0)
      expect(await t.deps.database.read.select().from(membership)).toHaveLength(1)
      await t.signIn('admin@mormal.example')
    } finally {
      await t.close()
    }
  })
})
