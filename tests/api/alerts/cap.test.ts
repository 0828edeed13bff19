import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { alertKinds } from '../../../db/schema/alerts-published.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// What we give out is Common Alerting Protocol 1.2: its order of elements, its words, its instants
// (http://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html §3.2, §3.3.2 and the schema of §3.4).

const orders: Record<string, readonly string[]> = {
  alert:
    'identifier sender sent status msgType source scope restriction addresses code note references incidents info'.split(
      ' ',
    ),
  info: 'language category event responseType urgency severity certainty audience eventCode effective onset expires senderName headline description instruction web contact parameter resource area'.split(
    ' ',
  ),
  area: 'areaDesc polygon circle geocode altitude ceiling'.split(' '),
  geocode: ['valueName', 'value'],
}
const required: Record<string, readonly string[]> = {
  alert: ['identifier', 'sender', 'sent', 'status', 'msgType', 'scope'],
  info: ['category', 'event', 'urgency', 'severity', 'certainty'],
  area: ['areaDesc'],
  geocode: ['valueName', 'value'],
}
const words: Record<string, readonly string[]> = {
  status: ['Actual', 'Exercise', 'System', 'Test', 'Draft'],
  msgType: ['Alert', 'Update', 'Cancel', 'Ack', 'Error'],
  scope: ['Public', 'Restricted', 'Private'],
  category: 'Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other'.split(' '),
  urgency: ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'],
  severity: ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'],
  certainty: ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'],
}
/** §3.3.2: the offset is written, and UTC is -00:00, never Z. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/
const instants = new Set(['sent', 'effective', 'onset', 'expires'])
/** §3.2.1: no spaces, commas or restricted characters. */
const name = /^[^\s,<&]+$/

type Element = { name: string; text: string; children: Element[] }

/** A small reader of well-formed XML without attributes but on its root: what is not well formed throws. */
function readXml(xml: string): Element {
  const root: Element = { name: '', text: '', children: [] }
  const open = [root]
  for (const [, close, tag, text] of xml
    .replace(/^<\?xml[^?]*\?>\s*/, '')
    .matchAll(/<(\/?)([\w:]+)[^>]*>|([^<]+)/g)) {
    const here = open.at(-1) as Element
    if (text !== undefined) here.text += text
    else if (close) {
      if (open.pop()?.name !== tag) throw new Error(`</${tag}> closes nothing`)
    } else {
      const child: Element = { name: tag ?? '', text: '', children: [] }
      here.children.push(child)
      open.push(child)
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one element')
  return root.children[0] as Element
}

function faultsOf({ name: parent, children }: Element): string[] {
  const order = orders[parent]
  if (!order) return []
  const places = children.map((child) => order.indexOf(child.name))
  return [
    ...children.filter((_, i) => places[i] === -1).map((child) => `${parent} holds no ${child.name}`),
    ...places.flatMap((place, i) =>
      i > 0 && place < (places[i - 1] ?? 0) ? [`${children[i]?.name} comes too late in ${parent}`] : [],
    ),
    ...(required[parent] ?? [])
      .filter((needed) => !children.some((child) => child.name === needed))
      .map((needed) => `${parent} lacks ${needed}`),
    ...children.flatMap(({ name: child, text }) => [
      ...(words[child] && !words[child].includes(text) ? [`${child}: ${text}`] : []),
      ...(instants.has(child) && !instant.test(text) ? [`${child}: ${text}`] : []),
      ...(['identifier', 'sender'].includes(child) && !name.test(text) ? [`${child}: ${text}`] : []),
    ]),
    ...children.flatMap(faultsOf),
  ]
}
const textOf = ({ children }: Element, child: string) =>
  children.find((one) => one.name === child)?.text ?? ''

let t: StaffApp
let cookie: string
beforeEach(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
  const email = `${uuidv7()}@mairie.example`
  const memberships = [
    { siren: mormal.siren, role: 'clerk' as const, scope: { kind: 'territory' as const, id: mormal.siren } },
  ]
  await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
  cookie = await t.signIn(email)
})
afterEach(() => t.close())

const hour = 3_600_000
const said = (over: object = {}) => ({
  kind: 'roads',
  title: 'Rue <barrée> & déviée',
  words: 'Passez par Houdain.',
  communes: ['59053', '59481'],
  startsAt: t.clock.now(),
  endsAt: t.clock.now() + 6 * hour,
  ...over,
})
const keyed = (version?: number) => ({
  'idempotency-key': uuidv7(),
  ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
})
type Sent = { id: string; version: number }
async function write(method: string, path: string, body: object, version?: number): Promise<Sent> {
  const answer = await t.call(method, path, { cookie, body, headers: keyed(version) })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  const read = (await answer.json()) as Sent & { alert?: Sent }
  return read.alert ?? read
}
const send = (over: object = {}) =>
  write('POST', '/api/desk/alerts', { id: uuidv7(), territory: mormal.siren, ...said(over), send: true })
async function capOf(id: string): Promise<Element> {
  const answer = await t.call('GET', `/api/alerts/${id}.cap`)
  expect(answer.headers.get('content-type')).toMatch(/^application\/cap\+xml/)
  const xml = await answer.text()
  expect(xml).toContain('xmlns="urn:oasis:names:tc:emergency:cap:1.2"')
  return readXml(xml)
}

it('a message of each kind keeps to the order and the words of the standard', async () => {
  for (const kind of alertKinds) {
    const { id } = await send({ kind })
    expect(faultsOf(await capOf(id)), kind).toEqual([])
  }
  const { id } = await send({ whole: true, communes: [], street: 'RD 932, rue Haute' })
  expect(faultsOf(await capOf(id))).toEqual([])
})

it('each edition names those before it, each by its own instant; an end without a word is a Cancel too', async () => {
  const at = () => new Date(t.clock.now()).toISOString().replace(/\.\d{3}Z$/, '-00:00')
  const instantsSent: string[] = [at()]
  const first = await send()
  expect(textOf(await capOf(first.id), 'references')).toBe('')
  t.clock.advance({ minutes: 7 })
  instantsSent.push(at())
  const second = await write(
    'PUT',
    `/api/desk/alerts/${first.id}`,
    { ...said({ words: 'Passez par La Longueville.' }), tell: true },
    first.version,
  )
  t.clock.advance({ minutes: 11 })
  instantsSent.push(at())
  await write('POST', `/api/desk/alerts/${first.id}/acts`, { act: 'end' }, second.version)
  const cap = await capOf(first.id)
  expect(faultsOf(cap)).toEqual([])
  expect([textOf(cap, 'msgType'), textOf(cap, 'sent')]).toEqual(['Cancel', instantsSent[2]])
  const named = textOf(cap, 'references')
    .split(' ')
    .map((one) => one.split(','))
  expect(named.map(([, identifier, sent]) => [identifier?.split('-').at(-1), sent])).toEqual([
    ['1', instantsSent[0]],
    ['2', instantsSent[1]],
  ])
})
