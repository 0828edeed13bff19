import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { followerSecret } from '../../../api/agenda/events.secrets.ts'
import { decline } from '../../../api/agenda/moderation.usecases.ts'
import { hashSecret, systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventFollower, localMail, user } from '../../../db/schema/index.ts'
import {
  actOn,
  agendaDeps,
  anEvent,
  approveEvent,
  asAuthor,
  propose,
  publish,
  type EventDraft,
} from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent } from '../../support/desk.ts'

// Our mail and our notifications come from a town hall: whoever makes it write what they please writes in its name.

const house = useDemoApp({ env: { RATE_LIMIT_FACTOR: '1' } })
const app = () => house.current
let moderator = ''
beforeAll(async () => {
  const { userId } = await anAgent(app(), { role: 'moderator', scope: { kind: 'territory', id: demoSiren } })
  const [row] = await app().database.read.select().from(user).where(eq(user.id, userId))
  moderator = row?.email ?? ''
})

const mailsTo = async (address: string) => {
  await app().worker.runOnce()
  return app().database.read.select().from(localMail).where(eq(localMail.recipient, address))
}
async function follower(eventId: string) {
  const [id, email] = [systemIds.next(), `${systemIds.next()}@suit.example`]
  await app().database.write((tx) =>
    tx.insert(eventFollower).values({
      id,
      eventId,
      email,
      locale: 'fr',
      stopHash: hashSecret(followerSecret(app().config.secret, id)),
      confirmedAt: app().clock.now(),
      createdAt: app().clock.now(),
    }),
  )
  return email
}
async function published(draft: EventDraft = {}) {
  const sent = await propose(app(), draft)
  await approveEvent(app(), sent.id)
  return { id: sent.id, own: asAuthor(app(), sent.id, sent) }
}
const statusesOf = (answers: Response[]) => answers.map(({ status }) => status)

describe('Those who follow an event', () => {
  it('are told no word that its author wrote after moderators took it down', async () => {
    const { id, own } = await published({ title: 'Kermesse' })
    const other = await publish(app(), { title: 'Autre fête' })
    const email = await follower(id)
    await decline(agendaDeps(app()), { ...(await actOn(app(), id)), reason: 'other', words: 'Retiré' })
    await own.edit({ content: await own.rewritten({ title: 'Gagnez un téléphone' }) })
    await own.edit({ replacedById: other.id })
    const mails = await mailsTo(email)
    expect(mails.map(({ text }) => text).join('\n')).not.toContain('Gagnez')
    expect(mails.length).toBeLessThanOrEqual(1)
  })

  it('are written to a few times a day at most, whatever the holder of its link does', async () => {
    const { id, own } = await published({ title: 'Insistant', rule: 'FREQ=DAILY;COUNT=60' })
    const [one, two] = [await publish(app(), { title: 'Premier' }), await publish(app(), { title: 'Second' })]
    const email = await follower(id)
    for (let n = 0; n < 3; n++) await own.edit({ replacedById: one.id })
    expect(await mailsTo(email)).toHaveLength(1)
    const answers: Response[] = []
    for (let n = 0; n < 50; n++) answers.push(await own.edit({ replacedById: n % 2 ? one.id : two.id }))
    expect(statusesOf(answers)).toContain(429)
    expect((await mailsTo(email)).length).toBeLessThanOrEqual(40)
  }, 60_000)
})

describe('Moderators', () => {
  it('are written to when an edit begins to wait, and not each time it is rewritten or taken back', async () => {
    const { own } = await published({ title: 'Indécis' })
    const before = (await mailsTo(moderator)).length
    for (let n = 0; n < 10; n++)
      await own.edit({ content: await own.rewritten({ description: `Idée ${n}` }) })
    expect((await mailsTo(moderator)).length - before).toBe(1)
    const answers: Response[] = []
    for (let n = 0; n < 30; n++) {
      await own.withdraw()
      answers.push(await own.edit({ content: await own.rewritten({ description: `Encore ${n}` }) }))
    }
    expect(statusesOf(answers)).toContain(429)
    expect((await mailsTo(moderator)).length - before).toBeLessThanOrEqual(20)
  }, 60_000)
})

describe('A stranger whose address somebody gave', () => {
  it('receives no link but ours, however the title is written', async () => {
    const email = `${systemIds.next()}@victime.example`
    const titles = [
      'Colis bloqué : https://evil.example/payer',
      'www.evil.example vous attend',
      'Votre compte evil.example/a?b',
      'evil。example ou bit.ly/x',
    ]
    for (const title of titles)
      await app().call('/api/events', {
        body: {
          id: systemIds.next(),
          territory: demoSiren,
          content: await anEvent(app(), { title }),
          contact: { email },
        },
      })
    const mails = await mailsTo(email)
    expect(mails).toHaveLength(titles.length)
    for (const { subject, text } of mails) {
      expect(`${subject}\n${text}`).not.toMatch(/evil\.example|bit\.ly/)
      expect(text).toContain('/agenda/confirmer#')
    }
  })
})
