import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { digestAtOnce, digestBatch } from '../../../api/wishes/digest.usecases.ts'
import { alertFollower, digestFollow, notification, outbox } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import type { ReceivedMail } from '../../support/smtp.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// The week of a commune by mail without an account: the real database, worker and SMTP.

const [bavay, leQuesnoy] = ['59053', '59481']
const jo = 'jo@exemple.fr'
const subject = 'La semaine à Bavay'
let t: StaffApp

async function open(env: Record<string, string> = {}) {
  t = await openStaffApp({ env })
  // A Tuesday, at nine.
  t.clock.set('2026-11-24T08:00:00Z')
  await openDemoTerritory(t.deps)
}
beforeEach(() => open())
afterEach(() => t.close())

const ask = (email = jo, over: object = {}) =>
  t.call('POST', '/api/wishes/digest-by-mail', {
    body: { territory: mormal.siren, commune: bavay, weekday: 7, hour: 18, email, locale: 'fr', ...over },
    headers: { 'idempotency-key': uuidv7() },
  })
const run = async () => {
  while ((await t.worker.runOnce()).notifications > 0);
}
const to = (email = jo) => t.mailbox.mails.filter((mail) => mail.to.includes(email))
const weeks = (email = jo) => to(email).filter((mail) => mail.subject === subject)
const last = (email = jo): ReceivedMail => {
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
const confirm = (secret: string) =>
  t.call('POST', '/api/alert-followers/confirm', { body: {}, headers: withSecret(secret) })
const own = (secret: string) => t.call('GET', '/api/alert-followers/own', { headers: withSecret(secret) })

/** Somebody who asked, and used the link; answers the secret of their choices. */
async function reader(email = jo, over: object = {}): Promise<string> {
  expect((await ask(email, over)).status).toBe(201)
  await run()
  const answer = await confirm(secretIn(last(email), '/alertes/confirmer'))
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { secret: string }).secret
}
async function follower(email = jo): Promise<string> {
  const body = { territory: mormal.siren, commune: bavay, kinds: ['danger'], email, locale: 'fr' }
  await t.call('POST', '/api/alert-followers', { body, headers: { 'idempotency-key': uuidv7() } })
  await run()
  const answer = await confirm(secretIn(last(email), '/alertes/confirmer'))
  return ((await answer.json()) as { secret: string }).secret
}
/** Sunday, a minute past 18 h, with an event in the week that comes. */
async function sunday(day = '2026-11-29', event = '2026-12-02') {
  await publish(t, { title: 'Loto', on: event })
  t.clock.set(`${day}T17:01:00Z`)
  await run()
}
const oneClick = (mail: ReceivedMail) => {
  const list = mail.headers.get('list') as unknown as { unsubscribe: { url: string } }
  return new URL(list.unsubscribe.url).pathname
}
const press = (path: string) =>
  t.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })

describe('A digest by mail without an account', () => {
  it('comes once the link sent to the address is used, and never before; whole, with how to stop it', async () => {
    expect(await (await ask('Jo@Exemple.fr')).json()).toEqual({ next: 'mail' })
    await sunday()
    expect(to().map((mail) => mail.subject)).toEqual(['Confirmez : la semaine à Bavay par courriel'])
    expect(last().text).toContain('chaque dimanche à 18 h')
    const link = secretIn(last(), '/alertes/confirmer')
    expect((await confirm(`${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`)).status).toBe(404)
    expect(await (await confirm(link)).json()).toMatchObject({
      what: 'digest',
      commune: bavay,
      name: 'Bavay',
    })
    expect((await confirm(link)).status).toBe(200)
    await sunday('2026-12-06', '2026-12-08')
    await run()
    expect(weeks()).toHaveLength(1)
    const { text, html, headers } = last()
    for (const words of [
      'Dans les sept jours :\n– Loto : mardi 8 décembre',
      'Vous recevez ce message parce que vous avez demandé « La semaine à Bavay » par courriel.',
      'Ne plus recevoir ce message',
      'Changer ce que je reçois',
    ])
      expect(text).toContain(words)
    expect(html).toContain('<html lang="fr">')
    expect(headers.get('list-unsubscribe-post') ?? JSON.stringify(headers.get('list'))).toContain('One-Click')
  })

  it('is another’s in their own language, on the day and at the hour they chose', async () => {
    await reader('an@exemple.be', { locale: 'nl', weekday: 6, hour: 9 })
    await publish(t, { title: 'Loto', on: '2026-11-30' })
    t.clock.set('2026-11-28T08:01:00Z')
    await run()
    expect(last('an@exemple.be').subject).toBe('De week in Bavay')
    expect(last('an@exemple.be').text).toContain('omdat je “De week in Bavay” per e-mail hebt gevraagd')
    await sunday()
    expect(to('an@exemple.be')).toHaveLength(2)
  })

  it('asked for by a stranger changes and tells the stranger nothing', async () => {
    const secret = await reader()
    const before = await (await own(secret)).json()
    expect(before).toMatchObject({
      address: 'j•••@exemple.fr',
      communes: [],
      digests: [{ commune: bavay, name: 'Bavay', weekday: 7, hour: 18 }],
    })
    expect(await (await ask(jo, { weekday: 3 })).json()).toEqual({ next: 'mail' })
    await ask(jo, { commune: leQuesnoy })
    await run()
    expect(await (await own(secret)).json()).toEqual(before)
    expect(to().map((mail) => mail.subject)).toContain('Vous recevez déjà la semaine à Bavay')
  })

  it('is refused for a commune from elsewhere, for what is no address, for no day; few mails an hour to one', async () => {
    expect((await ask(jo, { commune: '75056' })).status).toBe(422)
    expect((await ask('jo@exemple.fr\r\nBcc: al@exemple.fr')).status).toBe(422)
    expect((await ask(jo, { weekday: 8 })).status).toBe(422)
    await run()
    expect(t.mailbox.mails).toEqual([])
    await t.close()
    await open({ RATE_LIMIT_FACTOR: '1' })
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await ask()).status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(10)
    expect(statuses.at(-1)).toBe(429)
  })

  it('is erased after seven days when nobody confirmed it, and the address with it', async () => {
    await ask()
    await follower('al@exemple.fr')
    await ask('al@exemple.fr')
    await reader('lu@exemple.fr')
    t.clock.advance({ days: 7, hours: 7 })
    await run()
    const addresses = await t.database.read.select({ one: alertFollower.address }).from(alertFollower)
    expect(addresses.map(({ one }) => one).toSorted()).toEqual(['al@exemple.fr', 'lu@exemple.fr'])
    expect(await t.database.read.select().from(digestFollow)).toHaveLength(1)
    expect((await confirm(secretIn(to()[0]!, '/alertes/confirmer'))).status).toBe(404)
  })

  it('to thousands goes by parts, nobody left out, nobody twice', async () => {
    await reader()
    const at = t.clock.now()
    const people = digestAtOnce + 10
    await t.database.write(async (tx) => {
      for (let n = 0; n < people; n++) {
        const id = uuidv7()
        const who = { id, channel: 'email', address: `${n}@exemple.fr`, locale: 'fr' } as const
        await tx.insert(alertFollower).values({ ...who, confirmedAt: at, createdAt: at })
        const what = {
          followerId: id,
          territorySiren: mormal.siren,
          communeCode: bavay,
          weekday: 7,
          hour: 18,
        }
        await tx.insert(digestFollow).values({ id: uuidv7(), ...what, confirmedAt: at, createdAt: at })
      }
    })
    await publish(t, { title: 'Loto', on: '2026-11-30' })
    const key = `digest:${bavay}:7:18`
    const row = {
      id: uuidv7(),
      territorySiren: mormal.siren,
      topic: 'wish.digest',
      subject: key,
      payload: { key, commune: bavay, at: Date.parse('2026-11-29T17:00:00Z') },
    }
    await t.database.write((tx) => tx.insert(outbox).values({ ...row, createdAt: at }))
    const [event] = await t.database.read.select().from(outbox).where(eq(outbox.id, row.id))
    const told: (string | null)[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const { drafts, next } = await digestBatch(t, { ...event!, cursor }, t.database.read)
      expect(drafts.length).toBeLessThanOrEqual(digestAtOnce)
      told.push(...drafts.map(({ address }) => address))
      cursor = next
    }
    expect(told).toHaveLength(people + 1)
    expect(new Set(told).size).toBe(people + 1)
  })
})

describe('Stopping a digest by mail', () => {
  it('by one click of a mail program stops it alone; opening the address stops nothing', async () => {
    const secret = await follower()
    await reader()
    await sunday()
    const path = oneClick(weeks()[0]!)
    const opened = await t.call('GET', path)
    const [kept] = await t.database.read.select().from(digestFollow)
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/alertes/mes-choix?arreter=semaine-${kept?.id}#${secret}`,
    ])
    expect(await t.database.read.select().from(digestFollow)).toHaveLength(1)
    expect((await press(path)).status).toBe(200)
    expect((await press(path)).status).toBe(200)
    expect(await (await own(secret)).json()).toMatchObject({ communes: [{ commune: bavay }], digests: [] })
    await sunday('2026-12-06', '2026-12-08')
    expect(weeks()).toHaveLength(1)
  })

  it('from the page of one’s choices, of who receives nothing more erases the address', async () => {
    const [secret, other] = [await reader(), await reader('al@exemple.fr')]
    const { digests } = (await (await own(secret)).json()) as { digests: { id: string }[] }
    const stop = (by: string) =>
      t.call('POST', '/api/alert-followers/stop', {
        body: { digest: digests[0]!.id },
        headers: { 'bocage-secret': by },
      })
    // Another's link stops nothing of one's own.
    expect((await stop(other)).status).toBe(200)
    expect((await own(secret)).status).toBe(200)
    expect((await stop(secret)).status).toBe(200)
    expect((await own(secret)).status).toBe(404)
    expect(await t.database.read.select().from(alertFollower)).toMatchObject([{ address: 'al@exemple.fr' }])
    // To stop all alerts stops the digest too.
    await t.call('POST', '/api/alert-followers/stop', { body: {}, headers: { 'bocage-secret': other } })
    expect(await t.database.read.select().from(digestFollow)).toEqual([])
    await sunday()
    expect([...weeks(), ...weeks('al@exemple.fr')]).toEqual([])
  })

  it('keeps what waits for the mail server from leaving', async () => {
    const secret = await reader()
    t.mailbox.answerRecipient(() => '450 4.3.0 Later')
    await sunday()
    t.mailbox.answerRecipient(() => null)
    await t.call('POST', '/api/alert-followers/stop', { body: {}, headers: { 'bocage-secret': secret } })
    t.clock.advance({ hours: 2 })
    await run()
    expect(weeks()).toEqual([])
    const ended = await t.database.read
      .select({ error: notification.lastError, state: notification.state })
      .from(notification)
      .where(eq(notification.subject, `digest:${bavay}:7:18`))
    expect(ended).toEqual([{ error: 'unwanted', state: 'dropped' }])
  })

  it('of a mailbox that refuses for good, is told at the next visit and mailed no more', async () => {
    const secret = await reader()
    t.mailbox.answerRecipient((address) => (address === jo ? '550 5.1.1 No such user' : null))
    await sunday()
    t.mailbox.answerRecipient(() => null)
    expect(await (await own(secret)).json()).toMatchObject({ bounce: { at: t.clock.now() } })
    await sunday('2026-12-06', '2026-12-08')
    expect(weeks()).toEqual([])
    // It is this mailbox alone that gets no more.
    await reader('al@exemple.fr')
    await sunday('2026-12-13', '2026-12-15')
    expect([weeks().length, weeks('al@exemple.fr').length]).toEqual([0, 1])
  })
})
