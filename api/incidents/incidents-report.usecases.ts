import type { Clock } from '../platform/clock.ts'
import type { Deps } from '../platform/http.ts'
import { findKeptAnswer, writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { addOpenDays, dayOf } from '../platform/open-days.ts'
import { Problem } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import {
  communeByCode,
  findDepartmentBody,
  findResponsibility,
  readBody,
  readCategory,
  readCommuneBody,
  readTerritory,
  type Category,
  type Commune,
  type Directory,
} from '../territory/territory.usecases.ts'
import type { IncidentChannel } from '../../db/schema/index.ts'
import { recordIncident } from './incidents-changes.usecases.ts'
import { findSimilar } from './incidents-public.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { findIncident, insertContact, insertFollower, takeNumber } from './incidents.repository.ts'
import { formatReference, withoutContacts } from './incidents.rules.ts'
import type { AcceptedIncident, IncidentPreview, NewIncident } from './incidents.schemas.ts'
import { roadReach, routeIncident, type Routing } from './routing.rules.ts'
import { followerSecret, reporterSecret, reporterUrl } from './secrets.ts'

/** A body as a sentence begins with it, for domains that say who answers. */
export { bodyInWords } from './body-words.rules.ts'

type Position = { lat: number; lon: number; accuracy?: number | null | undefined }
type PlaceRequest = {
  position: Position | null
  communeCode?: string | undefined
  departmentalRoad?: boolean | null | undefined
}

/** A village of 200 phones behind one address reports a storm; a script does not fill the desk. */
export const reportRate: RateRule = { name: 'report', windowSeconds: 3600, perDevice: 30, perAddress: 600 }

/** An address is a stranger's word: whoever's it is receives no more than one person would ask for. */
const mailboxRate: RateRule = { name: 'report-mailbox', windowSeconds: 3600, perDevice: 30, perAddress: 30 }

/**
 * The commune of a report: the resident's choice when the point is within its accuracy of that commune, else the
 * commune of the point. Throws `outside-territory`, `outside-every-commune` or `choose-commune`.
 */
export async function decideCommune(
  { database, directory }: { database: Deps['database']; directory: Directory },
  { position, communeCode }: PlaceRequest,
): Promise<Commune> {
  let code = communeCode
  if (position) {
    const located = await directory.locate({
      lat: position.lat,
      lon: position.lon,
      accuracy: position.accuracy ?? 0,
    })
    const { candidates, outside } = located
    if (candidates.length === 0) {
      if (outside) {
        const place = outside.epci ? `${outside.commune.name} (${outside.epci.name})` : outside.commune.name
        throw incidentProblems['outside-territory']({ commune: place }, { outside })
      }
      throw incidentProblems['outside-every-commune']()
    }
    if (code === undefined || !candidates.some((candidate) => candidate.code === code)) {
      if (candidates.length > 1) throw incidentProblems['choose-commune']({}, { candidates })
      code = located.commune?.code ?? candidates[0]?.code
    }
  }
  const commune =
    code === undefined
      ? null
      : await directory.remember(`commune:${code}`, () => communeByCode({ database, code }))
  if (!commune) throw incidentProblems['outside-every-commune']()
  return commune
}

/** Which body a report of a category goes to from a place, and why. */
export async function decideRouting(
  { database, directory }: { database: Deps['database']; directory: Directory },
  { category, commune, position, departmentalRoad }: PlaceRequest & { category: Category; commune: Commune },
): Promise<Routing> {
  const { territorySiren } = commune
  const [responsibility, communeBody, roads] = await Promise.all([
    directory.remember(`responsibility:${category.id}:${commune.code}`, () =>
      findResponsibility({ database, territorySiren, categoryId: category.id, communeCode: commune.code }),
    ),
    directory.remember(`commune-body:${commune.code}`, () =>
      readCommuneBody({ database, communeCode: commune.code }),
    ),
    position && category.onRoad
      ? directory.roadsNear({
          territorySiren,
          lat: position.lat,
          lon: position.lon,
          metres: roadReach(position.accuracy ?? null),
        })
      : [],
  ])
  const department = departmentalRoad
    ? await findDepartmentBody({ database, territorySiren, communeCode: commune.code })
    : null
  return routeIncident({
    categoryOnRoad: category.onRoad,
    roads,
    departmentalRoad: departmentalRoad ?? null,
    departmentBodyId: department?.id ?? null,
    responsibility,
    communeBodyId: communeBody.id,
  })
}

async function readOfferedCategory(
  { database, directory }: { database: Deps['database']; directory: Directory },
  id: string,
): Promise<Category> {
  const category = await directory
    .remember(`category:${id}`, () => readCategory({ database, id }))
    .catch((error: unknown) => {
      if (error instanceof Problem) return null
      throw error
    })
  if (!category?.active) throw incidentProblems['unknown-category']()
  return category
}

/** What the resident is shown before sending: to whom it goes, why, by when, and similar open reports nearby. */
export async function previewIncident(
  { database, directory, clock }: { database: Deps['database']; directory: Directory; clock: Clock },
  request: PlaceRequest & { categoryId: string },
): Promise<IncidentPreview> {
  const category = await readOfferedCategory({ database, directory }, request.categoryId)
  const { position } = request
  const located = position
    ? await directory.locate({ lat: position.lat, lon: position.lon, accuracy: position.accuracy ?? 0 })
    : null
  const candidates = (located?.candidates ?? []).map(({ code, name }) => ({ code, name }))
  const undecided =
    candidates.length > 1 && !candidates.some((candidate) => candidate.code === request.communeCode)
  const similar = position
    ? await findSimilar({ database, categoryId: category.id, lat: position.lat, lon: position.lon })
    : []
  if (undecided)
    return {
      commune: null,
      candidates,
      body: null,
      routingReason: null,
      roadRef: null,
      targetDays: null,
      dueAt: null,
      askDepartmentalRoad: false,
      similar,
    }
  const commune = await decideCommune({ database, directory }, request)
  if (commune.territorySiren !== category.territorySiren) throw incidentProblems['unknown-category']()
  const routing = await decideRouting({ database, directory }, { ...request, category, commune })
  const body = await directory.remember(`body:${routing.bodyId}`, () =>
    readBody({ database, id: routing.bodyId }),
  )
  return {
    commune: { code: commune.code, name: commune.name },
    candidates,
    body: { id: body.id, name: body.name, kind: body.kind },
    routingReason: routing.reason,
    roadRef: routing.roadRef,
    targetDays: routing.targetDays,
    dueAt: addOpenDays(clock.now(), routing.targetDays),
    askDepartmentalRoad: category.onRoad && !(await directory.hasRoads(commune.territorySiren)),
    similar,
  }
}

export type ReportDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'> & {
  directory: Directory
}

type Report = {
  request: NewIncident
  write: WriteKey
  caller: Caller
  channel?: IncidentChannel
  enteredBy?: string | null
}
/** The answer as it is kept: without what opens the private page. */
type Accepted = Omit<AcceptedIncident, 'secret' | 'privateUrl'>

/**
 * Accepts a report: decides the commune and the body, then writes the incident, its history, its photos, its indexes,
 * its outbox row and the answer in one transaction. The same key with the same content gives the same answer.
 * `channel` and `enteredBy` are the clerk's, when one writes for somebody else.
 */
export async function reportIncident(deps: ReportDeps, given: Report): Promise<Answer<AcceptedIncident>> {
  const { config, database } = deps
  const secret = reporterSecret(config.secret, given.request.id)
  const answer = await acceptReport(deps, { ...given, secretHash: hashSecret(secret) }).catch(
    async (refusal: unknown) => {
      // Accepted once, by a category or a boundary that changed before the phone heard of it and asked again.
      const kept = refusal instanceof Problem && (await findKeptAnswer<Accepted>(database.read, given.write))
      if (!kept) throw refusal
      return kept
    },
  )
  // Added to the kept answer, never stored with it: whoever reads the database can't open a private page.
  return { ...answer, body: { ...answer.body, secret, privateUrl: reporterUrl(config.publicUrl, secret) } }
}

async function acceptReport(
  deps: ReportDeps,
  { request, write, caller, secretHash, channel = 'web', enteredBy = null }: Report & { secretHash: string },
): Promise<Answer<Accepted>> {
  const { database, directory, clock, ids, config, rateLimiter } = deps
  const [category, commune] = await Promise.all([
    readOfferedCategory({ database, directory }, request.categoryId),
    decideCommune({ database, directory }, request),
  ])
  if (commune.territorySiren !== category.territorySiren) throw incidentProblems['unknown-category']()
  const [routing, territory] = await Promise.all([
    decideRouting({ database, directory }, { ...request, category, commune }),
    directory.remember(`territory:${commune.territorySiren}`, () =>
      readTerritory({ database, siren: commune.territorySiren }),
    ),
  ])
  const body = await directory.remember(`body:${routing.bodyId}`, () =>
    readBody({ database, id: routing.bodyId }),
  )
  const now = clock.now()
  const dueAt = addOpenDays(now, routing.targetDays)
  const published = territory.publication === 'before-approval' && category.public
  const words = request.words || null

  return writeOnce({ database, clock, write }, async (tx) => {
    if (enteredBy === null) await rateLimiter.spend(tx, reportRate, caller)
    if (enteredBy === null && request.contact?.email)
      await rateLimiter.spend(tx, mailboxRate, { address: request.contact.email, device: null })
    if (await findIncident(tx, request.id)) throw incidentProblems['incident-exists']()
    const year = Number(dayOf(now).slice(0, 4))
    const number = await takeNumber(tx, territory.siren, year)
    const reference = formatReference(territory.referencePrefix, year, number)
    await recordIncident(tx, {
      at: now,
      texts: { commune: commune.name, category: category.name },
      row: {
        id: request.id,
        territorySiren: territory.siren,
        reference,
        categoryId: category.id,
        communeCode: commune.code,
        bodyId: body.id,
        status: 'received',
        open: true,
        lon: request.position?.lon ?? commune.lon,
        lat: request.position?.lat ?? commune.lat,
        accuracy: request.position?.accuracy ?? null,
        positionApproximate: request.position === null,
        place: request.place || null,
        words,
        publicWords: published && words ? withoutContacts(words) : null,
        answers: request.answers,
        channel,
        enteredBy,
        roadRef: routing.roadRef,
        routingReason: routing.reason,
        secretHash,
        locale: request.locale,
        published,
        hiddenReason: null,
        assigneeId: null,
        plannedOn: null,
        mergedIntoId: null,
        meTooCount: 0,
        readAt: null,
        createdAt: now,
        statusAt: now,
        acknowledgedAt: null,
        resolvedAt: null,
        dueAt,
        version: 1,
      },
      entry: {
        id: ids.next(),
        authorKind: enteredBy === null ? 'reporter' : 'staff',
        authorId: enteredBy,
        public: true,
        kind: 'received',
        toStatus: 'received',
        photos: { references: request.photos, kind: 'report', approved: published },
        tell: true,
      },
    })
    const { contact } = request
    if (contact && (contact.name || contact.email || contact.phone))
      await insertContact(tx, {
        incidentId: request.id,
        name: contact.name || null,
        email: contact.email || null,
        phone: contact.phone || null,
        createdAt: now,
      })
    if (contact?.email) {
      const followerId = ids.next()
      await insertFollower(tx, {
        id: followerId,
        incidentId: request.id,
        kind: 'reporter',
        email: contact.email,
        locale: request.locale,
        stopHash: hashSecret(followerSecret(config.secret, followerId)),
        confirmedAt: now,
        createdAt: now,
      })
    }
    return {
      status: 201,
      body: {
        id: request.id,
        reference,
        status: 'received' as const,
        category: { id: category.id, slug: category.slug, name: category.name, icon: category.icon },
        commune: { code: commune.code, name: commune.name },
        body: { id: body.id, name: body.name, kind: body.kind },
        routingReason: routing.reason,
        roadRef: routing.roadRef,
        targetDays: routing.targetDays,
        dueAt,
        createdAt: now,
      },
    }
  })
}
