import { addOpenDays } from '../platform/open-days.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  communeByCode,
  findResponsibility,
  readBody,
  readCategory,
  type Category,
  type Commune,
} from '../territory/territory.usecases.ts'
import type { EditDeps, Part } from './desk-edit.usecases.ts'
import { requireBody } from './desk-forward.usecases.ts'
import { deskProblems } from './desk.problems.ts'
import type { EditRequest } from './desk.schemas.ts'
import { decideCommune, decideRouting } from './incidents-report.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import type { IncidentRow } from './incidents.repository.ts'
import type { Routing } from './routing.rules.ts'

type Request = Pick<EditRequest, 'categoryId' | 'position' | 'communeCode' | 'place' | 'bodyId'>

/** Staff know on which side of a boundary a ditch is, this far from the line. */
const boundaryMetres = 500

async function chooseCategory(deps: EditDeps, row: IncidentRow, id: string | undefined): Promise<Category> {
  const given = { database: deps.database, territorySiren: row.territorySiren }
  if (id === undefined || id === row.categoryId) return readCategory({ ...given, id: row.categoryId })
  const category = await readCategory({ ...given, id }).catch(() => null)
  if (!category?.active) throw incidentProblems['unknown-category']()
  return category
}

async function chooseCommune(deps: EditDeps, row: IncidentRow, request: Request): Promise<Commune> {
  const { position, communeCode } = request
  const commune = position
    ? await decideCommune(deps, { position, communeCode })
    : await communeByCode({ database: deps.database, code: communeCode ?? row.communeCode })
  if (!commune) throw incidentProblems['outside-every-commune']()
  if (commune.territorySiren !== row.territorySiren) throw deskProblems['other-territory']()
  if (!position && communeCode && communeCode !== row.communeCode && !row.positionApproximate) {
    const { candidates } = await deps.directory.locate({
      lat: row.lat,
      lon: row.lon,
      accuracy: boundaryMetres,
    })
    if (!candidates.some(({ code }) => code === communeCode))
      throw deskProblems['commune-far']({ commune: commune.name })
  }
  return commune
}

async function chooseBody(
  deps: EditDeps,
  row: IncidentRow,
  request: Request,
  { category, commune }: { category: Category; commune: Commune },
): Promise<Routing> {
  const { territorySiren } = row
  if (request.bodyId === undefined)
    return decideRouting(deps, {
      category,
      commune,
      position:
        request.position ??
        (row.positionApproximate ? null : { lat: row.lat, lon: row.lon, accuracy: row.accuracy }),
      departmentalRoad: row.routingReason === 'road-answer',
    })
  const body = await requireBody(deps, { id: request.bodyId, territorySiren })
  const responsible = await findResponsibility({
    database: deps.database,
    territorySiren,
    categoryId: category.id,
    communeCode: commune.code,
  })
  const targetDays = responsible.bodyId === body.id ? responsible.targetDays : category.targetDays
  return { bodyId: body.id, reason: 'staff', roadRef: row.roadRef, targetDays }
}

function pointOf(row: IncidentRow, commune: Commune, position: Request['position']) {
  if (position)
    return {
      lon: position.lon,
      lat: position.lat,
      accuracy: position.accuracy ?? null,
      positionApproximate: false,
    }
  // A report placed by its commune's name stands at that commune's centre.
  return row.positionApproximate ? { lon: commune.lon, lat: commune.lat } : {}
}

/**
 * What a corrected category, position, commune or body makes of an incident: the routing rules decide again, unless
 * the agent names the body. The promise still counts from the day of the report: that is when the resident began to
 * wait. Throws `unknown-category`, `unknown-body`, `other-territory`, `commune-far`, `outside-territory`.
 */
export async function planRoute(deps: EditDeps, row: IncidentRow, request: Request): Promise<Part> {
  const [category, commune] = await Promise.all([
    chooseCategory(deps, row, request.categoryId),
    chooseCommune(deps, row, request),
  ])
  const onlyWords = [request.categoryId, request.position, request.communeCode, request.bodyId].every(
    (field) => field === undefined,
  )
  const routing = onlyWords
    ? { bodyId: row.bodyId, reason: row.routingReason, roadRef: row.roadRef, targetDays: null }
    : await chooseBody(deps, row, request, { category, commune })
  const [from, to, before] = await Promise.all([
    readBody({ database: deps.database, id: row.bodyId }),
    readBody({ database: deps.database, id: routing.bodyId }),
    readCategory({ database: deps.database, id: row.categoryId }),
  ])
  const given = from.id !== to.id
  if (request.bodyId !== undefined && !given) throw deskProblems['same-body']()
  if (!to.active) throw commonProblems['not-found']()
  const changed = given || category.id !== row.categoryId
  return {
    change: {
      categoryId: category.id,
      communeCode: commune.code,
      bodyId: to.id,
      routingReason: routing.reason,
      roadRef: routing.roadRef,
      ...pointOf(row, commune, request.position),
      ...(request.place === undefined ? {} : { place: request.place || null }),
      ...(changed && routing.targetDays !== null
        ? { dueAt: addOpenDays(row.createdAt, routing.targetDays) }
        : {}),
      // The body that takes over finds it unread and gives it to one of its own.
      ...(given ? { assigneeId: null, readAt: null } : {}),
      ...(category.public ? {} : { published: false }),
    },
    entry: {
      kind: given ? 'routed' : 'corrected',
      public: given,
      data: {
        body: to.name,
        bodyId: to.id,
        fromBody: from.name,
        fromBodyId: from.id,
        category: category.name,
        fromCategory: before.name,
        commune: commune.name,
        routingReason: routing.reason,
        moved: request.position !== undefined,
      },
      tell: given,
    },
  }
}
