import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { callsKeptFor, forgetAfter } from '../../../api/alerts/phone-list.rules.ts'
import { frenchNumber } from '../../../api/alerts/phone-number.rules.ts'
import type { AlertCallList, PhoneListPage } from '../../../api/alerts/phone-list.schemas.ts'
import { audit, idempotency, phoneListCall, phoneListed, type ScopeKind } from '../../../db/schema/index.ts'
import { bavay, hour, openAlertTown, type AlertTown } from '../../support/alerts.ts'
import { mormal } from '../../support/territories.ts'

// People who gave the town hall their number: whose list it is, whom to call about an alert, who answered.

const leQuesnoy = '59481'
const day = 24 * hour
let t: AlertTown
let ofBavay: string
let ofLeQuesnoy: string
beforeEach(async () => {
  t = await openAlertTown()
  ofBavay = await clerkOf('commune', bavay)
  ofLeQuesnoy = await clerkOf('commune', leQuesnoy)
})
afterEach(() => t.close())

async function clerkOf(kind: ScopeKind, id: string): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const memberships = [{ siren: mormal.siren, role: 'clerk' as const, scope: { kind, id } }]
  await createStaff({ ...t.deps, staff: { email, name: 'Sacha', memberships } })
  return t.signIn(email)
}
const path = '/api/desk/phone-list'
const simone = { firstName: 'Simone', lastName: 'Lefebvre', phone: '03 27 63 06 74' }
const add = async (over: object = {}, cookie = ofBavay) => {
  const id = uuidv7()
  const body = { id, territory: mormal.siren, commune: bavay, ...simone, consent: true, ...over }
  return { id, body, answer: await t.call('POST', path, { cookie, headers: t.headers(), body }) }
}
const entered = async (over: object = {}, cookie = ofBavay): Promise<string> => {
  const { id, answer } = await add(over, cookie)
  expect(answer.status, await answer.clone().text()).toBe(201)
  return id
}
const write = (
  method: string,
  to: string,
  version: number,
  body?: object,
  cookie = ofBavay,
  key = uuidv7(),
) =>
  t.call(method, to, {
    cookie,
    headers: { 'if-match': `"${version}"`, 'idempotency-key': key },
    ...(body ? { body } : {}),
  })
const list = async (query = '', cookie = ofBavay, commune = bavay) => {
  const answer = await t.call('GET', `${path}?territory=${mormal.siren}&commune=${commune}${query}`, {
    cookie,
  })
  return { status: answer.status, ...((await answer.json()) as PhoneListPage) }
}
const calls = async (id: string, query = '', cookie = ofBavay) => {
  const answer = await t.call('GET', `/api/desk/alerts/${id}/calls${query}`, { cookie })
  return { status: answer.status, ...((await answer.json()) as AlertCallList) }
}
const mark = (
  id: string,
  personId: string,
  version: number,
  outcome: string | null = 'called',
  cookie = ofBavay,
  key = uuidv7(),
) => write('POST', `/api/desk/alerts/${id}/calls/${personId}`, version, { outcome }, cookie, key)
const typeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
const danger = (over: object = {}, cookie = t.clerk) => t.send({ kind: 'danger', ...over }, cookie)
const phoneOf = async (id: string) =>
  (await t.report(id))[0]?.channels.find(({ channel }) => channel === 'phone')

describe('The list of a commune', () => {
  it('holds who agreed, in the order of a directory, page by page, their number as E.164', async () => {
    await entered({ lastName: 'Étienne', phone: '+33 (0)6 12 34 56 78', note: 'entend mal' })
    await entered({ lastName: 'Zola', kinds: ['danger', 'utilities'] })
    await entered({ lastName: 'Dupont', phone: '0033327000001' })
    const first = await list('&limit=2')
    expect(first.items.map(({ lastName, phone, note }) => [lastName, phone, note])).toEqual([
      ['Dupont', '+33327000001', null],
      ['Étienne', '+33612345678', 'entend mal'],
    ])
    const rest = await list(`&limit=2&cursor=${first.nextCursor}`)
    expect(rest.items).toMatchObject([{ lastName: 'Zola', kinds: ['danger', 'utilities'], askAgain: false }])
    expect(rest.nextCursor).toBeNull()
  })

  it('is of the clerks of that commune: those of Le Quesnoy neither read nor write Bavay’s', async () => {
    const id = await entered()
    expect((await list('', ofLeQuesnoy)).status).toBe(403)
    expect((await add({}, ofLeQuesnoy)).answer.status).toBe(403)
    const correct = await write('PUT', `${path}/${id}`, 1, simone, ofLeQuesnoy)
    expect(await typeOf(correct)).toBe('listed-person-not-found')
    const remove = await write('DELETE', `${path}/${id}`, 1, undefined, ofLeQuesnoy)
    expect(await typeOf(remove)).toBe('listed-person-not-found')
    expect((await list('', t.clerk)).items).toHaveLength(1)
    expect((await t.call('GET', `${path}?territory=${mormal.siren}&commune=${bavay}`)).status).toBe(401)
    // A commune of nobody's: not even for a clerk of the whole territory.
    expect((await add({ commune: '75056' }, t.clerk)).answer.status).toBe(422)
  })

  it('takes nobody without their agreement, nor a wrong number, nor twice, nor a note of two lines', async () => {
    expect((await add({ consent: false })).answer.status).toBe(422)
    expect((await add({ consent: undefined })).answer.status).toBe(422)
    for (const phone of ['0899 12 34 56', '15', '+32 470 12 34 56', '03 27 63 06', 'demander'])
      expect(await typeOf((await add({ phone })).answer), phone).toBe('listed-number-wrong')
    expect((await add({ note: 'entend mal\nsourde' })).answer.status).toBe(422)
    expect((await add({ note: 'x'.repeat(81) })).answer.status).toBe(422)
    expect((await add({ kinds: [] })).answer.status).toBe(422)
    expect((await add({ firstName: '  ' })).answer.status).toBe(422)
    await entered()
    expect(await typeOf((await add({ firstName: 'SIMONE', phone: '+33327630674' })).answer)).toBe(
      'listed-person-known',
    )
    // Two people of one house share its telephone.
    await entered({ firstName: 'Marcel' })
    expect((await list()).items).toHaveLength(2)
  })

  it('is written once however often it is sent, and corrected from the version that was read', async () => {
    const { id, body } = await add()
    const again = async (key: string) =>
      (await t.call('POST', path, { cookie: ofBavay, headers: { 'idempotency-key': key }, body })).status
    expect(await again(uuidv7())).toBe(409)
    const key = uuidv7()
    const change = { ...simone, phone: '03 27 00 00 09', note: 'après 10 h' }
    expect((await write('PUT', `${path}/${id}`, 1, change, ofBavay, key)).status).toBe(200)
    expect((await write('PUT', `${path}/${id}`, 1, change, ofBavay, key)).status).toBe(200)
    expect((await list()).items).toMatchObject([{ phone: '+33327000009', note: 'après 10 h', version: 2 }])
    const stale = await write('PUT', `${path}/${id}`, 1, simone)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { version: 2, note: 'après 10 h' } })
    const unread = await t.call('PUT', `${path}/${id}`, {
      cookie: ofBavay,
      headers: t.headers(),
      body: change,
    })
    expect(unread.status).toBe(428)
  })

  it('forgets somebody at once: nothing of them is left in the trail, in kept answers, nor in calls', async () => {
    const id = await entered()
    const { id: alertId } = await danger()
    expect((await mark(alertId, id, 1)).status).toBe(200)
    expect((await write('PUT', `${path}/${id}`, 1, { ...simone, note: 'entend mal' })).status).toBe(200)
    expect((await write('DELETE', `${path}/${id}`, 2)).status).toBe(200)
    const { read } = t.deps.database
    expect(await read.select().from(phoneListed)).toEqual([])
    expect(await read.select().from(phoneListCall)).toEqual([])
    const [trail, kept] = [await read.select().from(audit), await read.select().from(idempotency)]
    expect(trail.filter(({ subject }) => subject === id).map(({ action }) => action)).toEqual([
      'phone-list.added',
      'phone-list.corrected',
      'phone-list.removed',
    ])
    expect(JSON.stringify([trail, kept])).not.toMatch(/Lefebvre|327630674|entend mal/)
  })

  it('asks for an agreement again after two years, and forgets who did not give it half a year later', async () => {
    const [kept, lapsed] = [await entered(), await entered({ lastName: 'Zola' })]
    t.clock.advance({ days: 730 })
    ofBavay = await clerkOf('commune', bavay)
    const due = await list()
    expect(due.toAskAgain).toBe(2)
    expect(due.items.map(({ askAgain }) => askAgain)).toEqual([true, true])
    expect((await write('PUT', `${path}/${kept}`, 1, { ...simone, consent: true })).status).toBe(200)
    expect(await list()).toMatchObject({ toAskAgain: 1, items: [{ askAgain: false }, { askAgain: true }] })
    t.clock.advance({ days: forgetAfter / day - 730 - 1 })
    await t.worker.runOnce()
    expect(await t.deps.database.read.select().from(phoneListed)).toHaveLength(2)
    t.clock.advance({ days: 2 })
    await t.worker.runOnce()
    const left = await t.deps.database.read.select().from(phoneListed)
    expect(left.map(({ id }) => id)).toEqual([kept])
    const trail = await t.deps.database.read.select().from(audit)
    expect(trail.at(-1)).toMatchObject({ action: 'phone-list.lapsed', subject: lapsed, userId: null })
  })
})

describe('The calls of an alert', () => {
  it('are for those who asked for its kind in its communes, by commune, page by page', async () => {
    await entered()
    await entered({ lastName: 'Zola', kinds: ['utilities'] })
    await entered({ lastName: 'Dupont' })
    await entered({ commune: leQuesnoy }, ofLeQuesnoy)
    const { id } = await danger({ communes: [bavay, leQuesnoy] })
    const first = await calls(id, '?limit=1')
    expect(first).toMatchObject({
      commune: bavay,
      communes: [{ code: bavay, name: 'Bavay', called: 0, noAnswer: 0, toCall: 2 }],
      items: [{ person: { lastName: 'Dupont' }, outcome: null, version: 1 }],
    })
    const rest = await calls(id, `?limit=1&commune=${bavay}&cursor=${first.nextCursor}`)
    expect(rest.items).toMatchObject([{ person: { lastName: 'Lefebvre', phone: '+33327630674' } }])
    expect(rest.nextCursor).toBeNull()
    const whole = await calls(id, `?commune=${leQuesnoy}`, t.clerk)
    expect(whole.communes.map(({ code, toCall }) => [code, toCall])).toEqual([
      [bavay, 2],
      [leQuesnoy, 1],
    ])
    expect(whole.items).toHaveLength(1)
    const everywhere = await danger({ whole: true, communes: [] })
    expect((await calls(everywhere.id, '', ofLeQuesnoy)).communes).toMatchObject([{ code: leQuesnoy }])
  })

  it('are read and noted by the clerks of that commune alone', async () => {
    const person = await entered()
    const theirs = await entered({ commune: leQuesnoy }, ofLeQuesnoy)
    const { id } = await danger()
    expect((await calls(id, '', ofLeQuesnoy)).status).toBe(403)
    expect(await typeOf(await mark(id, person, 1, 'called', ofLeQuesnoy))).toBe('listed-person-not-found')
    // Of a commune that the alert does not concern.
    expect(await typeOf(await mark(id, theirs, 1, 'called', t.clerk))).toBe('listed-person-not-found')
    const both = await danger({ communes: [bavay, leQuesnoy] })
    expect((await calls(both.id, `?commune=${leQuesnoy}`)).status).toBe(403)
    expect(await typeOf(await mark(both.id, theirs, 1))).toBe('listed-person-not-found')
    expect((await mark(both.id, theirs, 1, 'no-answer', ofLeQuesnoy)).status).toBe(200)
    expect((await mark(id, person, 1, 'perhaps')).status).toBe(422)
    const draft = await danger({ send: false })
    expect(await typeOf(await mark(draft.id, person, 0))).toBe('alert-calls-closed')
    expect((await calls(draft.id)).status).toBe(409)
  })

  it('are noted once: sent twice, by two at once, taken back; and counted in the report', async () => {
    const [one, two] = [await entered(), await entered({ lastName: 'Zola' })]
    const { id } = await danger()
    expect(await phoneOf(id)).toMatchObject({ reached: 0, failed: 0, waiting: 2, shown: null })
    const key = uuidv7()
    const first = await mark(id, one, 1, 'no-answer', ofBavay, key)
    const repeat = await mark(id, one, 1, 'no-answer', ofBavay, key)
    expect(await repeat.json()).toEqual(await first.json())
    expect(await phoneOf(id)).toMatchObject({ reached: 0, failed: 1, waiting: 1 })
    const late = await mark(id, one, 1, 'called', t.clerk)
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({
      current: { person: { id: one }, outcome: 'no-answer', markedBy: 'Sacha', version: 2 },
    })
    const both = await Promise.all([mark(id, two, 1, 'called'), mark(id, two, 1, 'called', t.clerk)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await mark(id, one, 2, 'called')).status).toBe(200)
    expect(await phoneOf(id)).toMatchObject({ reached: 2, failed: 0, waiting: 0 })
    expect((await mark(id, one, 3, null)).status).toBe(200)
    expect(await phoneOf(id)).toMatchObject({ reached: 1, failed: 0, waiting: 1 })
  })

  it('are made again when the alert is told again, the end to those alone who heard of it', async () => {
    const [one, two] = [await entered(), await entered({ lastName: 'Zola' })]
    const sent = await danger()
    const { id } = sent
    await mark(id, one, 1)
    await mark(id, two, 1, 'no-answer')
    const correct = async (tell: boolean, version: number) => {
      const { kind, title, startsAt, endsAt } = sent
      const body = { kind, title, words: 'Restez chez vous.', communes: [bavay], startsAt, endsAt, tell }
      const answer = await write('PUT', `/api/desk/alerts/${id}`, version, body, t.clerk)
      return (await answer.json()) as DeskAlert
    }
    // A slip of the pen: nobody is told again.
    const corrected = await correct(false, sent.version)
    expect((await calls(id)).communes).toMatchObject([{ called: 1, noAnswer: 1, toCall: 0 }])
    await correct(true, corrected.version)
    expect((await calls(id)).communes).toMatchObject([{ called: 0, noAnswer: 0, toCall: 2 }])
    // What was read before the correction is not what they were told.
    expect((await mark(id, one, 2)).status).toBe(412)
    const { items } = await calls(id)
    expect((await mark(id, one, items[0]!.version)).status).toBe(200)
    await t.end(id)
    const ended = await calls(id)
    expect(ended.alert).toMatchObject({ ended: true, endWords: 'C’est réparé.' })
    expect(ended.items.map(({ person, outcome }) => [person.id, outcome])).toEqual([[one, null]])
    // Somebody entered once it is over was not to be called.
    t.clock.advance({ hours: 1 })
    await entered({ lastName: 'Dupont' })
    expect(await phoneOf(id)).toMatchObject({ reached: 0, waiting: 1 })
    expect((await mark(id, one, ended.items[0]!.version, 'no-answer')).status).toBe(200)
    expect((await calls(id)).communes).toMatchObject([{ called: 0, noAnswer: 1, toCall: 0 }])
  })

  it('are forgotten with the rest of the report, and noted no more', async () => {
    const person = await entered()
    const { id } = await danger()
    await mark(id, person, 1)
    const marks = () => t.deps.database.read.select().from(phoneListCall)
    t.clock.advance({ days: callsKeptFor / day - 1 })
    await t.worker.runOnce()
    expect(await marks()).toHaveLength(1)
    t.clock.advance({ days: 2 })
    await t.worker.runOnce()
    expect(await marks()).toEqual([])
    ofBavay = await clerkOf('commune', bavay)
    expect(await typeOf(await mark(id, person, 1))).toBe('alert-calls-closed')
    expect((await calls(id)).status).toBe(409)
  })
})

it('a number is French, and of a person', () => {
  expect(['01', '05', '06', '07', '09'].map((start) => frenchNumber(`${start} 00 00 00 00`))).toEqual([
    '+33100000000',
    '+33500000000',
    '+33600000000',
    '+33700000000',
    '+33900000000',
  ])
  for (const wrong of [
    '',
    '08 00 00 00 00',
    '00 00 00 00 00',
    '+33 0 12 34 56 78',
    '0327630674 ext 2',
    '112',
  ])
    expect(frenchNumber(wrong), wrong).toBeNull()
})
