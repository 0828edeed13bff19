import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { fanOutSize } from '../../../api/alerts/alert-fan-out.ts'
import { createAlertMailHandler } from '../../../api/alerts/alert-mail.usecases.ts'
import { maskOf } from '../../../api/alerts/alert.rules.ts'
import type { DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { insertNotifications } from '../../../api/worker/worker.repository.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { alertFollow, alertFollower, notification, outbox } from '../../../db/schema/index.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import type { ReceivedMail } from '../../support/smtp.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// Following a commune by mail: the real database, worker, push encryption and SMTP.

const [bavay, leQuesnoy] = ['59053', '59481']
const hour = 3_600_000
let t: StaffApp
let pushes: PushService
let clerk: string

beforeEach(async () => {
  pushes = await openPushService()
  t = await openStaffApp({ env: { PUSH_ALLOW_LOOPBACK: '1' } })
  await openDemoTerritory(t.deps)
  clerk = await staff('clerk@mairie.example')
})
afterEach(async () => {
  await t.close()
  await pushes.close()
})

async function staff(email: string): Promise<string> {
  const scope = { kind: 'territory', id: mormal.siren } as const
  const memberships = [{ siren: mormal.siren, role: 'clerk', scope } as const]
  await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
  return t.signIn(email)
}

const ask = (email: string, over: object = {}, cookie?: string) =>
  t.call('POST', '/api/alert-followers', {
    body: {
      territory: mormal.siren,
      commune: bavay,
      kinds: ['utilities', 'danger'],
      email,
      locale: 'fr',
      ...over,
    },
    headers: { 'idempotency-key': uuidv7() },
    ...(cookie ? { cookie } : {}),
  })
const to = (email: string) => t.mailbox.mails.filter((mail) => mail.to.includes(email))
const last = (email: string): ReceivedMail => {
  const mail = to(email).at(-1)
  if (!mail) throw new Error(`No mail to ${email}`)
  return mail
}
const secretIn = (mail: ReceivedMail, page: string) => {
  const link = mail.links.find((one) => new URL(one).pathname === page)
  if (!link) throw new Error(`No link to ${page} in ${mail.links.join(' ')}`)
  return new URL(link).hash.slice(1)
}
const withSecret = (secret: string) => ({ 'bocage-secret': secret, 'idempotency-key': uuidv7() })
const confirm = (secret: string, phone?: { id: string; secret: string }) =>
  t.call('POST', '/api/alert-followers/confirm', {
    body: phone ? { deviceId: phone.id } : {},
    headers: { ...withSecret(secret), ...(phone ? { 'bocage-device-secret': phone.secret } : {}) },
  })
const own = (secret: string) => t.call('GET', '/api/alert-followers/own', { headers: withSecret(secret) })

/** Somebody who asked, and used the link; answers the secret of their choices. */
async function follower(email: string, over: object = {}, phone?: { id: string; secret: string }) {
  expect((await ask(email, over)).status).toBe(201)
  await t.worker.runOnce()
  const answer = await confirm(secretIn(last(email), '/alertes/confirmer'), phone)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { secret: string }).secret
}

async function sent(over: object = {}): Promise<DeskAlert> {
  const body = {
    id: uuidv7(),
    territory: mormal.siren,
    kind: 'utilities',
    title: 'Coupure d’eau',
    words: 'L’eau est coupée <jusqu’à midi>.',
    communes: [bavay],
    startsAt: t.clock.now(),
    endsAt: t.clock.now() + 6 * hour,
    send: true,
    ...over,
  }
  const headers = { 'idempotency-key': uuidv7() }
  const answer = await t.call('POST', '/api/desk/alerts', { cookie: clerk, body, headers })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return (await answer.json()) as DeskAlert
}

async function aPhone() {
  const [id, secret, subscription] = [uuidv7(), randomBytes(16).toString('base64url'), pushes.subscribe()]
  const headers = () => ({ 'bocage-device-secret': secret, 'idempotency-key': uuidv7() })
  await t.call('PUT', `/api/devices/${id}`, { body: { subscription, locale: 'fr' }, headers: headers() })
  const communes = [{ commune: bavay, kinds: ['utilities'] }]
  const body = { territory: mormal.siren, locale: 'fr', communes }
  expect((await t.call('PUT', `/api/devices/${id}/alerts`, { body, headers: headers() })).status).toBe(200)
  return { id, secret, subscription }
}

describe('Following a commune by mail', () => {
  it('counts once the link sent to the address is used, and never before', async () => {
    const answer = await ask('Jo@Exemple.fr')
    expect(await answer.json()).toEqual({ next: 'mail' })
    await sent()
    await t.worker.runOnce()
    expect(to('jo@exemple.fr').map(({ subject }) => subject)).toEqual([
      'Confirmez : les alertes de Bavay par courriel',
    ])
    expect(last('jo@exemple.fr').text).toContain('Danger, Eau et électricité')
    const link = secretIn(last('jo@exemple.fr'), '/alertes/confirmer')
    expect((await own(link)).status).toBe(404)
    expect((await confirm(`${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`)).status).toBe(404)
    expect(await (await confirm(link)).json()).toMatchObject({ commune: bavay, name: 'Bavay' })
    expect((await confirm(link)).status).toBe(200)
    await sent({ title: 'Autre coupure' })
    await sent({ title: 'École fermée', kind: 'school' })
    await sent({ title: 'Au Quesnoy', communes: [leQuesnoy] })
    await t.worker.runOnce()
    expect(to('jo@exemple.fr').map(({ subject }) => subject)).toEqual([
      'Confirmez : les alertes de Bavay par courriel',
      'Eau et électricité : Autre coupure',
    ])
  })

  it('by the address one is signed in with, counts at once', async () => {
    expect(await (await ask('clerk@mairie.example', {}, clerk)).json()).toEqual({ next: 'done' })
    expect(await (await ask('someone@exemple.fr', {}, clerk)).json()).toEqual({ next: 'mail' })
    await sent()
    await t.worker.runOnce()
    expect(last('clerk@mairie.example').subject).toBe('Eau et électricité : Coupure d’eau')
    expect(to('someone@exemple.fr')).toHaveLength(1)
  })

  it('is erased after seven days when nobody confirmed it', async () => {
    await ask('jo@exemple.fr')
    await follower('al@exemple.fr')
    t.clock.advance({ days: 6 })
    await t.worker.runOnce()
    expect(await t.database.read.select().from(alertFollower)).toHaveLength(2)
    t.clock.advance({ days: 1, hours: 7 })
    await t.worker.runOnce()
    expect((await t.database.read.select().from(alertFollower)).map(({ address }) => address)).toEqual([
      'al@exemple.fr',
    ])
    expect((await confirm(secretIn(last('jo@exemple.fr'), '/alertes/confirmer'))).status).toBe(404)
  })

  it('asked by a stranger for somebody who follows already, changes and tells the stranger nothing', async () => {
    const secret = await follower('jo@exemple.fr')
    const before = await (await own(secret)).json()
    expect(await (await ask('jo@exemple.fr', { kinds: ['life'] })).json()).toEqual({ next: 'mail' })
    await ask('jo@exemple.fr', { commune: leQuesnoy })
    await t.worker.runOnce()
    expect(await (await own(secret)).json()).toEqual(before)
    const subjects = to('jo@exemple.fr').map(({ subject }) => subject)
    expect(subjects).toContain('Vous recevez déjà les alertes de Bavay')
    await sent({ communes: [leQuesnoy] })
    await t.worker.runOnce()
    expect(to('jo@exemple.fr')).toHaveLength(subjects.length)
  })

  it('is refused for a commune from elsewhere, for what is no address, and for no kind', async () => {
    expect((await ask('jo@exemple.fr', { commune: '75056' })).status).toBe(422)
    expect((await ask('jo@exemple.fr\r\nBcc: al@exemple.fr')).status).toBe(422)
    expect((await ask('jo@exemple.fr', { kinds: [] })).status).toBe(422)
    await t.worker.runOnce()
    expect(to('jo@exemple.fr')).toEqual([])
  })
})

describe('A mail of an alert', () => {
  it('is whole, says why it came and how to stop, in plain text and in HTML', async () => {
    await follower('jo@exemple.fr')
    const { id } = await sent({ street: 'Rue des Écoles' })
    await t.worker.runOnce()
    const { text, html, headers } = last('jo@exemple.fr')
    for (const words of [
      'L’eau est coupée <jusqu’à midi>.',
      'Rue des Écoles',
      `http://bocage.test/alertes/${id}`,
      'Vous recevez ce message parce que vous suivez par courriel les alertes de Bavay.',
      'Ne plus recevoir « Eau et électricité »',
      'Tout arrêter',
    ])
      expect(text).toContain(words)
    expect(html).toContain('<html lang="fr">')
    expect(html).toContain('&lt;jusqu’à midi&gt;')
    expect(html).toMatch(/<h1[^>]*>Eau et électricité : Coupure d’eau<\/h1>/)
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(JSON.stringify(headers.get('list'))).toContain('/api/alert-followers/stop/')
  })

  it('in another language says the same in it', async () => {
    await follower('jo@exemple.fr', { locale: 'nl' })
    await sent({ translations: { nl: { title: 'Geen water', words: 'Tot twaalf uur.' } } })
    await t.worker.runOnce()
    expect(last('jo@exemple.fr').subject).toBe('Water en stroom : Geen water')
    expect(last('jo@exemple.fr').text).toContain('omdat je de waarschuwingen van Bavay per e-mail volgt')
  })

  it('of a correction and of the end answers the first', async () => {
    await follower('jo@exemple.fr')
    const first = await sent()
    await t.worker.runOnce()
    const { id, version, kind, communes, startsAt, endsAt } = first
    const edit = { kind, title: first.title, words: 'Jusqu’à 14 h.', startsAt, endsAt, tell: true }
    const corrected = (await (
      await t.call('PUT', `/api/desk/alerts/${id}`, {
        cookie: clerk,
        body: { ...edit, communes: communes.map(({ code }) => code) },
        headers: { 'if-match': `"${version}"`, 'idempotency-key': uuidv7() },
      })
    ).json()) as DeskAlert
    await t.worker.runOnce()
    await t.call('POST', `/api/desk/alerts/${id}/acts`, {
      cookie: clerk,
      body: { act: 'end', words: 'L’eau est revenue.' },
      headers: { 'if-match': `"${corrected.version}"`, 'idempotency-key': uuidv7() },
    })
    await t.worker.runOnce()
    const [a, b, c] = to('jo@exemple.fr').slice(1)
    expect([a?.subject, b?.subject, c?.subject]).toEqual([
      'Eau et électricité : Coupure d’eau',
      'Re: Eau et électricité : Coupure d’eau',
      'Re: Eau et électricité : Coupure d’eau',
    ])
    expect([b, c].map((mail) => mail?.headers.get('references'))).toEqual([
      a?.headers.get('message-id'),
      a?.headers.get('message-id'),
    ])
    expect(new Set([a, b, c].map((mail) => mail?.headers.get('message-id'))).size).toBe(3)
    expect(b?.text).toContain('Corrigé.')
    expect(c?.text).toContain('L’eau est revenue.')
  })

  it('is sent once to who follows two of its communes, and to thousands by parts: nobody left out, nobody twice', async () => {
    const people = 2 * fanOutSize + 50
    const at = t.clock.now()
    await t.database.write(async (tx) => {
      for (let i = 0; i < people; i++) {
        const followerId = uuidv7()
        await tx.insert(alertFollower).values({
          id: followerId,
          channel: 'email',
          address: `${i}@exemple.fr`,
          locale: 'fr',
          confirmedAt: at,
          createdAt: at,
        })
        for (const communeCode of i % 3 === 0 ? [bavay, leQuesnoy] : [i % 2 === 0 ? bavay : leQuesnoy])
          await tx.insert(alertFollow).values({
            id: uuidv7(),
            followerId,
            channel: 'email',
            territorySiren: mormal.siren,
            communeCode,
            kinds: maskOf(['utilities']),
            confirmedAt: at,
            createdAt: at,
          })
      }
    })
    const { id } = await sent({ communes: [bavay, leQuesnoy] })
    const { database, clock } = t.deps
    const [event] = await database.read
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `alert:${id}`))
    if (!event) throw new Error('No event')
    const handle = createAlertMailHandler(t.deps)
    let parts = 0
    for (let cursor: string | null = ''; cursor !== null; parts++) {
      const { drafts, next } = await handle({ ...event, cursor: cursor || null }, database.read)
      expect(drafts.length).toBeLessThanOrEqual(fanOutSize)
      const named = drafts.map((draft) => ({ ...draft, id: uuidv7() }))
      await database.write((tx) => insertNotifications(tx, event, named, clock.now()))
      cursor = next
    }
    expect(parts).toBe(3)
    const told = await database.read.select({ address: notification.address }).from(notification)
    const addresses = told.map(({ address }) => address).filter((address) => /^\d+@/.test(address ?? ''))
    expect(addresses).toHaveLength(people)
    expect(new Set(addresses).size).toBe(people)
  })
})

describe('Who has both a phone and a mailbox', () => {
  it('is told on the phone alone, and by mail when the phone is gone', async () => {
    const phone = await aPhone()
    await follower('jo@exemple.fr', {}, phone)
    const beside = t.mailbox.mails.length
    await sent()
    await t.worker.runOnce()
    expect(pushes.received).toHaveLength(1)
    expect(t.mailbox.mails).toHaveLength(beside)
    // Of a kind that only the mailbox follows.
    await sent({ kind: 'danger', title: 'Crue' })
    await t.worker.runOnce()
    expect(last('jo@exemple.fr').subject).toBe('Danger : Crue')
    pushes.answer(410, phone.subscription)
    await sent({ title: 'Coupure du soir' })
    await t.worker.runOnce()
    expect(
      to('jo@exemple.fr')
        .map(({ subject }) => subject)
        .slice(1),
    ).toEqual(['Danger : Crue', 'Eau et électricité : Coupure du soir'])
    expect(pushes.received.map(({ answer }) => answer)).toEqual([201, 410])
  })

  it('nobody silences another’s mailbox with their own phone', async () => {
    const phone = await aPhone()
    await ask('jo@exemple.fr')
    await t.worker.runOnce()
    const link = secretIn(last('jo@exemple.fr'), '/alertes/confirmer')
    const wrong = await confirm(link, { ...phone, secret: 'a'.repeat(22) })
    expect(wrong.status).toBe(404)
    await confirm(link)
    await sent()
    await t.worker.runOnce()
    expect(last('jo@exemple.fr').subject).toBe('Eau et électricité : Coupure d’eau')
  })
})

describe('Stopping', () => {
  const oneClick = (mail: ReceivedMail) => {
    const list = mail.headers.get('list') as unknown as { unsubscribe: { url: string } }
    return new URL(list.unsubscribe.url).pathname
  }

  it('by one click of a mail program stops all; opening the address stops nothing', async () => {
    const secret = await follower('jo@exemple.fr')
    await sent()
    await t.worker.runOnce()
    const path = oneClick(last('jo@exemple.fr'))
    const opened = await t.call('GET', path)
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/alertes/mes-choix?arreter=tout#${secret}`,
    ])
    expect((await own(secret)).status).toBe(200)
    const post = () =>
      t.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      })
    expect((await post()).status).toBe(200)
    expect((await post()).status).toBe(200)
    expect((await own(secret)).status).toBe(404)
    expect(await t.database.read.select().from(alertFollower)).toEqual([])
    await sent()
    await t.worker.runOnce()
    expect(to('jo@exemple.fr')).toHaveLength(2)
  })

  it('stops one kind and leaves the others, and forgets the address with the last', async () => {
    const secret = await follower('jo@exemple.fr')
    const stop = (kind: string) =>
      t.call('POST', '/api/alert-followers/stop', { body: { kind }, headers: withSecret(secret) })
    expect((await stop('utilities')).status).toBe(200)
    expect(await (await own(secret)).json()).toMatchObject({
      address: 'j•••@exemple.fr',
      communes: [{ commune: bavay, kinds: ['danger'] }],
    })
    await sent()
    await t.worker.runOnce()
    expect(to('jo@exemple.fr')).toHaveLength(1)
    await stop('danger')
    expect(await t.database.read.select().from(alertFollower)).toEqual([])
  })

  it('choices are changed by the link of any message, and by nobody else’s', async () => {
    const secret = await follower('jo@exemple.fr')
    const change = (by: string, communes: object[]) =>
      t.call('PUT', '/api/alert-followers/own', { body: { communes }, headers: withSecret(by) })
    expect((await change('a'.repeat(40), [])).status).toBe(404)
    expect((await change(secret, [{ commune: bavay, kinds: ['school'] }])).status).toBe(200)
    await sent()
    await sent({ kind: 'school', title: 'École fermée' })
    await t.worker.runOnce()
    expect(
      to('jo@exemple.fr')
        .map(({ subject }) => subject)
        .slice(1),
    ).toEqual(['École : École fermée'])
    // A commune that was not asked for by its own page is not added.
    await change(secret, [{ commune: leQuesnoy, kinds: ['school'] }])
    expect((await own(secret)).status).toBe(404)
  })
})
