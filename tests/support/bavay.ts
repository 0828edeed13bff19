import { and, eq, inArray } from 'drizzle-orm'
import { createStaff } from '../../api/accounts/accounts-members.usecases.ts'
import { openDemoTerritory } from '../../api/territory/territory.demo.ts'
import {
  alert,
  alertCommune,
  alertTemplate,
  agendaSettings,
  body,
  category,
  commune,
  eventCategory as eventCategories,
  eventContact,
  eventFlag,
  incident,
  membership,
  phoneListed,
  phoneListedFollow,
  readySentence,
  territory,
  traveller,
  travellerReport,
} from '../../db/schema/index.ts'
import type { ScopeKind } from '../../db/schema/index.ts'
import { publish } from './agenda.ts'
import { enterSomeone } from './desk-rides.ts'
import { anOrganizer } from './organizers.ts'
import type { StaffApp } from './staff.ts'
import { caudresis, mormal } from './territories.ts'

/** Private to Bavay: what a resident wrote and left, and how to reach an agent. */
export const marker = 'MARQUEUR-DE-BAVAY'
export const markerMail = 'marqueur@bavay.example'
/** Colleagues of a territory may know each other's names, to hand over work; other territories may not. */
export const colleague = 'COLLEGUE-DE-MORMAL'

export const scopeNames = [
  'own territory',
  'own commune',
  'own body',
  'other commune',
  'other body',
  'other territory',
] as const
export type ScopeName = (typeof scopeNames)[number]

async function one<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows
  if (!row) throw new Error('The demo territory lacks what this test needs')
  return row
}

async function bavay({ deps }: StaffApp) {
  const { read } = deps.database
  const place = await one(read.select().from(commune).where(eq(commune.name, 'Bavay')))
  const own = await one(read.select().from(body).where(eq(body.communeCode, place.code)))
  // Its reports go to the commune's own body.
  const kind = await one(read.select().from(category).where(eq(category.slug, 'depot-sauvage')))
  return { place, own, kind }
}

/** A fresh report, event, member and sentence of Bavay, whose private parts bear the marker. */
export async function makeData(t: StaffApp) {
  const { database, ids, clock } = t.deps
  const { place, own, kind } = await bavay(t)
  const report = () => ({
    id: ids.next(),
    categoryId: kind.id,
    position: { lat: place.lat, lon: place.lon, accuracy: 5 },
    words: marker,
    answers: {},
    photos: [],
    locale: 'fr',
    contact: { email: markerMail },
  })
  const send = async () => {
    const sent = report()
    const headers = { 'idempotency-key': ids.next() }
    const answer = await t.call('POST', '/api/incidents', { body: sent, headers })
    if (answer.status !== 201) throw new Error(`The report was refused: ${await answer.text()}`)
    return sent.id
  }
  const [incidentId, otherIncidentId] = [await send(), await send()]
  const roadBody = await one(
    database.read
      .select()
      .from(body)
      .where(and(eq(body.territorySiren, mormal.siren), eq(body.kind, 'departement'))),
  )
  const sentenceId = ids.next()
  await database.write(async (tx) => {
    await tx
      .update(incident)
      .set({ bodyId: own.id })
      .where(inArray(incident.id, [incidentId, otherIncidentId]))
    await tx.update(body).set({ email: 'routes@departement.example' }).where(eq(body.id, roadBody.id))
    await tx.insert(readySentence).values({
      id: sentenceId,
      territorySiren: mormal.siren,
      bodyId: own.id,
      status: 'scheduled',
      words: 'Une équipe passera.',
      position: 99,
    })
  })
  // Waits for the moderators of Bavay, and was signalled meanwhile.
  const { id: eventId, placeId } = await publish(
    t,
    { title: marker, placeName: `Salle ${ids.next()}` },
    { status: 'submitted' },
  )
  const { id: organizerId } = await anOrganizer(t)
  const eventCategory = await one(
    database.read
      .select()
      .from(eventCategories)
      .where(eq(eventCategories.territorySiren, mormal.siren))
      .limit(1),
  )
  const alertId = ids.next()
  const alertTemplateId = ids.next()
  const listedPersonId = ids.next()
  const listedFollowId = ids.next()
  const flagId = ids.next()
  await database.write(async (tx) => {
    const at = clock.now()
    const soon = { startsAt: at, endsAt: at + 3_600_000, createdAt: at, updatedAt: at }
    await tx.insert(alert).values({
      id: alertId,
      territorySiren: mormal.siren,
      kind: 'roads',
      status: 'draft',
      issuer: own.name,
      title: 'Rue barrée',
      words: 'La rue est barrée.',
      ...soon,
    })
    await tx.insert(alertCommune).values({ alertId, communeCode: place.code })
    await tx.insert(alertTemplate).values({
      id: alertTemplateId,
      territorySiren: mormal.siren,
      communeCode: place.code,
      kind: 'roads',
      title: 'Rue barrée',
      words: 'La rue est barrée.',
      updatedAt: at,
    })
    await tx.insert(phoneListed).values({
      id: listedPersonId,
      territorySiren: mormal.siren,
      communeCode: place.code,
      firstName: 'Simone',
      lastName: marker,
      nameKey: listedPersonId,
      phone: '+33327000000',
      kinds: 3,
      consentAt: at,
      consentByUserId: listedPersonId,
      createdAt: at,
    })
    await tx.insert(phoneListedFollow).values({
      id: listedFollowId,
      personId: listedPersonId,
      kind: 'week',
      key: 'week',
      toldAt: at,
      createdAt: at,
    })
    await tx.insert(eventContact).values({ eventId, email: markerMail, createdAt: at, confirmedAt: at })
    await tx
      .insert(eventFlag)
      .values({ id: flagId, eventId, territorySiren: mormal.siren, reason: 'wrong', createdAt: at })
  })
  const [signalling, signalled] = [ids.next(), ids.next()]
  const rideReportId = ids.next()
  await database.write(async (tx) => {
    const at = clock.now()
    for (const id of [signalling, signalled])
      await tx.insert(traveller).values({
        id,
        territorySiren: mormal.siren,
        name: marker,
        locale: 'fr',
        createdAt: at,
        activeAt: at,
      })
    await tx.insert(travellerReport).values({
      id: rideReportId,
      territorySiren: mormal.siren,
      reporterId: signalling,
      reportedId: signalled,
      reason: 'conduct',
      words: marker,
      createdAt: at,
    })
  })
  const { userId } = await createStaff({
    database,
    ids,
    clock,
    staff: {
      email: `${ids.next()}-${markerMail}`,
      name: colleague,
      memberships: [{ siren: mormal.siren, role: 'technician', scope: { kind: 'commune', id: place.code } }],
    },
  })
  // Entered by Bavay for somebody on the phone; read by every desk of the territory.
  const ridePersonId = ids.next()
  await enterSomeone(t, { id: ridePersonId, firstName: 'Simone', lastName: ids.next(), by: userId })
  const held = await one(database.read.select().from(membership).where(eq(membership.userId, userId)))
  return {
    id: () => ids.next(),
    report,
    incidentId,
    otherIncidentId,
    communeCode: place.code,
    bodyId: own.id,
    roadBodyId: roadBody.id,
    categoryId: kind.id,
    sentenceId,
    alertId,
    alertTemplateId,
    listedPersonId,
    listedFollowId,
    now: clock.now(),
    eventId,
    flagId,
    placeId: placeId ?? '',
    organizerId,
    eventCategoryId: eventCategory.id,
    ridePersonId,
    userId,
    rideReportId,
    signalledId: signalled,
    membershipId: held.id,
  }
}

export type Made = Awaited<ReturnType<typeof makeData>>

/** Real values for the parameters of a path, by what stands before them. */
export function fill(path: string, made: Made): string {
  const values: [string, string][] = [
    ['/territories/{siren}', `/territories/${mormal.siren}`],
    ['/desk/incidents/{id}', `/desk/incidents/${made.incidentId}`],
    ['/desk/alerts/{id}', `/desk/alerts/${made.alertId}`],
    ['/desk/alert-templates/{id}', `/desk/alert-templates/${made.alertTemplateId}`],
    ['/desk/phone-list/{id}', `/desk/phone-list/${made.listedPersonId}`],
    ['/desk/calls/{id}', `/desk/calls/${made.listedFollowId}`],
    ['{personId}', made.listedPersonId],
    ['/outside-alerts/{id}', `/outside-alerts/${made.id()}`],
    ['/outside-feeds/{id}', `/outside-feeds/${made.id()}`],
    ['/wishes/{id}', `/wishes/${made.id()}`],
    ['/devices/{id}', `/devices/${made.id()}`],
    ['/desk/events/{id}', `/desk/events/${made.eventId}`],
    ['/flags/{flagId}', `/flags/${made.flagId}`],
    ['/event-sources/{id}', `/event-sources/${made.id()}`],
    ['/desk/places/{id}', `/desk/places/${made.placeId}`],
    ['/desk/organizers/{id}', `/desk/organizers/${made.organizerId}`],
    ['/event-categories/{id}', `/event-categories/${made.eventCategoryId}`],
    ['/organizers/{id}', `/organizers/${made.id()}`],
    ['/aires/{id}', `/aires/${made.id()}`],
    ['/aid-networks/{id}', `/aid-networks/${made.id()}`],
    ['/aid-requests/{id}', `/aid-requests/${made.id()}`],
    ['/bus-feeds/{id}', `/bus-feeds/${made.id()}`],
    ['/ride-people/{id}', `/ride-people/${made.ridePersonId}`],
    ['/ride-helpers/{id}', `/ride-helpers/${made.id()}`],
    ['/ride-calls/{id}', `/ride-calls/${made.id()}`],
    ['/ride-bookings/{id}', `/ride-bookings/${made.id()}`],
    ['/rides/events/{id}', `/rides/events/${made.id()}`],
    ['/trips/{id}', `/trips/${made.id()}`],
    ['/days/{day}', '/days/2026-12-01'],
    ['/ride-reports/{id}', `/ride-reports/${made.rideReportId}`],
    ['/suspended-travellers/{id}', `/suspended-travellers/${made.signalledId}`],
    ['/guardian/rides/{id}', `/guardian/rides/${made.id()}`],
    ['/blocks/{id}', `/blocks/${made.id()}`],
    ['/ride-requests/{id}', `/ride-requests/${made.id()}`],
    ['/stop/{secret}', `/stop/${made.id()}`],
    ['/bookings/{id}', `/bookings/${made.id()}`],
    ['/operators/{id}', `/operators/${made.id()}`],
    ['/bookings-elsewhere/{id}', `/bookings-elsewhere/${made.id()}`],
    ['{bookingId}', made.id()],
    ['/devices/{deviceId}', `/devices/${made.id()}`],
    ['/ride-request-calls/{id}', `/ride-request-calls/${made.id()}`],
    ['/booking-days/{id}', `/booking-days/${made.id()}`],
    ['/bodies/{id}', `/bodies/${made.bodyId}`],
    ['/categories/{id}', `/categories/${made.categoryId}`],
    ['/sentences/{id}', `/sentences/${made.sentenceId}`],
    ['/memberships/{id}', `/memberships/${made.membershipId}`],
    ['/members/{userId}', `/members/${made.userId}`],
    ['/views/{id}', `/views/${made.id()}`],
    ['/sessions/{id}', `/sessions/${made.id()}`],
    ['/communes/{address}', '/communes/bavay'],
    ['/categories/{category}/', '/categories/depot-sauvage/'],
    ['{categoryId}', made.categoryId],
    ['{commune}', made.communeCode],
  ]
  const filled = values.reduce((filling, [from, to]) => filling.replace(from, to), path)
  if (filled.includes('{'))
    throw new Error(`${filled}: give this parameter a real value in tests/support/bavay.ts`)
  return filled
}

/** Opens the demo territory and a neighbour, and names a scope of each kind, as seen from Bavay. */
export async function openPlaces(
  t: StaffApp,
): Promise<Record<ScopeName, { siren: string; scope: { kind: ScopeKind; id: string } }>> {
  const { database, clock } = t.deps
  await openDemoTerritory(t.deps)
  await database.write(async (tx) => {
    const { siren, name, caudry, caudryBody } = caudresis
    await tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: clock.now() })
    await tx.insert(commune).values({
      code: caudry,
      territorySiren: siren,
      name: 'Caudry',
      slug: 'caudry',
      lon: 3.4117,
      lat: 50.1244,
    })
    // Where communes moderate, as one commune's people see no other's.
    await tx.insert(agendaSettings).values({ territorySiren: mormal.siren, moderation: 'commune' })
    await tx
      .insert(body)
      .values({ id: caudryBody, territorySiren: siren, kind: 'commune', name: 'Caudry', communeCode: caudry })
  })
  const { place, own } = await bavay(t)
  const elsewhere = await one(database.read.select().from(commune).where(eq(commune.name, 'Le Quesnoy')))
  const theirs = await one(database.read.select().from(body).where(eq(body.communeCode, elsewhere.code)))
  const here = (kind: ScopeKind, id: string) => ({ siren: mormal.siren, scope: { kind, id } })
  return {
    'own territory': here('territory', mormal.siren),
    'own commune': here('commune', place.code),
    'own body': here('body', own.id),
    'other commune': here('commune', elsewhere.code),
    'other body': here('body', theirs.id),
    'other territory': { siren: caudresis.siren, scope: { kind: 'territory', id: caudresis.siren } },
  }
}
