import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { decline } from '../../../api/agenda/moderation.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event } from '../../../db/schema/index.ts'
import { actOn, agendaDeps, propose } from '../../support/agenda.ts'
import { anAgent, useDesk } from '../../support/desk.ts'
import { aCalendar, useFeeds } from '../../support/feeds.ts'
import { anOrganizerImporter } from '../../support/imports.ts'
import { communeOf } from '../../support/incidents.ts'
import { decideOfAgenda } from '../../support/moderation.ts'
import { anOrganizer } from '../../support/organizers.ts'

// Feeds and files are the way in that publishes without a person: whoever widens what one may do publishes everywhere.

const house = useDesk()
const feeds = useFeeds()
const app = () => house.current
const read = () => app().database.read

let told = 0
const aTitle = () => `Attaque ${++told}`
const slugIn = async (answer: Response) => {
  const { type = '' } = (await answer.json()) as { type?: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}
const eventsCalled = (title: string) => read().select().from(event).where(eq(event.title, title))
const statusesOf = async (title: string) => (await eventsCalled(title)).map(({ status }) => status)
const clerkOf = async (commune: string) => {
  const { code } = await communeOf(app(), commune)
  return { code, agent: await anAgent(app(), { role: 'clerk', scope: { kind: 'commune', id: code } }) }
}
const aSource = (url: string, more: object = {}) => ({
  id: systemIds.next(),
  territory: demoSiren,
  kind: 'ical',
  name: 'Agenda de Bavay',
  url,
  ...more,
})
/** A feed that tells of something in another commune than the clerk's. */
function elsewhere(title: string): string {
  const path = `/${systemIds.next()}.ics`
  feeds.current.serve(path, { body: aCalendar([{ uid: '1', title, where: 'Halle\\, Maroilles' }]) })
  return feeds.current.url(path)
}
const send = (
  agent: Awaited<ReturnType<typeof anAgent>>,
  { file, commune, organizer }: { file: string; commune: string; organizer?: string },
) => {
  const query = new URLSearchParams({ territory: demoSiren, commune, ...(organizer ? { organizer } : {}) })
  return agent.send(`/api/imports?${query}`, file)
}

describe('A clerk of one commune, where communes moderate', () => {
  it('makes no feed of theirs the whole territory’s by leaving its commune out', async () => {
    await decideOfAgenda(app(), { moderation: 'commune' })
    const { code, agent } = await clerkOf('Bavay')
    const title = aTitle()
    const made = await agent.post(
      '/api/event-sources',
      aSource(elsewhere(title), { defaults: { communeCode: code } }),
    )
    const { id, version } = (await made.json()) as { id: string; version: number }
    const widened = await agent.patch(`/api/event-sources/${id}`, { defaults: {} }, { version })
    expect(await slugIn(widened)).toBe('403 forbidden')
    await agent.post(`/api/event-sources/${id}/refresh`)
    expect(await statusesOf(title)).toEqual(['submitted'])
  })

  it('nor by calling it another territory’s', async () => {
    const { code, agent } = await clerkOf('Bavay')
    const refused = await agent.post(
      '/api/event-sources',
      aSource(elsewhere(aTitle()), { kind: 'territory', defaults: { communeCode: code } }),
    )
    expect(await slugIn(refused)).toBe('403 forbidden')
  })

  it('brings nothing in for an organizer of elsewhere, trusted or not', async () => {
    const { code, agent } = await clerkOf('Bavay')
    const organizer = await anOrganizer(app(), { trusted: true })
    const title = aTitle()
    const file = `Titre;Date;Heure;Lieu;Commune\n${title};12/12/2026;19h30;Halle;Maroilles`
    expect(await slugIn(await send(agent, { file, commune: code, organizer: organizer.id }))).toBe(
      '403 forbidden',
    )
    const source = aSource(elsewhere(title), { organizerId: organizer.id, defaults: { communeCode: code } })
    expect(await slugIn(await agent.post('/api/event-sources', source))).toBe('403 forbidden')
    expect(await statusesOf(title)).toEqual([])
  })

  it('neither cancels nor moves by a file what another commune’s file brought', async () => {
    const [here, there] = [await clerkOf('Bavay'), await clerkOf('Maroilles')]
    const title = aTitle()
    const fileOf = (commune: string, ...lines: string[]) =>
      aCalendar([{ uid: 'foire-1', title, where: `Halle\\, ${commune}`, lines }])
    const cancelled = fileOf('Maroilles', 'STATUS:CANCELLED')
    expect((await send(there.agent, { file: fileOf('Maroilles'), commune: there.code })).status).toBe(201)
    expect(await statusesOf(title)).toEqual(['published'])
    for (const file of [cancelled, fileOf('Bavay')]) {
      const answer = await send(here.agent, { file, commune: here.code })
      expect(await answer.json()).toMatchObject({ counts: { held: 1 } })
    }
    expect(await eventsCalled(title)).toMatchObject([{ status: 'published', communeCode: there.code }])
    // Their own people still do.
    await send(there.agent, { file: cancelled, commune: there.code })
    expect(await statusesOf(title)).toEqual(['cancelled'])
  })
})

describe('What anybody sends beforehand, like something of a trusted feed,', () => {
  const ofTheFeed = async (title: string) => {
    const me = await anOrganizerImporter(app(), { trusted: true })
    const path = `/${systemIds.next()}.ics`
    feeds.current.serve(path, {
      body: aCalendar([{ uid: '1', title, where: 'Salle des fêtes\\, Bavay', start: '20261205T190000' }]),
    })
    const { id } = await me.follow(feeds.current.url(path))
    await me.refresh(id)
  }

  it('keeps it out of sight neither while it waits nor once it is declined', async () => {
    const [waits, declined] = [aTitle(), aTitle()]
    await propose(app(), { title: waits })
    const sent = await propose(app(), { title: declined })
    await decline(agendaDeps(app()), {
      ...(await actOn(app(), sent.id)),
      reason: 'not-an-event',
      words: 'Indésirable',
    })
    await ofTheFeed(waits)
    await ofTheFeed(declined)
    expect((await statusesOf(waits)).toSorted()).toEqual(['published', 'submitted'])
    expect((await statusesOf(declined)).toSorted()).toEqual(['declined', 'published'])
  })
})

describe('A feed', () => {
  it('whose organizers have a forbidden name waits for a person, as their words do', async () => {
    await decideOfAgenda(app(), { forbiddenWords: ['casino en ligne'] })
    const moderator = await anAgent(app(), {
      role: 'moderator',
      scope: { kind: 'territory', id: demoSiren },
    })
    const [named, plain] = [aTitle(), aTitle()]
    const path = `/${systemIds.next()}.ics`
    feeds.current.serve(path, {
      body: aCalendar([
        { uid: '1', title: named, lines: ['ORGANIZER;CN=Casino en ligne:mailto:a@exemple.fr'] },
        { uid: '2', title: plain },
      ]),
    })
    const made = await moderator.post('/api/event-sources', aSource(feeds.current.url(path)))
    const { id } = (await made.json()) as { id: string }
    await moderator.post(`/api/event-sources/${id}/refresh`)
    expect(await statusesOf(named)).toEqual(['submitted'])
    expect(await statusesOf(plain)).toEqual(['published'])
  })

  it('that cancels with a refused word cancels, and its reason is not told', async () => {
    const me = await anOrganizerImporter(app(), { trusted: true })
    const [title, path] = [aTitle(), `/${systemIds.next()}.ics`]
    const serve = (...lines: string[]) =>
      feeds.current.serve(path, { body: aCalendar([{ uid: '1', title, lines }]) })
    serve()
    const { id } = await me.follow(feeds.current.url(path))
    await me.refresh(id)
    serve('STATUS:CANCELLED', 'COMMENT:Jouez au casino en ligne')
    await me.refresh(id)
    expect(await eventsCalled(title)).toMatchObject([
      { status: 'cancelled', statusWords: 'Annulé par Agenda du Comité.' },
    ])
  })

  it('of an address that we do not go to is refused in whole sentences', async () => {
    const me = await anOrganizerImporter(app())
    for (const url of ['https://[::ffff:10.0.0.1]/a.ics', 'https://167772161/a.ics', 'https://0x0a000001/']) {
      const answer = await me.call('POST', '/api/event-sources', {
        ...aSource(url),
        organizerId: me.organizer.id,
      })
      expect(answer.status, url).toBe(422)
      const { detail } = (await answer.json()) as { detail: string }
      expect(detail, url).not.toContain('{')
    }
  })
})
