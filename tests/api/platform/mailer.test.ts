import { createServer, type AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { layOutMail } from '../../../api/platform/mail-layout.ts'
import { createMailer, type Mail, MailError, type Mailer } from '../../../api/platform/mailer.ts'
import { localMail } from '../../../db/schema/index.ts'
import { createTestClock } from '../../support/clock.ts'
import { openTestDatabase } from '../../support/database.ts'
import { type Mailbox, openMailbox } from '../../support/smtp.ts'

type TestDatabase = Awaited<ReturnType<typeof openTestDatabase>>
const mail: Mail = { to: 'camille@bavay.example', subject: 'Bonjour', text: 'Un mot.' }

let db: TestDatabase
let logged: string
let announced: string[]

function mailer(smtpUrl: string | null, production = false): Mailer {
  const stream = new Writable({
    write(chunk, _, done) {
      logged += String(chunk)
      done()
    },
  })
  return createMailer({
    config: { smtpUrl, production, mailFrom: 'Bocage <ne-pas-repondre@mormal.example>' },
    database: db.database,
    clock: createTestClock(),
    ids: systemIds,
    logger: pino({}, stream),
    announce: (line) => void announced.push(line),
  })
}

beforeEach(async () => {
  db = await openTestDatabase()
  logged = ''
  announced = []
})
afterEach(() => db.close())

describe('Mail through a server', () => {
  let mailbox: Mailbox
  let post: Mailer
  beforeEach(async () => {
    mailbox = await openMailbox()
    post = mailer(mailbox.url)
  })
  afterEach(async () => {
    post.close()
    await mailbox.close()
  })

  it('arrives with its words, accents and headers', async () => {
    await post.send({
      ...mail,
      subject: 'Nid-de-poule : prévu jeudi 🌿',
      text: 'Réparé « au plus tôt ».',
      html: '<p>Réparé</p>',
      headers: { 'List-Unsubscribe': '<http://bocage.test/stop>' },
    })
    const received = await mailbox.waitFor(() => true)
    expect(received).toMatchObject({
      to: ['camille@bavay.example'],
      subject: 'Nid-de-poule : prévu jeudi 🌿',
      from: '"Bocage" <ne-pas-repondre@mormal.example>',
      html: '<p>Réparé</p>',
    })
    expect(received.text.trim()).toBe('Réparé « au plus tôt ».')
    expect(received.headers.get('auto-submitted')).toBe('auto-generated')
    expect(received.headers.has('list')).toBe(true)
  })

  it('takes a subject that tries to add a header as one line of words', async () => {
    await post.send({ ...mail, subject: 'Bonjour\r\nBcc: tous@ailleurs.example\r\n\r\nPiège' })
    const received = await mailbox.waitFor(() => true)
    expect(received.subject).toBe('Bonjour Bcc: tous@ailleurs.example Piège')
    expect(received.to).toEqual(['camille@bavay.example'])
    expect(received.headers.has('bcc')).toBe(false)
  })

  it.each([
    'camille@bavay.example\r\nBcc: tous@ailleurs.example',
    'camille@bavay.example, tous@ailleurs.example',
    'camille@bavay.example tous@ailleurs.example',
    'Camille <camille@bavay.example>',
    'camille',
    '@bavay.example',
    'a@b@c.example',
    `${'a'.repeat(250)}@bavay.example`,
    '',
  ])('goes to one plain address, never to %j', async (to) => {
    await expect(post.send({ ...mail, to })).rejects.toMatchObject({
      code: 'bad-recipient',
      temporary: false,
    })
    expect(mailbox.mails).toEqual([])
  })

  it.each([{ 'X-Bad\r\nBcc': 'x' }, { 'X-Bad': 'x\r\nBcc: tous@ailleurs.example' }, { 'a b': 'x' }])(
    'refuses the headers %j',
    async (headers) => {
      await expect(
        post.send({ ...mail, headers: headers as unknown as Record<string, string> }),
      ).rejects.toMatchObject({
        code: 'bad-header',
      })
    },
  )

  it('says that a server down for a moment may be tried again, and logs no address', async () => {
    mailbox.refuse(true)
    const error = await post.send(mail).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(MailError)
    expect(error).toMatchObject({ temporary: true, code: '451' })
    expect(String(error)).not.toContain('camille')
    expect(logged).toContain('"temporary":true')
    expect(logged).not.toContain('camille')
    mailbox.refuse(false)
    await post.send(mail)
    expect(mailbox.mails).toHaveLength(1)
  })

  it('carries a hundred at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => post.send({ ...mail, to: `agent${i}@bavay.example` })),
    )
    expect(new Set(mailbox.mails.flatMap(({ to }) => to)).size).toBe(100)
  })

  it('tells whether it can leave', async () => {
    expect(await post.check()).toBe(true)
    await mailbox.close()
    const dead = mailer(mailbox.url)
    expect(await dead.check()).toBe(false)
    await expect(dead.send(mail)).rejects.toMatchObject({ temporary: true })
    dead.close()
  })

  it('does not wait for ever for a server that says nothing', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const stuck = mailer(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    const begun = performance.now()
    await expect(stuck.send(mail)).rejects.toMatchObject({ temporary: true })
    expect(performance.now() - begun).toBeLessThan(15_000)
    stuck.close()
    silent.close()
  })
})

describe('Mail without a server', () => {
  it('is kept, and its first link written to the console', async () => {
    const demo = mailer(null)
    expect(demo.mode).toBe('local')
    await demo.send({ ...mail, text: 'Ouvrez http://bocage.test/connexion?token=abc puis http://autre.test' })
    const [kept] = await db.database.read.select().from(localMail)
    expect(kept).toMatchObject({ recipient: mail.to, subject: 'Bonjour', html: null })
    expect(announced.join('\n')).toContain('http://bocage.test/connexion?token=abc')
    expect(announced.join('\n')).not.toContain('autre.test')
  })

  it('is kept up to 500, the oldest forgotten', async () => {
    const demo = mailer(null)
    await Promise.all(Array.from({ length: 510 }, (_, i) => demo.send({ ...mail, subject: `n° ${i}` })))
    const kept = await db.database.read.select().from(localMail)
    expect(kept).toHaveLength(500)
    expect(kept.some(({ subject }) => subject === 'n° 509')).toBe(true)
    expect(kept.some(({ subject }) => subject === 'n° 0')).toBe(false)
  })

  it('is refused in production', async () => {
    const off = mailer(null, true)
    expect(off.mode).toBe('off')
    expect(await off.check()).toBe(false)
    await expect(off.send(mail)).rejects.toMatchObject({ temporary: true })
    expect(await db.database.read.select().from(localMail)).toEqual([])
  })
})

describe('The layout of a mail', () => {
  const { text, html } = layOutMail({
    language: 'fr',
    title: 'Réponse à <b>Léa</b>',
    paragraphs: ['1 < 2 & "3"', 'deux\nlignes'],
    action: { label: 'Suivre', url: 'http://bocage.test/s?a=1&b="2"' },
    footer: 'Pourquoi ce courriel.',
  })
  it('says everything in plain text', () =>
    expect(text).toBe(
      'Réponse à <b>Léa</b>\n\n1 < 2 & "3"\n\ndeux\nlignes\n\nSuivre :\nhttp://bocage.test/s?a=1&b="2"\n\n-- \nPourquoi ce courriel.\n',
    ))
  it('lets no one’s words become HTML', () => {
    expect(html).toContain('Réponse à &lt;b&gt;Léa&lt;/b&gt;')
    expect(html).toContain('href="http://bocage.test/s?a=1&amp;b=&quot;2&quot;"')
    expect(html).toContain('deux<br>lignes')
    expect(html).not.toContain('<b>Léa')
  })
  it('loads nothing', () => expect(html).not.toMatch(/<(?:img|link|script|iframe)|url\(/))
})
