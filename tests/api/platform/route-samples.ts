import { type Made, type ScopeName, scopeNames } from '../../support/bavay.ts'
import { mormal } from '../../support/territories.ts'

/** Which scopes a route lets in, for a role that may act and data of Bavay, in charge of Bavay's own body. */
export const reaches = {
  place: ['own territory', 'own commune', 'own body'],
  /** Lists that open to anyone with the role and hold only what is theirs. */
  anywhere: scopeNames,
  territory: ['own territory', 'own commune', 'own body', 'other commune', 'other body'],
  /** What is decided for a commune, whichever its bodies. */
  commune: ['own territory', 'own commune'],
  whole: ['own territory'],
} as const satisfies Record<string, readonly ScopeName[]>

export type Sample = {
  reach?: keyof typeof reaches
  /** How it refuses who is elsewhere. */
  refusal?: number
  /** How it answers who may, when the made-up content is not the point. */
  outcome?: number
  query?: (made: Made) => string
  body?: (made: Made) => unknown
}

const members = '/api/territories/{siren}/members'
const territoryOnly: Sample = { reach: 'whole' }
const ofTerritory: Sample = { reach: 'territory' }
const anEvent = '/api/desk/events/{id}'
const words = 'Pour les personnes concernées.'
const act = (body: object = {}, rest: Sample = {}): Sample => ({
  ...rest,
  body: ({ id }) => ({ id: id(), ...body }),
})
/** Acts on an event that waits for Bavay's moderators. */
const moderation: Record<string, Sample> = {
  [`POST ${anEvent}/approve`]: act(),
  [`POST ${anEvent}/decline`]: act({ reason: 'other', words }),
  [`POST ${anEvent}/questions`]: act({ words }),
  [`POST ${anEvent}/image`]: act({ allowed: true }),
  // Nobody has seen it yet, and no edit of it waits.
  [`POST ${anEvent}/cancel`]: act({ words }, { outcome: 409 }),
  [`POST ${anEvent}/revision`]: act({ accepted: true }, { outcome: 409 }),
  [`POST ${anEvent}/flags/{flagId}/settle`]: { body: () => ({ words }) },
  [`PUT ${anEvent}/content`]: {
    body: ({ id, communeCode }) => ({
      id: id(),
      content: {
        title: 'Marché corrigé',
        schedule: { spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }] },
        place: { id: id(), name: 'Halle', communeCode },
      },
    }),
  },
}
/** A made-up file holds nothing, and no made-up source is anybody's. */
const ofCommune = ({ communeCode }: Made) => `?territory=${mormal.siren}&commune=${communeCode}`
const noSource: Sample = { outcome: 404 }
const importSamples: Record<string, Sample> = {
  'POST /api/imports': { reach: 'commune', outcome: 422, query: ofCommune },
  'POST /api/imports/preview': { reach: 'commune', outcome: 422, query: ofCommune },
  'POST /api/imports/address-preview': {
    reach: 'commune',
    outcome: 422,
    body: ({ communeCode }) => ({ territory: mormal.siren, commune: communeCode, url: 'https://10.0.0.1/' }),
  },
  'GET /api/event-sources': { reach: 'commune', query: ofCommune },
  'POST /api/event-sources': {
    reach: 'commune',
    outcome: 422,
    body: ({ id, communeCode }) => ({
      id: id(),
      territory: mormal.siren,
      kind: 'ical',
      name: 'Agenda',
      url: 'https://10.0.0.1/',
      defaults: { communeCode },
    }),
  },
  'GET /api/event-sources/{id}': noSource,
  'PATCH /api/event-sources/{id}': noSource,
  'DELETE /api/event-sources/{id}': noSource,
  'POST /api/event-sources/{id}/refresh': noSource,
  'POST /api/event-sources/{id}/resume': { outcome: 404, body: ({ id }) => ({ eventId: id() }) },
}
/** Every desk of a territory speaks for the people entered there. */
const ofDesk: Sample = { reach: 'territory' }
const rideSamples: Record<string, Sample> = {
  'GET /api/desk/ride-people': { ...ofDesk, query: () => `?territory=${mormal.siren}` },
  'POST /api/desk/ride-people': {
    ...ofDesk,
    body: ({ id }) => ({
      id: id(),
      territory: mormal.siren,
      firstName: 'Simone',
      lastName: id(),
      consent: true,
    }),
  },
  'GET /api/desk/ride-people/{id}': ofDesk,
  'PATCH /api/desk/ride-people/{id}': {
    ...ofDesk,
    body: ({ id }) => ({ firstName: 'Simone', lastName: id() }),
    // The walk outside the scope may have corrected them already.
    outcome: 412,
  },
  'DELETE /api/desk/ride-people/{id}': { ...ofDesk, outcome: 412 },
  'GET /api/desk/ride-people/{id}/bookings': ofDesk,
  // No made-up departure leaves, and no made-up aire is there.
  'POST /api/desk/ride-people/{id}/bookings': {
    ...ofDesk,
    outcome: 409,
    body: ({ id }) => ({
      seats: 1,
      legs: [{ id: id(), departureId: id(), pickUpId: id(), dropOffId: id() }],
    }),
  },
  // No made-up trip has days: tests/api/carpool/desk-requests.test.ts has real ones.
  'GET /api/desk/ride-people/{id}/trip-days': {
    ...ofDesk,
    outcome: 409,
    query: ({ id }) => `?trip=${id()}&pickUp=${id()}&dropOff=${id()}`,
  },
  'POST /api/desk/ride-people/{id}/booking-days': {
    ...ofDesk,
    outcome: 409,
    body: ({ id }) => ({
      id: id(),
      tripId: id(),
      pickUpId: id(),
      dropOffId: id(),
      days: [{ id: id(), day: '2026-11-25' }],
    }),
  },
  'GET /api/desk/ride-people/{id}/requests': ofDesk,
  'POST /api/desk/ride-people/{id}/requests': {
    ...ofDesk,
    outcome: 422,
    body: ({ id }) => ({
      id: id(),
      territory: mormal.siren,
      from: id(),
      to: id(),
      firstDay: '2026-11-25',
      time: '07:30',
    }),
  },
  'GET /api/desk/ride-request-calls': { ...ofDesk, query: () => `?territory=${mormal.siren}` },
  // Nothing was found for a made-up request: tests/api/carpool/desk-requests.test.ts has real ones.
  'POST /api/desk/ride-request-calls/{id}/called': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ called: true }),
  },
  'GET /api/desk/ride-people/{id}/trips': ofDesk,
  'POST /api/desk/ride-people/{id}/trips': {
    ...ofDesk,
    outcome: 409,
    body: ({ id }) => ({
      id: id(),
      territory: mormal.siren,
      originId: id(),
      destinationId: id(),
      firstDay: '2026-11-25',
      time: '07:30',
      seats: 3,
    }),
  },
  'GET /api/desk/ride-helpers': { ...ofDesk, query: () => `?territory=${mormal.siren}` },
  // Nobody made up shares rides: tests/api/carpool/helpers.test.ts has real ones.
  'POST /api/desk/ride-helpers': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ territory: mormal.siren, email: 'personne@trajets.example' }),
  },
  'DELETE /api/desk/ride-helpers/{id}': { ...ofDesk, outcome: 404 },
  'GET /api/desk/ride-calls': { ...ofDesk, query: () => `?territory=${mormal.siren}` },
  // No made-up booking is anybody's: tests/api/carpool/desk-rides.test.ts has real ones.
  'POST /api/desk/ride-calls/{id}/called': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ as: 'passenger', called: true }),
  },
  'GET /api/desk/ride-bookings/{id}': { ...ofDesk, outcome: 404 },
  'GET /api/desk/ride-bookings/{id}/slip.pdf': { ...ofDesk, outcome: 404 },
  'POST /api/desk/ride-bookings/{id}/late': { ...ofDesk, outcome: 404, body: () => ({ minutes: 5 }) },
  'POST /api/desk/ride-bookings/{id}/time': { ...ofDesk, outcome: 404, body: () => ({ pickUpAt: 1 }) },
  'POST /api/desk/ride-bookings/{id}/time-answer': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ accept: true, pickUpAt: 1 }),
  },
  'POST /api/desk/ride-bookings/{id}/no-show': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ words: 'Personne.' }),
  },
  'POST /api/desk/ride-bookings/{id}/report': {
    ...ofDesk,
    outcome: 404,
    body: ({ id }) => ({ id: id(), reason: 'other' }),
  },
  'POST /api/desk/ride-bookings/{id}/acts': {
    ...ofDesk,
    outcome: 404,
    body: () => ({ as: 'passenger', act: 'cancel' }),
  },
}
const ofMormal = () => `?territory=${mormal.siren}`
/** No made-up network or request is anybody's: tests/api/carpool/aid.test.ts has real ones. */
const noAid: Sample = { reach: 'territory', outcome: 404 }
const aNetwork = { name: 'Entraide', description: '', centsPerKm: 30 }
const aidSamples: Record<string, Sample> = {
  'POST /api/desk/aid-networks': {
    reach: 'territory',
    body: ({ id }) => ({ id: id(), territory: mormal.siren, ...aNetwork }),
  },
  'PATCH /api/desk/aid-networks/{id}': { ...noAid, body: () => aNetwork },
  'GET /api/desk/aid-networks/{id}/volunteers': noAid,
  'POST /api/desk/aid-networks/{id}/volunteers': {
    ...noAid,
    body: ({ id }) => ({ travellerId: id(), approved: true }),
  },
  'GET /api/desk/aid-requests': { reach: 'territory', query: () => `?territory=${mormal.siren}` },
  'POST /api/desk/aid-requests': {
    reach: 'anywhere',
    outcome: 404,
    body: ({ id, communeCode, ridePersonId }) => ({
      id: id(),
      networkId: id(),
      personId: ridePersonId,
      from: communeCode,
      to: communeCode,
      day: '2026-12-01',
      time: '09:00',
      reason: 'medical',
    }),
  },
  'POST /api/desk/aid-requests/{id}/acts': { ...noAid, body: () => ({ act: 'cancel' }) },
}
const anAlert = ({ communeCode, now }: Made) => ({
  kind: 'roads',
  title: 'Rue barrée',
  words: 'La rue est barrée.',
  communes: [communeCode],
  startsAt: now,
  endsAt: now + 3_600_000,
})
const alertSamples: Record<string, Sample> = {
  'GET /api/desk/alerts': { reach: 'territory', query: () => `?territory=${mormal.siren}` },
  // Its bytes come with headers of their own, which no schema of JSON makes up.
  'POST /api/desk/documents': { reach: 'anywhere', outcome: 422 },
  'POST /api/desk/alerts': {
    reach: 'place',
    body: (made) => ({ id: made.id(), territory: mormal.siren, ...anAlert(made) }),
  },
  // Colleagues read what the neighbouring commune says, and write for their own.
  'GET /api/desk/alerts/{id}': ofTerritory,
  'PUT /api/desk/alerts/{id}': { body: anAlert },
  'GET /api/desk/alert-templates': { reach: 'territory', query: () => `?territory=${mormal.siren}` },
  'POST /api/desk/alert-templates': {
    reach: 'place',
    body: ({ id, communeCode }) => ({
      id: id(),
      territory: mormal.siren,
      commune: communeCode,
      kind: 'roads',
      title: 'Verglas',
      words: 'Les routes sont glissantes.',
    }),
  },
  'PUT /api/desk/alert-templates/{id}': {
    body: () => ({ kind: 'roads', title: 'Verglas', words: 'Les routes sont glissantes.' }),
  },
  'GET /api/desk/phone-list': { reach: 'place', query: ofCommune },
  'POST /api/desk/phone-list': {
    reach: 'place',
    body: ({ id, communeCode }) => ({
      id: id(),
      territory: mormal.siren,
      commune: communeCode,
      firstName: 'Simone',
      lastName: id(),
      phone: '03 27 00 00 00',
      consent: true,
    }),
  },
  'PUT /api/desk/phone-list/{id}': {
    body: ({ id }) => ({ firstName: 'Simone', lastName: id(), phone: '03 27 00 00 00' }),
  },
  'POST /api/desk/phone-list/{id}/follows': {
    body: ({ id, communeCode }) => ({
      id: id(),
      about: { kind: 'search', query: { q: id(), commune: communeCode } },
    }),
  },
  'GET /api/desk/calls': { reach: 'place', query: ofCommune },
  'POST /api/desk/calls/{id}': { body: () => ({ outcome: 'called' }) },
  'POST /api/desk/address-stops': {
    reach: 'whole',
    body: ({ id }) => ({ id: id(), territory: mormal.siren, address: 'ada@exemple.fr', asked: true }),
  },
  // The made-up alert has not left: tests/api/alerts/phone-list.test.ts has some that did.
  'GET /api/desk/alerts/{id}/calls': { outcome: 409 },
  'POST /api/desk/alerts/{id}/calls/{personId}': { outcome: 409, body: () => ({ outcome: 'called' }) },
  'POST /api/desk/alerts/{id}/acts': { body: () => ({ act: 'send' }) },
  'POST /api/desk/outside-alerts/{id}/relay': { outcome: 404, body: ({ id }) => ({ id: id() }) },
  'GET /api/territories/{siren}/outside-feeds': territoryOnly,
  'POST /api/territories/{siren}/outside-feeds': {
    reach: 'whole',
    body: ({ id }) => ({ id: id(), name: 'Préfecture', url: `https://flux.example/${id()}.xml` }),
  },
  'DELETE /api/territories/{siren}/outside-feeds/{id}': { reach: 'whole', outcome: 404 },
  'GET /api/territories/{siren}/sms-budget': territoryOnly,
  'PATCH /api/territories/{siren}/sms-budget': { reach: 'whole', outcome: 412 },
  'GET /api/territories/{siren}/alert-settings': territoryOnly,
  'PATCH /api/territories/{siren}/alert-settings': { reach: 'whole', outcome: 412 },
}
/** What a route needs that can't be made up from its schema, and where it does not reach as most do. */
export const samples: Record<string, Sample> = {
  ...importSamples,
  ...rideSamples,
  ...aidSamples,
  ...alertSamples,
  [`GET ${members}`]: ofTerritory,
  [`POST ${members}`]: {
    reach: 'commune',
    body: ({ communeCode }) => ({
      email: 'sacha@bavay.example',
      name: 'Sacha',
      role: 'technician',
      scope: { kind: 'commune', id: communeCode },
    }),
  },
  'PATCH /api/territories/{siren}/memberships/{id}': {
    reach: 'commune',
    body: ({ communeCode }) => ({ role: 'technician', scope: { kind: 'commune', id: communeCode } }),
  },
  'DELETE /api/territories/{siren}/memberships/{id}': { reach: 'commune' },
  'DELETE /api/territories/{siren}/members/{userId}/sessions': { reach: 'commune' },
  'POST /api/desk/incidents/{id}/moves': { body: ({ id }) => ({ id: id(), to: 'acknowledged' }) },
  'POST /api/desk/incidents/{id}/notes': { body: ({ id }) => ({ id: id(), words: 'Vu sur place.' }) },
  'PUT /api/desk/incidents/{id}/contact': { body: ({ id }) => ({ id: id(), contact: null }) },
  'POST /api/desk/incidents/{id}/said': {
    body: ({ id }) => ({ id: id(), says: 'more', words: 'Il y en a dix.' }),
  },
  'POST /api/desk/incidents/{id}/merge': {
    body: ({ id, otherIncidentId }) => ({ id: id(), intoId: otherIncidentId }),
  },
  'PATCH /api/desk/incidents/{id}': { body: ({ id, userId }) => ({ id: id(), assigneeId: userId }) },
  // Answers for each report apart; the walk checks that nothing changed out of scope.
  'POST /api/desk/bulk': {
    reach: 'anywhere',
    body: ({ id, incidentId }) => ({
      items: [{ id: incidentId, version: 1, updateId: id() }],
      to: 'acknowledged',
    }),
  },
  // Anyone at a desk may enter a report for the territory; elsewhere its categories do not exist.
  'POST /api/desk/incidents': {
    reach: 'territory',
    refusal: 422,
    body: ({ report }) => ({ ...report(), channel: 'counter' }),
  },
  ...moderation,
  'PATCH /api/desk/places/{id}': { body: () => ({ approved: true }) },
  // Into a place that does not exist.
  'POST /api/desk/places/{id}/merge': { body: ({ id }) => ({ intoId: id() }), outcome: 422 },
  // An organizer without a commune is the territory's business.
  'PUT /api/desk/organizers/{id}/trust': { reach: 'whole', body: () => ({ trusted: true }) },
  'GET /api/territories/{siren}/agenda-settings': territoryOnly,
  'PATCH /api/territories/{siren}/agenda-settings': territoryOnly,
  'GET /api/territories/{siren}/event-categories': territoryOnly,
  'POST /api/territories/{siren}/event-categories': {
    reach: 'whole',
    body: ({ id }) => ({ id: id(), name: `Genre ${id().slice(-8)}`, icon: 'music' }),
  },
  'PATCH /api/territories/{siren}/event-categories/{id}': { ...territoryOnly, outcome: 412 },
  'PUT /api/territories/{siren}/event-category-order': { reach: 'whole', outcome: 412 },
  'GET /api/territories/{siren}/aires': territoryOnly,
  'POST /api/territories/{siren}/aires': {
    ...territoryOnly,
    body: ({ id }) => ({
      id: id(),
      name: 'Place de la Mairie',
      kind: 'aire',
      position: { lon: 3.7939, lat: 50.2989 },
    }),
  },
  // No made-up aire is in the selection.
  'GET /api/territories/{siren}/aires/{id}': { reach: 'whole', outcome: 404 },
  'PATCH /api/territories/{siren}/aires/{id}': { reach: 'whole', outcome: 404 },
  'GET /api/territories/{siren}/aires/{id}/use': { reach: 'whole', outcome: 404 },
  'GET /api/territories/{siren}/aire-settings': territoryOnly,
  'PATCH /api/territories/{siren}/aire-settings': { reach: 'whole', outcome: 412 },
  'GET /api/territories/{siren}/operators': territoryOnly,
  'POST /api/territories/{siren}/operators': {
    ...territoryOnly,
    body: ({ id }) => ({ id: id(), domain: `${id()}.example`, name: 'Opérateur' }),
  },
  // No made-up operator is known.
  'GET /api/territories/{siren}/operators/{id}': { reach: 'whole', outcome: 404 },
  'PATCH /api/territories/{siren}/operators/{id}': { reach: 'whole', outcome: 404 },
  'POST /api/territories/{siren}/operators/{id}/key': { reach: 'whole', outcome: 404 },
  // What people signal of each other is of the whole territory.
  'GET /api/desk/ride-reports': { reach: 'whole', query: ofMormal },
  'POST /api/desk/ride-reports/{id}/settle': {
    reach: 'whole',
    body: () => ({ decision: 'nothing', note: words }),
  },
  'GET /api/desk/suspended-travellers': { reach: 'whole', query: ofMormal },
  'POST /api/desk/suspended-travellers/{id}/lift': { reach: 'whole', body: () => ({ note: words }) },
  'POST /api/territories/{siren}/operators/{id}/try': { reach: 'whole', outcome: 404 },
  'GET /api/territories/{siren}/bus-feeds': territoryOnly,
  'POST /api/territories/{siren}/bus-feeds': {
    ...territoryOnly,
    body: ({ id }) => ({ id: id(), name: 'Cars', url: `https://cars.example/${id()}.zip` }),
  },
  // No made-up feed is followed.
  'POST /api/territories/{siren}/bus-feeds/{id}/read': { reach: 'whole', outcome: 404, body: () => ({}) },
  'DELETE /api/territories/{siren}/bus-feeds/{id}': { reach: 'whole', outcome: 404 },
  'GET /api/territories/{siren}/settings': ofTerritory,
  'PATCH /api/territories/{siren}/settings': territoryOnly,
  'GET /api/territories/{siren}/bodies': ofTerritory,
  'GET /api/territories/{siren}/bodies/{id}': ofTerritory,
  'POST /api/territories/{siren}/bodies': territoryOnly,
  'GET /api/territories/{siren}/audit': territoryOnly,
  'GET /api/territories/{siren}/categories': ofTerritory,
  'POST /api/territories/{siren}/categories': territoryOnly,
  'PATCH /api/territories/{siren}/categories/{id}': territoryOnly,
  'PUT /api/territories/{siren}/category-order': { reach: 'whole', outcome: 422 },
  'GET /api/territories/{siren}/responsibilities': ofTerritory,
  'PUT /api/territories/{siren}/responsibilities/{categoryId}/{commune}': { reach: 'commune', outcome: 412 },
  'DELETE /api/territories/{siren}/responsibilities/{categoryId}/{commune}': {
    reach: 'commune',
    outcome: 412,
  },
  'GET /api/territories/{siren}/sentences': ofTerritory,
  'POST /api/territories/{siren}/sentences': {
    body: ({ id, bodyId }) => ({ id: id(), bodyId, status: 'scheduled', words: 'Une équipe passera.' }),
  },
}
