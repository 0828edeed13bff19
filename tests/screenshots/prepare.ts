import { uuidv7 } from 'uuidv7'
import type { DeskSetup } from '../../api/incidents/desk.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { aReport, demoTerritoryAt } from '../support/fixtures.ts'
import type { TestServer } from '../support/server.ts'
import { askOf, followTwice, inDays, secretMailedTo, signedIn, type Addresses } from './ask.ts'
import { rides } from './prepare-rides.ts'

// What the demo lacks for the screens that a message leads to, and for those of somebody who shares rides.

async function reports(server: TestServer): Promise<Addresses> {
  const ask = askOf(server)
  const territory = await demoTerritoryAt(server.url)
  const sent = await ask(
    '/api/incidents',
    aReport(territory, { contact: { email: 'lea@habitants.example' } }),
  )
  await secretMailedTo(server, 'lea@habitants.example', '/suivi')
  const { items } = (await ask(`/api/incidents?territory=${demoSiren}&limit=2`)) as {
    items: { id: string }[]
  }
  const [other] = items.filter(({ id }) => id !== sent['id'])
  // Handed on to a body outside Bocage, which answers by the link of its mail.
  const desk = await signedIn(server, 'accueil@mormal.example')
  const { territories } = (await desk('/api/desk/setup')) as Pick<DeskSetup, 'territories'>
  const bodies = territories[0]?.bodies ?? []
  await desk(
    `/api/desk/incidents/${sent['id']}/moves`,
    { id: uuidv7(), to: 'forwarded', bodyId: bodies.find(({ name }) => name === 'Département du Nord')?.id },
    { 'If-Match': '"1"' },
  )
  await secretMailedTo(server, 'routes@departement.example', '/reponse')
  const secret = await followTwice(server, {
    follow: (email) => ask(`/api/incidents/${other?.id}/followers`, { id: uuidv7(), email }),
    confirm: '/api/followers/confirm',
    path: '/abonnement/confirmer',
  })
  return [['/abonnement/arreter', `/abonnement/arreter#${secret}`]]
}

async function events(server: TestServer): Promise<Addresses> {
  const ask = askOf(server)
  const { communes } = await demoTerritoryAt(server.url)
  const commune = communes.find(({ name }) => name === 'Bavay')
  const propose = (title: string, email: string) =>
    ask('/api/events', {
      id: uuidv7(),
      territory: demoSiren,
      content: {
        title,
        description: 'Au programme : jeux, buvette et musique.',
        schedule: { allDay: false, spans: [{ start: `${inDays(15)}T14:00`, end: `${inDays(15)}T18:00` }] },
        place: {
          id: uuidv7(),
          name: 'Salle des fêtes',
          communeCode: commune?.code,
          position: { lat: commune?.lat, lon: commune?.lon },
        },
      },
      organizerName: 'Comité des fêtes de Bavay',
      contact: { name: 'Ada Vasseur', email, phone: '03 27 00 00 00' },
    })
  await propose('Fête du pommier', 'avant@auteurs.example')
  await secretMailedTo(server, 'avant@auteurs.example', '/agenda/confirmer')
  const proposed = await propose('Kermesse de l’école', 'auteur@auteurs.example')
  const secret = await secretMailedTo(server, 'auteur@auteurs.example', '/agenda/confirmer')
  await ask('/api/events/confirm', {}, { 'Bocage-Secret': secret })
  const { items } = (await ask(`/api/events?territory=${demoSiren}&limit=1`)) as {
    items: { eventId: string }[]
  }
  const followed = await followTwice(server, {
    follow: (email) => ask(`/api/events/${items[0]?.eventId}/followers`, { id: uuidv7(), email }),
    confirm: '/api/event-followers/confirm',
    path: '/abonnement/confirmer?agenda',
  })
  return [
    ['/agenda/ma-proposition', `/agenda/ma-proposition#${proposed['secret']}`],
    ['/agenda/ma-proposition/modifier', `/agenda/ma-proposition/modifier#${proposed['secret']}`],
    ['/agenda/ne-plus-suivre', `/agenda/ne-plus-suivre#${followed}`],
  ]
}

async function alerts(server: TestServer): Promise<void> {
  const ask = askOf(server)
  const { communes } = await demoTerritoryAt(server.url)
  const commune = communes.find(({ name }) => name === 'Bavay')?.code
  const follows = { territory: demoSiren, commune, locale: 'fr' }
  await followTwice(server, {
    follow: (email) => ask('/api/alert-followers', { ...follows, kinds: ['danger', 'roads'], email }),
    confirm: '/api/alert-followers/confirm',
    path: '/alertes/confirmer',
  })
  const staff = await signedIn(server, 'administration@mormal.example')
  await staff('/api/desk/alerts', {
    id: uuidv7(),
    territory: demoSiren,
    kind: 'roads',
    title: 'Route barrée à Bavay',
    words: 'La rue de la Gare est fermée jusqu’à demain soir. Passez par la rue du Parc.',
    street: 'rue de la Gare',
    whole: false,
    communes: [commune],
    area: null,
    startsAt: Date.now(),
    endsAt: Date.now() + 86_400_000,
    publishAt: null,
    translations: {},
    image: null,
    document: null,
    send: true,
  })
  await secretMailedTo(server, 'suit@lecteurs.example', '/alertes/mes-choix')
  await ask('/api/wishes/digest-by-mail', {
    ...follows,
    weekday: 2,
    hour: 18,
    email: 'suit@lecteurs.example',
  })
}

/**
 * Does what people do before such a screen is theirs: a report with an address, a proposed event, follows, rides offered,
 * booked and shared by `traveller`. Answers the addresses that no message holds.
 */
export async function prepare(server: TestServer, { traveller }: { traveller: string }): Promise<Addresses> {
  await alerts(server)
  const admin = await signedIn(server, 'administration@mormal.example')
  const operator = uuidv7()
  await admin(`/api/territories/${demoSiren}/operators`, {
    id: operator,
    domain: 'roulons.example',
    name: 'Roulons',
    opens: ['search', 'book'],
  })
  return [
    ['/administration/operateurs/:id', `/administration/operateurs/${operator}`],
    ...(await reports(server)),
    ...(await events(server)),
    ...(await rides(server, traveller)),
  ]
}
