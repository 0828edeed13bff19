import { and, eq, like } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { followerSecret } from '../../../api/agenda/events.secrets.ts'
import {
  ask,
  cancel,
  checkImage,
  correct,
  decline,
  declineRevision,
  acceptRevision,
  approve,
} from '../../../api/agenda/moderation.usecases.ts'
import { hashSecret } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { agendaSettings, eventFollower, localMail, notification } from '../../../db/schema/index.ts'
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
import { communeOf } from '../../support/incidents.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'

const house = useDemoApp()
const app = () => house.current
const deps = () => agendaDeps(app())

const mailsTo = (address: string) =>
  app()
    .database.read.select()
    .from(localMail)
    .where(eq(localMail.recipient, address))
    .orderBy(localMail.at, localMail.id)
/** What is written to an address by what `work` does. */
async function toldOf(address: string, work: () => Promise<unknown>) {
  await app().worker.runOnce()
  const before = (await mailsTo(address)).length
  await work()
  await app().worker.runOnce()
  return (await mailsTo(address)).slice(before)
}
const one = async (address: string, work: () => Promise<unknown>) => {
  const mails = await toldOf(address, work)
  expect(mails.map(({ subject }) => subject)).toHaveLength(1)
  return mails[0]!
}
async function follow(eventId: string, to: { email: string } | { deviceId: string }, locale = 'fr') {
  const id = app().deps.ids.next()
  const at = app().clock.now()
  await app().database.write((tx) =>
    tx.insert(eventFollower).values({
      id,
      eventId,
      ...to,
      locale,
      stopHash: hashSecret(followerSecret(app().config.secret, id)),
      confirmedAt: at,
      createdAt: at,
    }),
  )
  return id
}
const published = async (draft: EventDraft, request: Parameters<typeof propose>[2] = {}) => {
  const sent = await propose(app(), draft, request)
  await approveEvent(app(), sent.id)
  return { ...sent, own: asAuthor(app(), sent.id, sent) }
}
const privateLink = /http:\/\/bocage\.test\/agenda\/ma-proposition#\S+/

describe('The author is told, with the private link,', () => {
  it('that it is published, declined and why, or asked something', async () => {
    const sent = await propose(app(), { title: 'Loto' }, { email: 'auteur@exemple.fr' })
    const link = sent.privateUrl
    const asked = await one(sent.email, async () =>
      ask(deps(), { ...(await actOn(app(), sent.id)), words: 'Combien le carton ?' }),
    )
    expect(asked.subject).toBe('Une question sur votre événement « Loto »')
    expect(asked.text).toContain('« Combien le carton ? »')
    expect(privateLink.exec(asked.text)?.[0]).toBe(link)
    const declined = await one(sent.email, async () =>
      decline(deps(), {
        ...(await actOn(app(), sent.id)),
        reason: 'not-enough',
        words: 'Il manque le lieu.',
      }),
    )
    expect(declined.text).toContain('« Il manque le lieu. »')
    expect(declined.text).toContain('Vous pouvez le corriger et l’envoyer à nouveau.')
    const approved = await one(sent.email, async () => approve(deps(), await actOn(app(), sent.id)))
    expect(approved.subject).toBe('Votre événement « Loto » est publié.')
  })

  it('in the language they wrote in', async () => {
    for (const [locale, words] of [
      ['en', 'Your event “Fête” is published.'],
      ['nl', 'Je evenement “Fête” is gepubliceerd.'],
    ] as const) {
      const email = `${locale}@exemple.fr`
      const sent = await propose(app(), { title: 'Fête' }, { confirmed: false, email, locale })
      await app().worker.runOnce()
      const [confirmation] = await mailsTo(email)
      const secret = /confirmer#(\S+)/.exec(confirmation?.text ?? '')?.[1] ?? ''
      await app().call('/api/events/confirm', { method: 'POST', headers: { 'Bocage-Secret': secret } })
      expect((await one(email, () => approveEvent(app(), sent.id))).subject).toBe(words)
    }
  })

  it('of what moderators do to it, and of nothing that they did themselves', async () => {
    const { id, email, own } = await published({ title: 'Suivi' })
    expect(
      await toldOf(email, async () => own.edit({ content: await own.rewritten({ title: 'Suivi bis' }) })),
    ).toEqual([])
    const kept = await one(email, async () =>
      declineRevision(deps(), { ...(await actOn(app(), id)), words: 'Le titre trompe.' }),
    )
    expect(kept.text).toContain('la version publiée reste')
    await own.edit({ content: await own.rewritten({ title: 'Suivi ter' }) })
    expect((await one(email, async () => acceptRevision(deps(), await actOn(app(), id)))).subject).toContain(
      'est publiée',
    )
    const content = await anEvent(app(), { title: 'Suivi quater' })
    expect(
      (await one(email, async () => correct(deps(), { ...(await actOn(app(), id)), content }))).subject,
    ).toContain('corrigé')
    expect(
      await toldOf(email, async () => checkImage(deps(), { ...(await actOn(app(), id)), allowed: true })),
    ).toEqual([])
    expect(
      (await one(email, async () => cancel(deps(), { ...(await actOn(app(), id)), words: 'Arrêté.' }))).text,
    ).toContain('« Arrêté. »')
  })

  it('not at an address that nobody confirmed', async () => {
    const sent = await propose(app(), { title: 'Muet' }, { confirmed: false, email: 'muet@exemple.fr' })
    await app().worker.runOnce()
    const mails = await mailsTo('muet@exemple.fr')
    expect(mails.map(({ subject }) => subject)).toEqual(['« Muet » : confirmez votre adresse'])
    expect(mails[0]?.text).toContain('Sans confirmation sous 7 jours')
    expect(mails[0]?.text).not.toMatch(privateLink)
    expect(sent.status).toBe('draft')
  })
})

describe('Whoever follows an event', () => {
  const weekly = { on: '2026-12-05', rule: 'FREQ=WEEKLY;COUNT=3' }

  it('is told of a date moved, cancelled or added and of another place, once, with the way to stop', async () => {
    const organizer = await anOrganizer(app(), { trusted: true })
    const row = await publish(app(), { title: 'Ciné-club', ...weekly }, { organizerId: organizer.id })
    const own = asAuthor(app(), row.id, { cookie: await signInAs(app(), organizer.email) })
    const email = 'fidele@exemple.fr'
    const followerId = await follow(row.id, { email })

    const span = { start: '2026-12-13T15:00', end: '2026-12-13T18:00' }
    const moved = await one(email, () =>
      own.date({ act: 'move', recurrence: '2026-12-12T19:00', span, reason: 'Salle prise' }),
    )
    expect(moved.subject).toBe('Du nouveau pour « Ciné-club »')
    expect(moved.text).toContain(
      'La date du samedi 12 décembre 2026 à 19:00 est déplacée : dimanche 13 décembre 2026 à 15:00.',
    )
    expect(moved.text).toContain('« Salle prise »')
    expect(moved.text).toContain('http://bocage.test/agenda/2026-12-05-cine-club-bavay')
    const secret = followerSecret(app().config.secret, followerId)
    expect(moved.text).toContain(`/abonnement/arreter?agenda#${secret}`)

    const cancelled = await one(email, () => own.date({ act: 'cancel', recurrence: '2026-12-19T19:00' }))
    expect(cancelled.text).toContain('La date du samedi 19 décembre 2026 à 19:00 est annulée.')
    const { schedule } = (await own.read()).content
    const content = await own.rewritten({ schedule: { ...schedule, rule: 'FREQ=WEEKLY;COUNT=4' } })
    expect((await one(email, () => own.edit({ content }))).text).toContain(
      'Nouvelle date : samedi 26 décembre 2026 à 19:00.',
    )
    const { code, lat, lon } = await communeOf(app(), 'Bavay')
    const place = { id: app().deps.ids.next(), name: 'Kiosque', communeCode: code, position: { lat, lon } }
    const elsewhere = { ...(await own.rewritten({})), placeId: null, place }
    expect((await one(email, () => own.edit({ content: elsewhere }))).text).toContain(
      'Nouveau lieu : Kiosque.',
    )
  })

  it('is told of a cancellation and why, and that it is on after all, and of no change of words', async () => {
    const { id, own } = await published({ title: 'Bal' })
    const email = 'danseur@exemple.fr'
    await follow(id, { email })
    const wait = async () => own.edit({ content: await own.rewritten({ description: 'Avec orchestre.' }) })
    expect(await toldOf(email, wait)).toEqual([])
    expect(await toldOf(email, async () => acceptRevision(deps(), await actOn(app(), id)))).toEqual([])
    const cancelled = await one(email, () => own.cancel({ words: 'Trop de vent.' }))
    expect(cancelled.text).toContain('« Bal » est annulé.')
    expect(cancelled.text).toContain('« Trop de vent. »')
    const back = await one(email, async () => approve(deps(), await actOn(app(), id)))
    expect(back.text).toContain('« Bal » aura bien lieu.')
  })

  it('is told of dates to come only, and once for an edit of many', async () => {
    const organizer = await anOrganizer(app(), { trusted: true })
    const row = await publish(
      app(),
      { title: 'Marche', on: '2026-10-03', rule: 'FREQ=WEEKLY;UNTIL=20270930' },
      { organizerId: organizer.id },
    )
    const own = asAuthor(app(), row.id, { cookie: await signInAs(app(), organizer.email) })
    const email = 'marcheur@exemple.fr'
    await follow(row.id, { email })
    const schedule = { ...row.schedule, spans: [{ start: '2026-10-03T20:00', end: '2026-10-03T22:00' }] }
    const content = await own.rewritten({ schedule })
    const mail = await one(email, () => own.edit({ content }))
    expect(mail.text).not.toContain('octobre 2026')
    expect(mail.text.match(/est déplacée/g)).toHaveLength(5)
    expect(mail.text).toContain('D’autres dates changent : elles sont sur la page.')
  })

  it('on a phone gets a push that replaces the one before', async () => {
    const { id, own } = await published({ title: 'Poussé' })
    const deviceId = app().deps.ids.next()
    await follow(id, { deviceId }, 'nl')
    await own.cancel({ words: 'Orage' })
    await app().worker.runOnce()
    const [sent] = await app()
      .database.read.select()
      .from(notification)
      .where(and(eq(notification.channel, 'push'), like(notification.subject, `event:${id}`)))
    expect(sent?.person).toMatch(/^event-follower:/)
    expect(sent?.state).not.toBe('pending')
  })

  it('by an address not confirmed yet gets the link to confirm, and nothing else', async () => {
    const { id, own } = await published({ title: 'Pas confirmé' })
    const email = 'peut-etre@exemple.fr'
    const followerId = await follow(id, { email })
    await app().database.write((tx) =>
      tx.update(eventFollower).set({ confirmedAt: null }).where(eq(eventFollower.id, followerId)),
    )
    expect(await toldOf(email, () => own.cancel({ words: 'Orage' }))).toEqual([])
  })
})

describe('Moderators are told of what waits for them', () => {
  it('in the queue that the territory chose', async () => {
    const { code } = await communeOf(app(), 'Bavay')
    const territory = await anAgent(app(), { role: 'moderator', scope: { kind: 'territory', id: demoSiren } })
    const commune = await anAgent(app(), { role: 'moderator', scope: { kind: 'commune', id: code } })
    const [ofTerritory, ofCommune] = [territory, commune].map(({ userId }) => `${userId}@mairie.example`) as [
      string,
      string,
    ]
    const sent = await one(ofTerritory, () => propose(app(), { title: 'Pour le territoire' }))
    expect(sent.subject).toBe('Un événement attend votre décision : « Pour le territoire », Bavay.')
    expect(await toldOf(ofCommune, () => propose(app(), { title: 'Encore' }))).toEqual([])

    await app().database.write((tx) =>
      tx.insert(agendaSettings).values({ territorySiren: demoSiren, moderation: 'commune' }),
    )
    const mine = await propose(app(), { title: 'Pour la commune' })
    await app().worker.runOnce()
    expect((await mailsTo(ofCommune)).at(-1)?.subject).toContain('Pour la commune')
    expect((await mailsTo(ofTerritory)).at(-1)?.subject).not.toContain('Pour la commune')
    // A commune without a moderator of its own leaves it to the territory's.
    expect(
      (await one(ofTerritory, () => propose(app(), { title: 'À Maroilles', commune: 'Maroilles' }))).subject,
    ).toContain('Maroilles')

    const own = asAuthor(app(), mine.id, mine)
    await ask(deps(), { ...(await actOn(app(), mine.id)), words: 'Où ?' })
    const answered = await one(ofCommune, () => own.answer('Sous la halle.'))
    expect(answered.text).toContain('« Sous la halle. »')
    await approveEvent(app(), mine.id)
    const revised = await one(ofCommune, async () =>
      own.edit({ content: await own.rewritten({ title: 'Corrigé' }) }),
    )
    expect(revised.subject).toContain('Une modification attend votre décision')
  })
})
