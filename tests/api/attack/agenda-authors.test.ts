import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PublicEvent } from '../../../api/agenda/agenda.schemas.ts'
import { acceptRevision, approve, cancel, decline } from '../../../api/agenda/moderation.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event, organizer } from '../../../db/schema/index.ts'
import {
  actOn,
  anEvent,
  agendaDeps,
  approveEvent,
  asAuthor,
  propose,
  publish,
  type EventDraft,
} from '../../support/agenda.ts'
import { communeOf } from '../../support/incidents.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { decideOfAgenda } from '../../support/moderation.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'

// Whoever holds a private link, or is of an organizer, wants to be read without a moderator having looked.

const house = useDemoApp()
const app = () => house.current
const deps = () => agendaDeps(app())

const slugIn = async (answer: Response) => {
  const { type = '' } = (await answer.json()) as { type?: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}
const seenByAll = async (id: string) => {
  const answer = await app().call(`/api/events/${id}`)
  return answer.status === 200 ? ((await answer.json()) as PublicEvent) : null
}
const refuse = { reason: 'other', words: 'Retiré' } as const
let told = 0
const aTitle = () => `Chorale ${++told}`

async function published(draft: EventDraft = {}) {
  const sent = await propose(app(), { title: aTitle(), ...draft })
  await approveEvent(app(), sent.id)
  return { id: sent.id, own: asAuthor(app(), sent.id, sent) }
}
async function trusted(draft: EventDraft = {}) {
  const club = await anOrganizer(app(), { trusted: true })
  const row = await publish(
    app(),
    { title: aTitle(), ...draft },
    { organizerId: club.id, organizerName: null },
  )
  const cookie = await signInAs(app(), club.email)
  return { id: row.id, club, cookie, own: asAuthor(app(), row.id, { cookie }) }
}

describe('What a moderator took out of the agenda', () => {
  it('is not put back, rewritten, by being sent again and withdrawn', async () => {
    const { id, own } = await published()
    await decline(deps(), { ...(await actOn(app(), id)), ...refuse })
    await own.edit({
      content: await own.rewritten({ title: 'Crédit facile', description: 'https://pub.example' }),
    })
    expect((await own.withdraw()).status).toBe(200)
    expect(await seenByAll(id)).toBeNull()
    for (const path of ['/api/events', '/api/events.ics', '/api/events.json', '/api/events.atom', '/agenda'])
      expect(await (await app().call(path)).text(), path).not.toContain('Crédit facile')
  })

  it('is not put back by an organizer that is trusted either, whatever road it takes', async () => {
    const { id, own } = await trusted()
    await decline(deps(), { ...(await actOn(app(), id)), ...refuse })
    await own.edit({ content: await own.rewritten({ description: 'De nouveau' }) })
    expect((await own.read()).may.publish).toBe(false)
    expect(await slugIn(await own.publish())).toBe('409 illegal-event-move')
    expect(await seenByAll(id)).toBeNull()

    await approve(deps(), await actOn(app(), id))
    await cancel(deps(), { ...(await actOn(app(), id)), words: 'La salle est fermée' })
    expect(await slugIn(await own.publish())).toBe('409 illegal-event-move')

    // Given back, it is theirs again.
    await approve(deps(), await actOn(app(), id))
    await own.cancel({ words: 'Pluie' })
    expect((await own.publish()).status).toBe(200)
    expect(await seenByAll(id)).toMatchObject({ status: 'published' })
  })

  it('and an organizer that was put away publishes nothing at once', async () => {
    const { id, club, own } = await trusted()
    await app().database.write((tx) =>
      tx.update(organizer).set({ active: false }).where(eq(organizer.id, club.id)),
    )
    const title = aTitle()
    await own.edit({ content: await own.rewritten({ title }) })
    expect((await seenByAll(id))?.title).not.toBe(title)
  })
})

describe('Under whose name a published event is announced', () => {
  it('waits for a moderator like its words, who sees the change, and other edits keep it waiting', async () => {
    const { id, own } = await published()
    expect((await own.edit({ organizerName: 'Mairie de Bavay' })).status).toBe(200)
    expect((await seenByAll(id))?.organizer?.name).toBe('Comité des fêtes')
    expect((await own.read()).revision?.content.organizerName).toBe('Mairie de Bavay')
    await own.edit({ content: await own.rewritten({ description: 'Vin chaud' }) })
    expect(await seenByAll(id)).toMatchObject({ organizer: { name: 'Comité des fêtes' } })

    await acceptRevision(deps(), await actOn(app(), id))
    expect(await seenByAll(id)).toMatchObject({
      organizer: { name: 'Mairie de Bavay' },
      description: 'Vin chaud',
    })
    // As the form sends it, unchanged: nothing waits for a name.
    await own.edit({
      content: await own.rewritten({ description: 'Soupe' }),
      organizerName: 'Mairie de Bavay',
    })
    expect((await own.read()).revision?.content.organizerName).toBeUndefined()
  })

  it('is not that of another account, given to one’s own once it is in sight', async () => {
    const hall = await anOrganizer(app(), { name: 'Mairie de Maroilles' })
    const { club, cookie } = await trusted()
    const path = `/api/organizers/${club.id}`
    const version = async () => {
      const answer = await app().call(`${path}/account`, { headers: { cookie } })
      return ((await answer.json()) as { version: number }).version
    }
    const rename = async (name: string) =>
      app().call(path, {
        method: 'PATCH',
        body: { name },
        headers: { cookie, 'If-Match': `"${await version()}"` },
      })
    for (const name of [hall.name, 'MAIRIE DE MAROILLES', 'Mairie de  Maroilles.'])
      expect(await slugIn(await rename(name)), name).toBe('409 organizer-name-taken')
    // Nor the name that another came to bear, under the address of its first.
    expect((await rename('Amis du beffroi')).status).toBe(200)
    const second = await anOrganizer(app())
    const other = await signInAs(app(), second.email)
    const taken = await app().call(`/api/organizers/${second.id}`, {
      method: 'PATCH',
      body: { name: 'Amis du Beffroi' },
      headers: { cookie: other, 'If-Match': '"1"' },
    })
    expect(await slugIn(taken)).toBe('409 organizer-name-taken')
  })
})

describe('A word that the territory refuses', () => {
  beforeAll(() => decideOfAgenda(app(), { forbiddenWords: ['gros mot'] }))
  const word = 'Un gros-mot !'

  it('is read by nobody as the reason of a cancellation, of a date’s, nor as the name of a contact', async () => {
    const { id, own } = await published({ rule: 'FREQ=WEEKLY;COUNT=4' })
    const refusals = [
      await own.cancel({ words: word }),
      await own.date({ act: 'cancel', recurrence: '2026-12-12T19:00', reason: word }),
      await own.edit({ contact: { name: word, shown: true } }),
    ]
    for (const answer of refusals) expect(await slugIn(answer)).toBe('422 words-not-allowed')
    expect(JSON.stringify(await seenByAll(id))).not.toContain('gros')
    // Said to moderators alone, it is theirs to judge.
    expect((await own.edit({ contact: { name: word, shown: false } })).status).toBe(200)
  })

  it('makes wait what a trusted organizer writes of a date it moves, or as the credit of an image', async () => {
    const { id, own } = await trusted({ rule: 'FREQ=WEEKLY;COUNT=4' })
    const span = { start: '2026-12-12T20:00', end: '2026-12-12T22:00' }
    await own.date({ act: 'move', recurrence: '2026-12-12T19:00', span, reason: word })
    expect((await own.read()).revision).not.toBeNull()
    expect(JSON.stringify(await seenByAll(id))).not.toContain('gros')
  })

  it('names no organizer, and is on the page of none', async () => {
    const { club, cookie } = await trusted()
    for (const body of [{ name: word }, { description: word }]) {
      const answer = await app().call(`/api/organizers/${club.id}`, {
        method: 'PATCH',
        body,
        headers: { cookie, 'If-Match': '"1"' },
      })
      expect(await slugIn(answer)).toBe('422 words-not-allowed')
    }
    const created = await app().call('/api/organizers', {
      body: {
        id: systemIds.next(),
        territory: demoSiren,
        kind: 'association',
        name: word,
        member: { name: 'X', email: `${systemIds.next()}@exemple.fr` },
      },
    })
    expect(await slugIn(created)).toBe('422 words-not-allowed')
  })
})

describe('The private link of an event', () => {
  it('opens no other event, nor the same one for another purpose', async () => {
    const [one, other] = [
      await propose(app(), { title: aTitle() }),
      await propose(app(), { title: aTitle() }),
    ]
    const tries = [other.secret, one.secret.replace(one.id, other.id), one.id, `${one.id}.${'A'.repeat(32)}`]
    for (const secret of tries) {
      const answer = await asAuthor(app(), one.id, { secret: secret.padEnd(16, 'x') }).see()
      expect(answer.status, secret).toBe(404)
    }
    const confirm = await app().call('/api/events/confirm', {
      method: 'POST',
      headers: { 'Bocage-Secret': one.secret },
    })
    expect(confirm.status).toBe(404)
  })

  it('is in nothing that others read: lists, feeds, page, organizer, map, sitemap', async () => {
    const { id } = await published({ title: 'Sans secret' })
    const rows = await app().database.read.select().from(event).where(eq(event.id, id))
    const path = `/agenda/2026-12-05-${rows[0]?.slug}`
    const paths = [
      '',
      '.ics',
      '.json',
      '.csv',
      '.atom',
      '.rss',
      '.openagenda.json',
      `/map?territory=${demoSiren}`,
      '/month?month=2026-12',
    ]
    const all = [
      ...paths.map((end) => `/api/events${end}`),
      `/api/events/${id}`,
      path,
      '/agenda',
      '/sitemap/agenda-1.xml',
    ]
    for (const one of all) {
      const answer = await app().call(one)
      expect(answer.status, one).toBe(200)
      const text = await answer.text()
      for (const hidden of [rows[0]?.secretHash ?? '', '@exemple.fr', '03 27 00 00 00', 'Ada Vasseur'])
        expect(text, `${one}: ${hidden}`).not.toContain(hidden)
    }
  })

  it('and nothing of its own is sent to a site it links to, nor to a page that opens it', async () => {
    for (const path of ['/agenda/ma-proposition', '/agenda', '/api/events'])
      expect((await app().call(path)).headers.get('referrer-policy'), path).toMatch(
        /no-referrer|same-origin|strict-origin/,
      )
  })
})

describe('Trust that the moderators of one commune gave, where communes moderate,', () => {
  beforeAll(() => decideOfAgenda(app(), { moderation: 'commune', forbiddenWords: [] }))

  it('publishes nothing at once in another commune: neither what is new, nor what is moved there', async () => {
    const { code } = await communeOf(app(), 'Bavay')
    const { id, club, cookie, own } = await trusted()
    await app().database.write((tx) =>
      tx.update(organizer).set({ communeCode: code }).where(eq(organizer.id, club.id)),
    )
    const enter = async (draft: EventDraft) => {
      const body = {
        id: systemIds.next(),
        territory: demoSiren,
        organizerId: club.id,
        content: await anEvent(app(), { title: aTitle(), ...draft }),
      }
      const answer = await app().call('/api/events', { body, headers: { cookie } })
      return ((await answer.json()) as { status: string }).status
    }
    expect(await enter({})).toBe('published')
    expect(await enter({ commune: 'Maroilles' })).toBe('submitted')

    const { place } = await anEvent(app(), { commune: 'Maroilles', placeName: 'Halle' })
    const moved = await own.rewritten({ placeId: null, communeCode: null })
    expect((await own.edit({ content: { ...moved, place } })).status).toBe(200)
    expect((await seenByAll(id))?.commune?.name).toBe('Bavay')

    // Nor by saying that it is of there, or of nowhere.
    const account = async () =>
      (await (await app().call(`/api/organizers/${club.id}/account`, { headers: { cookie } })).json()) as {
        version: number
        trusted: boolean
      }
    const said = await app().call(`/api/organizers/${club.id}`, {
      method: 'PATCH',
      body: { communeCode: null },
      headers: { cookie, 'If-Match': `"${(await account()).version}"` },
    })
    expect(said.status).toBe(200)
    expect((await account()).trusted).toBe(false)
    expect(await enter({ commune: 'Maroilles' })).toBe('submitted')
  })
})
