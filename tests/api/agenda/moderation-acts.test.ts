import { beforeAll, describe, expect, it } from 'vitest'
import { findEvent, readEntries } from '../../../api/agenda/events.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventFlag } from '../../../db/schema/index.ts'
import { anEvent, asAuthor, propose, publish, type EventDraft } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { bodyOf, waitForMail } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { aModeratorAt, decideOfAgenda, eventIn, type Desk } from '../../support/moderation.ts'
import { aPhoto } from '../../support/photos.ts'
import { caudresis } from '../../support/territories.ts'
import { sendPhoto } from '../media/uploads.ts'
import { territory } from '../../../db/schema/index.ts'

const house = useDemoApp()
const app = () => house.current
let samira: Desk
let bavay: { code: string; bodyId: string }

beforeAll(async () => {
  samira = await aModeratorAt(app(), { name: 'Samira Dubois' })
  bavay = {
    code: (await communeOf(app(), 'Bavay')).code,
    bodyId: (await bodyOf(app(), { commune: 'Bavay' })).id,
  }
})

const statusOf = async (id: string) => (await findEvent(app().database.read, id))?.status
const kindsOf = async (id: string) => (await readEntries(app().database.read, id)).map(({ kind }) => kind)
const image = async () => {
  const { id, uploadToken } = await sendPhoto(app(), await aPhoto())
  return { mediaId: id, uploadToken, description: 'Affiche', credit: 'Comité' }
}

async function flag(eventId: string, words = 'C’est annulé') {
  const id = app().deps.ids.next()
  await app().database.write((tx) =>
    tx.insert(eventFlag).values({
      id,
      eventId,
      territorySiren: demoSiren,
      reason: 'wrong',
      words,
      createdAt: app().clock.now(),
    }),
  )
  return id
}

/** An event in the state that an act is for. */
const states = {
  submitted: async (draft: EventDraft = {}) => (await propose(app(), draft)).id,
  published: async (draft: EventDraft = {}) => (await publish(app(), draft)).id,
  revised: async () => {
    const sent = await propose(app(), { title: 'À relire' })
    await eventIn(await samira.act(sent.id, 'approve'))
    const own = asAuthor(app(), sent.id, sent)
    await own.edit({ content: await own.rewritten({ title: 'Relu' }) })
    return sent.id
  },
  pictured: async () => (await publish(app(), { image: await image() })).id,
}
type State = keyof typeof states

/** Every act of a moderator: the state it is for, and what shows that it was done. */
const acts: [name: string, state: State, to: string, body: object, kind: string][] = [
  ['approves', 'submitted', 'approve', {}, 'approved'],
  ['declines', 'submitted', 'decline', { reason: 'other', words: 'Non' }, 'declined'],
  ['takes out of sight', 'published', 'decline', { reason: 'commercial', words: 'Non' }, 'declined'],
  ['asks', 'submitted', 'questions', { words: 'Où ?' }, 'question'],
  ['cancels', 'published', 'cancel', { words: 'Vent' }, 'cancelled'],
  ['accepts an edit', 'revised', 'revision', { accepted: true }, 'revision-accepted'],
  ['declines an edit', 'revised', 'revision', { accepted: false, words: 'Non' }, 'revision-declined'],
  ['allows an image', 'pictured', 'image', { allowed: true }, 'image-checked'],
  ['refuses an image', 'pictured', 'image', { allowed: false, words: 'Non' }, 'image-refused'],
]

describe('Each act', () => {
  it.each(acts)(
    'of a moderator who %s is done once, and traced by name',
    async (_, state, to, body, kind) => {
      const id = await states[state]()
      const { version } = await samira.read(id)
      const entry = { id: app().deps.ids.next(), ...body }
      const sent = { version, key: `${id}-cle` }
      const first = await samira.act(id, to, entry, sent)
      const event = await eventIn(first)
      expect(first.headers.get('etag')).toBe(`"${event.version}"`)
      expect(event.history.at(-1)).toMatchObject({ kind, author: 'staff', authorName: 'Samira Dubois' })
      const again = await samira.act(id, to, entry, sent)
      expect((await eventIn(again)).version).toBe(event.version)
      expect((await kindsOf(id)).filter((one) => one === kind)).toHaveLength(1)
    },
  )

  it.each(acts)('of a moderator who %s is refused to everybody else', async (_, state, to, body, kind) => {
    const id = await states[state]()
    const { version } = await samira.read(id)
    const before = await kindsOf(id)
    const refused: [string, Desk, number][] = [
      ['technician', await aModeratorAt(app(), { role: 'technician' }), 403],
      ['clerk of Bavay, where the territory moderates', await moderatorOf('commune', bavay.code), 404],
      ['people of Bavay’s body, where the territory moderates', await moderatorOf('body', bavay.bodyId), 404],
      ['moderator of a neighbour', await neighbour(), 404],
    ]
    for (const [who, desk, status] of refused) {
      const answer = await desk.act(id, to, body, { version })
      expect(answer.status, who).toBe(status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    const stranger = await app().call(`/api/desk/events/${id}/${to}`, {
      body: { id: app().deps.ids.next(), ...body },
      headers: { 'If-Match': `"${version}"` },
    })
    expect(stranger.status).toBe(401)
    expect(await kindsOf(id)).toEqual(before)
    for (const role of ['clerk', 'admin'] as const) {
      const fresh = await states[state]()
      const desk = await aModeratorAt(app(), { role })
      expect((await eventIn(await desk.act(fresh, to, body))).history.at(-1)?.kind, role).toBe(kind)
    }
  })

  it.each(acts)('of a moderator who %s waits for the version they saw', async (_, state, to, body) => {
    const id = await states[state]()
    const { version } = await samira.read(id)
    await samira.act(id, 'questions', { words: 'Entre-temps' }, { version })
    const answer = await samira.act(id, to, body, { version })
    expect(answer.status).toBe(412)
    expect(await answer.json()).toMatchObject({
      type: expect.stringContaining('stale-version') as string,
      current: { id, version: version + 1, question: { words: 'Entre-temps' } },
    })
    const unversioned = await samira.agent.post(`/api/desk/events/${id}/${to}`, {
      id: app().deps.ids.next(),
      ...body,
    })
    expect([422, 428]).toContain(unversioned.status)
  })
})

let other: Desk | undefined
async function neighbour(): Promise<Desk> {
  if (other) return other
  const { siren, name } = caudresis
  await app().database.write((tx) =>
    tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
  )
  other = await aModeratorAt(app(), { scope: { kind: 'territory', id: siren, territory: siren } })
  return other
}
const moderatorOf = (kind: 'commune' | 'body', id: string) =>
  aModeratorAt(app(), { role: 'clerk', scope: { kind, id } })

describe('Where communes moderate', () => {
  it('the people of the commune decide, also by way of its body; those of another see nothing of it', async () => {
    await decideOfAgenda(app(), { moderation: 'commune' })
    const maroilles = await communeOf(app(), 'Maroilles')
    const theirs = await bodyOf(app(), { commune: 'Maroilles' })
    for (const [kind, own, elsewhere] of [
      ['commune', bavay.code, maroilles.code],
      ['body', bavay.bodyId, theirs.id],
    ] as const) {
      const id = await states.submitted({ title: `Chez nous, ${kind}` })
      const stranger = await moderatorOf(kind, elsewhere)
      expect((await stranger.see(id)).status).toBe(404)
      expect((await stranger.act(id, 'approve', {}, { version: 2 })).status).toBe(404)
      const desk = await moderatorOf(kind, own)
      const { items } = await desk.queue('queue=waiting')
      expect(items.map((item) => item.id)).toContain(id)
      expect((await stranger.queue('queue=waiting')).items.map((item) => item.id)).not.toContain(id)
      expect((await eventIn(await desk.act(id, 'approve'))).status).toBe('published')
    }
    const id = await states.submitted({ title: 'Le territoire voit tout' })
    expect((await samira.read(id)).id).toBe(id)
    await decideOfAgenda(app(), { moderation: 'territory' })
  })

  it('an event that a correction takes to another commune leaves the desk of the first', async () => {
    await decideOfAgenda(app(), { moderation: 'commune' })
    const desk = await moderatorOf('commune', bavay.code)
    const id = await states.submitted({ title: 'Pas chez nous' })
    const content = await anEvent(app(), { title: 'Pas chez nous', commune: 'Maroilles' })
    const answer = await desk.correct(id, content)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id, event: null })
    expect((await desk.see(id)).status).toBe(404)
    await decideOfAgenda(app(), { moderation: 'territory' })
  })
})

describe('A moderator', () => {
  it('who slipped decides again, both ways', async () => {
    const id = await states.submitted({ title: 'Main qui glisse' })
    await samira.act(id, 'decline', { reason: 'other', words: 'Erreur' })
    expect((await samira.read(id)).may).toMatchObject({ approve: true, decline: false })
    await samira.act(id, 'approve')
    expect((await samira.read(id)).may).toMatchObject({ approve: false, decline: true })
    await samira.act(id, 'decline', { reason: 'other', words: 'Non' })
    await samira.act(id, 'approve')
    expect(await statusOf(id)).toBe('published')
    expect(await kindsOf(id)).toEqual(['submitted', 'declined', 'approved', 'declined', 'approved'])
  })

  it('two of them at once: one decides, the other is shown what was decided', async () => {
    const id = await states.submitted({ title: 'En même temps' })
    const odile = await aModeratorAt(app(), { role: 'clerk', name: 'Odile Carlier' })
    const { version } = await samira.read(id)
    const answers = await Promise.all([
      samira.act(id, 'approve', {}, { version }),
      odile.act(id, 'decline', { reason: 'other', words: 'Non' }, { version }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412])
    const refused = answers.find(({ status }) => status === 412)
    const { current } = (await refused!.json()) as { current: { status: string; history: unknown[] } }
    expect(current.status).toBe(await statusOf(id))
    expect(current.history).toHaveLength(2)
  })

  it('corrects at once, by PUT; a second correction of the same version is shown the first', async () => {
    const id = await states.submitted({ title: 'A coriger' })
    const { version } = await samira.read(id)
    const written = (title: string) => anEvent(app(), { title })
    const answer = await samira.correct(id, await written('À corriger'), { version })
    expect((await eventIn(answer)).content.title).toBe('À corriger')
    const late = await samira.correct(id, await written('Autrement'), { version })
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({ current: { content: { title: 'À corriger' } } })
    const wrong = await samira.correct(id, { ...(await written('Sans lieu')), place: undefined })
    expect(wrong.status).toBe(422)
    expect(await wrong.json()).toMatchObject({ errors: [{ pointer: '/content/placeId' }] })
  })

  it('settles what a reader said of an event, of that event only', async () => {
    const [id, elsewhere] = [await states.published({ title: 'Signalé' }), await states.published()]
    const flagId = await flag(id)
    expect((await samira.read(id)).flags).toMatchObject([{ id: flagId, words: 'C’est annulé' }])
    expect((await samira.settle(elsewhere, flagId)).status).toBe(404)
    expect((await eventIn(await samira.settle(id, flagId))).flags).toEqual([])
    expect((await samira.settle(id, flagId)).status).toBe(200)
    expect(await kindsOf(id)).toEqual(['approved', 'flag-settled'])
  })

  it('is refused in words what makes no sense, and nothing changes', async () => {
    const id = await states.submitted({ title: 'Rien de faux' })
    for (const [to, body, pointer] of [
      ['decline', { reason: 'other' }, '/words'],
      ['decline', { reason: 'moche', words: 'Non' }, '/reason'],
      ['decline', { reason: 'other', words: '\u200b ' }, '/words'],
      ['questions', {}, '/words'],
      ['cancel', { words: '' }, '/words'],
      ['revision', { accepted: false }, '/words'],
      ['image', {}, '/allowed'],
    ] as const) {
      const answer = await samira.act(id, to, body)
      expect(answer.status, `${to} ${JSON.stringify(body)}`).toBe(422)
      const { errors } = (await answer.json()) as { errors: { pointer: string }[] }
      expect(errors.map((error) => error.pointer)).toContain(pointer)
    }
    expect((await samira.act(id, 'cancel', { words: 'Vent' })).status).toBe(409)
    expect((await samira.act(id, 'revision', { accepted: true })).status).toBe(409)
    expect(await kindsOf(id)).toEqual(['submitted'])
  })
})

it('the author reads what the moderator was shown, and answers without an account', async () => {
  const sent = await propose(app(), { title: 'Concert de l’harmonie' })
  const { letters } = await samira.read(sent.id)
  await samira.act(sent.id, 'questions', { words: 'À quelle heure ?' })
  await app().worker.runOnce()
  const mail = await waitForMail(app(), sent.email, 'question')
  expect(mail.text).toContain(letters?.['question']?.opening)
  expect(mail.text).toContain('« À quelle heure ? »')
  expect(mail.text).toContain(letters?.['question']?.closing)
  expect(await samira.read(sent.id)).toMatchObject({ question: { words: 'À quelle heure ?' } })
  await asAuthor(app(), sent.id, sent).answer('À 20 h')
  const answered = await samira.read(sent.id)
  expect(answered.question).toBeNull()
  expect(answered.history.at(-1)).toMatchObject({
    kind: 'answer',
    words: 'À 20 h',
    authorName: 'Ada Vasseur',
  })
  await app().worker.runOnce()
})

it('moderators are written to with the address of the event at the desk', async () => {
  const email = 'relit@mormal.example'
  const { createStaff } = await import('../../../api/accounts/accounts-members.usecases.ts')
  await createStaff({
    ...app().deps,
    staff: {
      email,
      name: 'Relit',
      memberships: [{ siren: demoSiren, role: 'moderator', scope: { kind: 'territory', id: demoSiren } }],
    },
  })
  const { id } = await propose(app(), { title: 'À ouvrir d’un mail' })
  await app().worker.runOnce()
  const mail = await waitForMail(app(), email, 'À ouvrir d’un mail')
  expect(mail.text).toContain(`/agents/agenda/evenements/${id}`)
})

it('where communes moderate, those of the commune’s body are written to, once each', async () => {
  await decideOfAgenda(app(), { moderation: 'commune' })
  const desk = await aModeratorAt(app(), { scope: { kind: 'body', id: bavay.bodyId } })
  const email = `${desk.agent.userId}@mairie.example`
  const { id } = await propose(app(), { title: 'Pour la mairie de Bavay' })
  await app().worker.runOnce()
  expect((await waitForMail(app(), email, 'Pour la mairie de Bavay')).text).toContain(id)
  const other = await propose(app(), { title: 'Pour Maroilles', commune: 'Maroilles' })
  await app().worker.runOnce()
  await expect(waitForMail(app(), email, 'Pour Maroilles')).rejects.toThrow('no mail')
  expect((await desk.see(other.id)).status).toBe(404)
  await decideOfAgenda(app(), { moderation: 'territory' })
})
