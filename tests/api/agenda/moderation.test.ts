import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findEvent, readEntries } from '../../../api/agenda/events.repository.ts'
import {
  approve,
  ask,
  cancel,
  checkImage,
  correct,
  decline,
  declineRevision,
  acceptRevision,
  openModerated,
  settleFlag,
  trust,
} from '../../../api/agenda/moderation.usecases.ts'
import { findOrganizer } from '../../../api/agenda/organizers.repository.ts'
import { findPlace } from '../../../api/agenda/places.repository.ts'
import type { Actor } from '../../../api/platform/policy.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { agendaSettings, audit, event, eventFlag, media } from '../../../db/schema/index.ts'
import {
  actOn,
  agendaDeps,
  aModerator,
  anEvent,
  propose,
  publish,
  type EventDraft,
} from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { anOrganizer } from '../../support/organizers.ts'
import { aPhoto } from '../../support/photos.ts'
import { caudresis } from '../../support/territories.ts'
import { sendPhoto } from '../media/uploads.ts'

const house = useDemoApp()
const app = () => house.current
const deps = () => agendaDeps(app())
const rowOf = (id: string) => findEvent(app().database.read, id)
const kindsOf = async (id: string) => (await readEntries(app().database.read, id)).map(({ kind }) => kind)
const submitted = async (draft: EventDraft) => (await propose(app(), draft)).id

async function decideBy(moderation: 'commune' | 'territory') {
  await app().database.write((tx) =>
    tx
      .insert(agendaSettings)
      .values({ territorySiren: demoSiren, moderation })
      .onConflictDoUpdate({ target: agendaSettings.territorySiren, set: { moderation } }),
  )
}

describe('The queue of an event', () => {
  it('is the territory’s until the territory says that it is the commune’s, and the other way round', async () => {
    const [bavay, maroilles] = [await communeOf(app(), 'Bavay'), await communeOf(app(), 'Maroilles')]
    const here = await submitted({ title: 'File' })
    const sees = async (communeCode?: string) =>
      openModerated(app().database.read, aModerator(communeCode), here).then(
        () => true,
        () => false,
      )
    expect([await sees(), await sees(bavay.code), await sees(maroilles.code)]).toEqual([true, false, false])
    await decideBy('commune')
    // The territory's moderators cover what lies in it, whoever comes first.
    expect([await sees(), await sees(bavay.code), await sees(maroilles.code)]).toEqual([true, true, false])
    await decideBy('territory')
  })

  it('of what is online only is the territory’s, whatever it decided', async () => {
    await decideBy('commune')
    const online = await submitted({
      title: 'Visio',
      attendanceMode: 'online',
      onlineUrl: 'https://visio.example',
    })
    const { code } = await communeOf(app(), 'Bavay')
    await expect(openModerated(app().database.read, aModerator(code), online)).rejects.toMatchObject({
      slug: 'event-not-found',
    })
    expect((await openModerated(app().database.read, aModerator(), online)).id).toBe(online)
    await decideBy('territory')
  })

  it('has no drafts, and opens to no technician, organizer, stranger or other territory’s moderator', async () => {
    const draft = await propose(app(), { title: 'Brouillon' }, { confirmed: false })
    const waiting = await submitted({ title: 'En attente' })
    const [membership] = aModerator().memberships
    const as = (role: 'technician' | 'organizer') => ({
      ...aModerator(),
      memberships: [{ ...membership!, role }],
    })
    const tried: [string, Actor][] = [
      [draft.id, aModerator()],
      [waiting, as('technician')],
      [waiting, as('organizer')],
      [
        waiting,
        {
          ...aModerator(),
          memberships: [{ ...membership!, territorySiren: caudresis.siren, scopeId: caudresis.siren }],
        },
      ],
      [waiting, { ...aModerator(), memberships: [{ ...membership!, territorySiren: caudresis.siren }] }],
      [waiting, null],
    ]
    for (const [id, actor] of tried)
      await expect(approve(deps(), await actOn(app(), id, actor))).rejects.toMatchObject({
        slug: 'event-not-found',
      })
    expect((await rowOf(waiting))?.status).toBe('submitted')
  })
})

describe('A moderator', () => {
  it('approves: the event is public, its place is offered to others, and the trace says who', async () => {
    const id = await submitted({ title: 'Approuvé', placeName: 'Grange dîmière' })
    await approve(deps(), await actOn(app(), id))
    const row = await rowOf(id)
    expect(row).toMatchObject({ status: 'published', decidedAt: app().clock.now(), imageChecked: true })
    expect(await findPlace(app().database.read, row?.placeId ?? '')).toMatchObject({ approved: true })
    const last = (await readEntries(app().database.read, id)).at(-1)
    expect(last).toMatchObject({ kind: 'approved', authorKind: 'staff', authorId: 'moderatrice' })
  })

  it('approves once: the second press is told what became of it, the same press again changes nothing', async () => {
    const id = await submitted({ title: 'Deux fois' })
    const act = await actOn(app(), id)
    const first = await approve(deps(), act)
    expect(await approve(deps(), act)).toEqual(first)
    await expect(
      approve(deps(), { ...act, write: { ...act.write, key: 'autre-cle' } }),
    ).rejects.toMatchObject({
      slug: 'stale-version',
    })
    await expect(approve(deps(), await actOn(app(), id))).rejects.toMatchObject({
      slug: 'illegal-event-move',
    })
    expect(await kindsOf(id)).toEqual(['submitted', 'approved'])
  })

  it('declines with words only, also what was published, and closes what readers said of it', async () => {
    const { id } = await publish(app(), { title: 'Publicité' })
    const flagId = app().deps.ids.next()
    await app().database.write((tx) =>
      tx.insert(eventFlag).values({
        id: flagId,
        eventId: id,
        territorySiren: demoSiren,
        reason: 'fraud',
        createdAt: app().clock.now(),
      }),
    )
    const given = { ...(await actOn(app(), id)), reason: 'commercial' as const }
    await expect(decline(deps(), { ...given, words: ' ' })).rejects.toMatchObject({
      slug: 'event-reason-needed',
    })
    await decline(deps(), { ...given, words: 'C’est une vente.' })
    expect(await rowOf(id)).toMatchObject({
      status: 'declined',
      declineReason: 'commercial',
      statusWords: 'C’est une vente.',
    })
    const [flag] = await app().database.read.select().from(eventFlag).where(eq(eventFlag.id, flagId))
    expect(flag?.settledAt).toBe(app().clock.now())
    await approve(deps(), await actOn(app(), id))
    expect(await rowOf(id)).toMatchObject({ status: 'published', declineReason: null, statusWords: null })
  })

  it('asks, and the event waits as it did', async () => {
    const id = await submitted({ title: 'À préciser' })
    await ask(deps(), { ...(await actOn(app(), id)), words: 'Où exactement ?' })
    expect((await rowOf(id))?.status).toBe('submitted')
    expect(await kindsOf(id)).toEqual(['submitted', 'question'])
  })

  it('corrects what is written, at once, and cancels in sight of all', async () => {
    const id = await submitted({ title: 'A coriger' })
    const content = await anEvent(app(), { title: 'À corriger', placeId: (await rowOf(id))?.placeId ?? null })
    await correct(deps(), { ...(await actOn(app(), id)), content })
    expect((await rowOf(id))?.title).toBe('À corriger')
    await approve(deps(), await actOn(app(), id))
    await cancel(deps(), { ...(await actOn(app(), id)), words: 'Arrêté municipal.' })
    expect(await rowOf(id)).toMatchObject({ status: 'cancelled', statusWords: 'Arrêté municipal.' })
    await expect(correct(deps(), { ...(await actOn(app(), id)), content })).rejects.toMatchObject({
      slug: 'illegal-event-move',
    })
    await approve(deps(), await actOn(app(), id))
    expect(await kindsOf(id)).toEqual(['submitted', 'corrected', 'approved', 'cancelled', 'restored'])
  })

  it('decides of an edit that waits, and of none when none does', async () => {
    const { id } = await publish(app(), { title: 'Sans modification' })
    await expect(acceptRevision(deps(), await actOn(app(), id))).rejects.toMatchObject({
      slug: 'no-revision',
    })
    await expect(
      declineRevision(deps(), { ...(await actOn(app(), id)), words: 'Non' }),
    ).rejects.toMatchObject({
      slug: 'no-revision',
    })
  })

  it('looks at an image: allowed it is shown, refused it is erased', async () => {
    const upload = async () => {
      const { id, uploadToken, url } = await sendPhoto(app(), await aPhoto())
      return { url, image: { mediaId: id, uploadToken, description: 'Affiche', credit: '' } }
    }
    const [good, bad] = [await upload(), await upload()]
    const one = await publish(app(), { title: 'Bonne image', image: good.image })
    const two = await publish(app(), { title: 'Mauvaise image', image: bad.image })
    expect((await app().request(good.url)).status).toBe(404)
    await checkImage(deps(), { ...(await actOn(app(), one.id)), allowed: true })
    expect((await app().request(good.url)).status).toBe(200)
    await checkImage(deps(), { ...(await actOn(app(), two.id)), allowed: false, words: 'Une plaque se lit.' })
    expect(await rowOf(two.id)).toMatchObject({ status: 'published', imageId: null })
    const [row] = await app().database.read.select().from(media).where(eq(media.id, bad.image.mediaId))
    expect(row?.state).toBe('discarded')
  })

  it('settles what a reader said, once, and the event stays as it is', async () => {
    const { id } = await publish(app(), { title: 'Signalé' })
    const flagId = app().deps.ids.next()
    await app().database.write((tx) =>
      tx
        .insert(eventFlag)
        .values({ id: flagId, eventId: id, territorySiren: demoSiren, reason: 'wrong', createdAt: 1 }),
    )
    const { code } = await communeOf(app(), 'Maroilles')
    await expect(settleFlag(deps(), { actor: aModerator(code), id, flagId })).rejects.toMatchObject({
      slug: 'event-not-found',
    })
    await settleFlag(deps(), { actor: aModerator(), id, flagId })
    await settleFlag(deps(), { actor: aModerator(), id, flagId })
    expect(await kindsOf(id)).toEqual(['approved', 'flag-settled'])
    expect((await rowOf(id))?.status).toBe('published')
  })

  it('gives trust and takes it back, in the trail of the territory', async () => {
    const { id } = await anOrganizer(app())
    const version = async () => (await findOrganizer(app().database.read, id))?.version ?? 0
    const { code } = await communeOf(app(), 'Bavay')
    await expect(
      trust(deps(), { actor: aModerator(code), organizerId: id, trusted: true, version: 1 }),
    ).rejects.toMatchObject({ slug: 'forbidden' })
    await trust(deps(), { actor: aModerator(), organizerId: id, trusted: true, version: await version() })
    await expect(
      trust(deps(), { actor: aModerator(), organizerId: id, trusted: false, version: 1 }),
    ).rejects.toMatchObject({ slug: 'stale-version', extra: { current: { trusted: true, version: 2 } } })
    await trust(deps(), { actor: aModerator(), organizerId: id, trusted: false, version: await version() })
    const trail = await app().database.read.select().from(audit).where(eq(audit.subject, id))
    expect(trail.map(({ action }) => action)).toEqual(['organizer.trusted', 'organizer.trust-ended'])
  })
})

it('two moderators at once: one decides, the other is told what was decided', async () => {
  const id = await submitted({ title: 'Course' })
  const [one, two] = [await actOn(app(), id), await actOn(app(), id)]
  const outcomes = await Promise.allSettled([
    approve(deps(), one),
    decline(deps(), { ...two, reason: 'other', words: 'Non' }),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refusal = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(refusal.reason).toMatchObject({ slug: 'stale-version' })
  expect(await kindsOf(id)).toHaveLength(2)
  const author = await app().database.read.select().from(event).where(eq(event.id, id))
  expect(author[0]?.version).toBe(3)
})
