/** Who is in charge of what happens at a point. Pure. Source: design.md §5; whose a road is: road-refs.rules.ts of territory/. */

export const routingReasons = ['road-owner', 'road-answer', 'category', 'commune', 'staff'] as const
export type RoutingReason = (typeof routingReasons)[number]

export type NearRoad = { ref: string; owner: string; bodyId: string | null; distanceMetres: number }
export type Responsibility = { bodyId: string; bodyKind: string; targetDays: number }
export type RoutingInput = {
  categoryOnRoad: boolean
  /** Nearest first; only those within the accuracy of the position. */
  roads: NearRoad[]
  /** The resident's answer to "is there a yellow D sign?", asked only where no road data says. */
  departmentalRoad: boolean | null
  departmentBodyId: string | null
  /** What the territory decided for this category in this commune. */
  responsibility: Responsibility
  communeBodyId: string
}
export type Routing = { bodyId: string; reason: RoutingReason; roadRef: string | null; targetDays: number }

/** Metres around a point within which a road line counts when the phone gave no accuracy. */
export const roadReachMetres = 25
/** A phone under trees says 60 m and more: beyond this a nearest road says nothing. */
export const roadReachMaxMetres = 60

/** How far to look for a road around a point known within `accuracy` metres. */
export function roadReach(accuracy: number | null): number {
  return Math.min(Math.max(accuracy ?? roadReachMetres, roadReachMetres), roadReachMaxMetres)
}

/**
 * The first rule that applies decides:
 * 1. on-road categories: the owner of the nearest road, when it has a body here;
 * 2. on-road categories without road data: the resident's word that it is a départementale;
 * 3. what the territory decided for the category in the commune;
 * and the reason says "commune" when that is simply the commune itself.
 */
export function routeIncident(input: RoutingInput): Routing {
  const { targetDays } = input.responsibility
  const [road] = input.roads
  if (input.categoryOnRoad && road?.bodyId)
    return { bodyId: road.bodyId, reason: 'road-owner', roadRef: road.ref, targetDays }
  if (input.categoryOnRoad && !road && input.departmentalRoad && input.departmentBodyId)
    return { bodyId: input.departmentBodyId, reason: 'road-answer', roadRef: null, targetDays }
  const reason = input.responsibility.bodyId === input.communeBodyId ? 'commune' : 'category'
  return { bodyId: input.responsibility.bodyId, reason, roadRef: road?.ref ?? null, targetDays }
}
