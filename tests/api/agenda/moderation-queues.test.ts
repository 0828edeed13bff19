import { beforeAll, describe, expect, it } from 'vitest'
import { agendaSettings, eventFlag } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { asAuthor, propose, publish } from '../../support/agenda.ts'
import { openDemoApp, useDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { aModeratorAt, decideOfAgenda, eventIn, type Desk } from '../../support/moderation.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPhoto } from '../media/uploads.ts'

const house = useDemoApp()
const app = () => house.current
let desk: Desk
beforeAll(async () => {
  desk = await aModeratorAt(app())
})

const titles = async (query: string, by: Desk = desk) =>
  (await by.queue(query)).items.map(({ title }) => title)

async function flag(to: DemoApp, eventId: string, at: number) {
  await to.database.write((tx) =>
    tx.insert(eventFlag).values({
      id: to.deps.ids.next(),
      eventId,
      territorySiren: demoSiren,
      reason: 'wrong',
      createdAt: at,
    }),
  )
}

describe('The queues of the agenda', () => {
  it('hold what waits, the oldest first, page after page without repeating or missing one', async () => {
    const sent: string[] = []
    for (let n = 0; n < 5; n++) {
      await propose(app(), { title: `En attente ${n}` })
      sent.push(`En attente ${n}`)
      if (n % 2 === 0) app().clock.advance({ minutes: 1 })
    }
    await propose(app(), { title: 'Pas confirmé' }, { confirmed: false })
    const seen: string[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null && page < 9; page++) {
      const read: Awaited<ReturnType<Desk['queue']>> = await desk.queue(
        `queue=waiting&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...read.items.map(({ title }) => title))
      cursor = read.nextCursor
    }
    expect(seen).toEqual(sent)
    expect(await desk.counts()).toMatchObject({ counts: { waiting: 5, late: 0 } })
  })

  it('surface what waits for more than two open days, and count it', async () => {
    app().clock.advance({ days: 8 })
    await propose(app(), { title: 'Tout frais' })
    const { items } = await desk.queue('queue=waiting')
    expect(items.map(({ late }) => late)).toEqual([true, true, true, true, true, false])
    expect(await titles('queue=late')).toEqual(items.slice(0, 5).map(({ title }) => title))
    expect(await desk.counts()).toMatchObject({ counts: { waiting: 6, late: 5 } })
  })

  it('narrow by commune and by words, accents aside', async () => {
    const { code } = await communeOf(app(), 'Maroilles')
    await propose(app(), { title: 'Fête de l’été', commune: 'Maroilles' })
    expect(await titles(`queue=waiting&commune=${code}`)).toEqual(['Fête de l’été'])
    expect(await titles('queue=waiting&q=ete')).toEqual(['Fête de l’été'])
    expect(await titles('queue=waiting&q=frai')).toEqual(['Tout frais'])
    expect(await titles('queue=waiting&q=introuvable')).toEqual([])
    expect(await titles('queue=declined&q=ete')).toEqual([])
  })

  it('hold edits that wait, words of readers, images that nobody looked at', async () => {
    const at = app().clock.now()
    const own = await propose(app(), { title: 'À relire' })
    await eventIn(await desk.act(own.id, 'approve'))
    const author = asAuthor(app(), own.id, own)
    await author.edit({ content: await author.rewritten({ title: 'Relu' }) })
    expect(await titles('queue=revisions')).toEqual(['À relire'])

    const [first, second] = [
      await publish(app(), { title: 'Premier' }),
      await publish(app(), { title: 'Second' }),
    ]
    await flag(app(), second.id, at - 2)
    await flag(app(), first.id, at - 1)
    await flag(app(), second.id, at)
    expect(await titles('queue=flagged')).toEqual(['Second', 'Premier'])

    const { id, uploadToken } = await sendPhoto(app(), await aPhoto())
    const image = { mediaId: id, uploadToken, description: 'Affiche', credit: '' }
    const pictured = await publish(app(), { title: 'Avec image', image })
    const { items } = await desk.queue('queue=images')
    expect(items.map(({ title }) => title)).toEqual(['Avec image'])
    const [thumb] = items.map(({ thumbUrl }) => thumbUrl)
    expect((await app().request(thumb ?? '')).status).toBe(200)
    expect(await desk.counts()).toMatchObject({ counts: { revisions: 1, flagged: 2, images: 1 } })

    await desk.act(own.id, 'revision', { accepted: true })
    await desk.act(pictured.id, 'image', { allowed: true })
    const [word] = (await desk.read(first.id)).flags
    await desk.settle(first.id, word?.id ?? '')
    expect(await desk.counts()).toMatchObject({ counts: { revisions: 0, flagged: 1, images: 0 } })
  })

  it('hold what was decided, the newest first', async () => {
    const [one, two] = [await propose(app(), { title: 'Non 1' }), await propose(app(), { title: 'Non 2' })]
    for (const { id } of [one, two]) await desk.act(id, 'decline', { reason: 'other', words: 'Non' })
    expect(await titles('queue=declined')).toEqual(['Non 2', 'Non 1'])
    const { items, nextCursor } = await desk.queue('queue=declined&limit=1')
    expect(items).toHaveLength(1)
    expect(await titles(`queue=declined&limit=1&cursor=${nextCursor}`)).toEqual(['Non 1'])
    await desk.act(one.id, 'approve')
    expect(await titles('queue=declined')).toEqual(['Non 2'])
    expect((await titles('queue=published'))[0]).toBe('Non 1')
    await desk.act(one.id, 'cancel', { words: 'Vent' })
    expect(await titles('queue=cancelled')).toEqual(['Non 1'])
  })

  it('say whose answer is awaited, and which forbidden words are read', async () => {
    await decideOfAgenda(app(), { forbiddenWords: ['credit facile'] })
    const sent = await propose(app(), { title: 'Réunion', description: 'Crédit facile pour tous' })
    const line = async () => (await desk.queue('queue=waiting&q=reunion')).items[0]
    expect(await line()).toMatchObject({ question: null, forbiddenWords: ['credit facile'] })
    await desk.act(sent.id, 'questions', { words: 'Pour qui ?' })
    expect(await line()).toMatchObject({ question: 'asked' })
    await asAuthor(app(), sent.id, sent).answer('Pour tous')
    expect(await line()).toMatchObject({ question: 'answered' })
    expect(await desk.read(sent.id)).toMatchObject({ forbiddenWords: ['credit facile'] })
  })

  it('refuse in words a place in the list that is none, a queue that is none, a search too long', async () => {
    for (const query of [
      'cursor=AAAA',
      'queue=toutes',
      `q=${'a'.repeat(101)}`,
      'limit=101',
      'commune=Bavay',
    ]) {
      const answer = await desk.agent.get(`/api/desk/events?${query}`)
      expect([400, 422], query).toContain(answer.status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    expect(await titles('q=%22%29%20OR%20*')).toEqual([])
  })

  it('cost little to watch: nothing is sent again while nothing changed', async () => {
    const first = await desk.agent.get('/api/desk/events?queue=waiting')
    const tag = first.headers.get('etag') ?? ''
    const watch = async () =>
      (await desk.agent.get('/api/desk/events?queue=waiting', { 'If-None-Match': tag })).status
    expect(await watch()).toBe(304)
    await propose(app(), { title: 'Arrivé entre-temps' })
    expect(await watch()).toBe(200)
  })
})

describe('The page of an event at the desk', () => {
  it('shows an edit field by field, both pages, and what waits beside it', async () => {
    await publish(app(), { title: 'Concert au kiosque', on: '2026-12-19' })
    const sent = await propose(app(), { title: 'Concert au kiosque', on: '2026-12-19' })
    const similar = await desk.read(sent.id)
    expect(similar.similar).toMatchObject([{ title: 'Concert au kiosque', status: 'published' }])
    expect(similar.contact).toMatchObject({ email: sent.email, confirmed: true, shown: false })
    expect(similar.page.contact).toBeNull()
    await desk.act(sent.id, 'approve')
    const own = asAuthor(app(), sent.id, sent)
    const { schedule } = (await own.read()).content
    await own.edit({
      content: await own.rewritten({
        title: 'Concert du soir au kiosque',
        schedule: { ...schedule, spans: [{ start: '2026-12-20T15:00', end: '2026-12-20T17:00' }] },
        free: true,
      }),
    })
    const { page, revision } = await desk.read(sent.id)
    expect(revision?.differences).toEqual([
      {
        field: 'title',
        parts: [
          { kind: 'same', text: 'Concert ' },
          { kind: 'added', text: 'du soir ' },
          { kind: 'same', text: 'au kiosque' },
        ],
      },
      { field: 'schedule', parts: null },
      { field: 'price', parts: null },
    ])
    expect(page).toMatchObject({ title: 'Concert au kiosque', dates: [{ start: '2026-12-19T19:00' }] })
    expect(revision?.page).toMatchObject({
      title: 'Concert du soir au kiosque',
      free: true,
      dates: [{ start: '2026-12-20T15:00' }],
      place: { name: 'Salle des fêtes' },
    })
  })

  it('is made safe: a script in a description is text', async () => {
    const { id } = await propose(app(), { title: 'Piège', description: '<script>alert(1)</script> **gras**' })
    const { page } = await desk.read(id)
    expect(page.descriptionHtml).not.toContain('<script')
    expect(page.descriptionHtml).toContain('<strong>gras</strong>')
  })
})

it('response times are told by month, in counts only', async () => {
  const fresh = await openDemoApp()
  try {
    const samira = await aModeratorAt(fresh)
    const send = async () => propose(fresh, { title: 'Compté' })
    const quick = await send()
    fresh.clock.advance({ hours: 2 })
    await samira.act(quick.id, 'approve')
    // A second thought is not another decision.
    await samira.act(quick.id, 'decline', { reason: 'other', words: 'Non' })
    await samira.act(quick.id, 'approve')
    const own = asAuthor(fresh, quick.id, quick)
    await own.edit({ content: await own.rewritten({ title: 'Recompté' }) })
    fresh.clock.advance({ hours: 4 })
    await samira.act(quick.id, 'revision', { accepted: true })
    const slow = await send()
    fresh.clock.advance({ days: 1 })
    await send()
    const answer = await samira.agent.get(`/api/desk/agenda/times?territory=${demoSiren}`)
    const times = (await answer.json()) as { months: { decided: number; medianHours: number }[] }
    expect(times).toMatchObject({
      months: [{ decided: 2, medianHours: 3, late: 0 }],
      waiting: { count: 2, late: 0 },
    })
    fresh.clock.advance({ days: 20 })
    await samira.act(slow.id, 'decline', { reason: 'other', words: 'Trop tard' })
    const later = await samira.agent.get('/api/desk/agenda/times')
    const { months, waiting } = (await later.json()) as {
      months: { late: number; decided: number }[]
      waiting: object
    }
    expect(months.reduce((sum, { late }) => sum + late, 0)).toBe(1)
    expect(months.reduce((sum, { decided }) => sum + decided, 0)).toBe(3)
    expect(waiting).toEqual({ count: 1, late: 1 })
    // Nothing that would say who decided, or of which event.
    for (const month of months)
      expect(Object.keys(month).sort()).toEqual(['decided', 'late', 'medianHours', 'month'])
  } finally {
    await fresh.close()
  }
})

it('the setup of the desk names the communes that one moderates, and no others', async () => {
  const { code } = await communeOf(app(), 'Bavay')
  const clerk = await aModeratorAt(app(), { role: 'clerk', scope: { kind: 'commune', id: code } })
  const setup = async (by: Desk) =>
    (await (await by.agent.get('/api/desk/agenda/setup')).json()) as {
      territories: { whole: boolean; maySet: boolean; communes: { name: string }[] }[]
    }
  expect((await setup(clerk)).territories).toEqual([])
  await app().database.write((tx) =>
    tx
      .insert(agendaSettings)
      .values({ territorySiren: demoSiren })
      .onConflictDoUpdate({ target: agendaSettings.territorySiren, set: { moderation: 'commune' } }),
  )
  expect((await setup(clerk)).territories).toMatchObject([
    { whole: false, maySet: false, communes: [{ name: 'Bavay' }] },
  ])
  const [all] = (await setup(desk)).territories
  expect(all).toMatchObject({ whole: true, maySet: false })
  expect(all?.communes.length).toBeGreaterThan(50)
})
