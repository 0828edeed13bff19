import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  declineReasons,
  formatReference,
  isOpen,
  legalMoves,
  moveNeeds,
  openStatuses,
  refuseMove,
  stampsOf,
  statuses,
  withoutContacts,
  type Mover,
} from '../../../api/incidents/incidents.rules.ts'
import { roadReach, roadReachMaxMetres, routeIncident } from '../../../api/incidents/routing.rules.ts'
import { tileOf, tileRange, tilesOf, tileZooms, zoomFor } from '../../../api/incidents/tiles.rules.ts'

const aStatus = fc.constantFrom(...statuses)
const aMover = fc.constantFrom<Mover>('staff', 'reporter', 'body')

describe('the state table', () => {
  it('moves only to another status, and never back to received', () => {
    fc.assert(
      fc.property(aStatus, aMover, (from, mover) => {
        for (const to of legalMoves(from, mover)) expect(to).not.toBe(from)
        expect(legalMoves(from, mover)).not.toContain('received')
      }),
    )
  })

  it('from any open status staff may decline, and forward unless it is forwarded already', () => {
    for (const from of openStatuses) {
      expect(legalMoves(from, 'staff')).toContain('declined')
      expect(legalMoves(from, 'staff').includes('forwarded')).toBe(from !== 'forwarded')
    }
  })

  it('a closed one is only ever reopened, by staff or the reporter, with a reason', () => {
    for (const from of ['resolved', 'declined'] as const) {
      expect(legalMoves(from, 'staff')).toEqual(['reopened'])
      expect(legalMoves(from, 'reporter')).toEqual(['reopened'])
      expect(legalMoves(from, 'body')).toEqual([])
      expect(refuseMove({ from, to: 'reopened', mover: 'reporter' })).toBe('reason-needed')
      expect(refuseMove({ from, to: 'reopened', mover: 'reporter', reason: 'encore là' })).toBeNull()
    }
  })

  it('the reporter moves nothing that is still open', () => {
    for (const from of openStatuses) expect(legalMoves(from, 'reporter')).toEqual([])
  })

  it('whatever the path, what is written agrees with the status', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
        let status: (typeof statuses)[number] = 'received'
        let acknowledgedAt: number | null = null
        for (const [i, choice] of choices.entries()) {
          const moves = legalMoves(status, 'staff')
          const to = moves[choice % moves.length]
          if (!to) return
          const stamps = stampsOf({ to, at: 1000 + i, acknowledgedAt })
          expect(stamps.open).toBe(isOpen(to))
          expect(stamps.resolvedAt === null).toBe(isOpen(to))
          if (acknowledgedAt !== null) expect(stamps.acknowledgedAt).toBe(acknowledgedAt)
          status = to
          acknowledgedAt = stamps.acknowledgedAt
        }
      }),
    )
  })

  it('asks for a planned day, a reason or a body where the move needs one', () => {
    const complete = { mover: 'staff' as const, reason: 'doublon', plannedOn: '2026-12-01', bodyId: 'b' }
    for (const from of statuses)
      for (const to of statuses) {
        const legal = legalMoves(from, 'staff').includes(to)
        expect(refuseMove({ from, to, ...complete })).toBe(legal ? null : 'illegal-move')
        const needs = moveNeeds[to]
        if (legal && (needs.reason || needs.plannedOn || needs.body))
          expect(refuseMove({ from, to, mover: 'staff' })).not.toBeNull()
      }
    expect(declineReasons).toContain('duplicate')
  })

  it('a reference is short enough to read aloud', () => {
    expect(formatReference('LQN', 2026, 42)).toBe('LQN-26-0042')
    expect(formatReference('LQN', 2026, 12345)).toBe('LQN-26-12345')
  })

  it('takes addresses and telephones out of words, and leaves the rest as it was', () => {
    expect(withoutContacts('Voir Paul, 06.12.34.56.78 ou paul.d@mairie-bavay.fr')).toBe(
      'Voir Paul, […] ou […]',
    )
    expect(withoutContacts('Trou de 40 cm, D 932 au PR 12+300, 3 fois en 2026')).toBe(
      'Trou de 40 cm, D 932 au PR 12+300, 3 fois en 2026',
    )
  })
})

describe('routing', () => {
  const responsibility = { bodyId: 'syndicat', bodyKind: 'syndicat', targetDays: 5 }
  const base = {
    categoryOnRoad: true,
    roads: [],
    departmentalRoad: null,
    departmentBodyId: 'departement',
    responsibility,
    communeBodyId: 'commune',
  }
  const road = (bodyId: string | null, distanceMetres = 3) => ({
    ref: 'D 932',
    owner: 'Département du Nord',
    bodyId,
    distanceMetres,
  })

  it('on a départementale it is the Département’s, and the road is named', () => {
    expect(routeIncident({ ...base, roads: [road('departement')] })).toMatchObject({
      bodyId: 'departement',
      reason: 'road-owner',
      roadRef: 'D 932',
    })
  })

  it('what is not about the road follows its category even beside one', () => {
    expect(routeIncident({ ...base, categoryOnRoad: false, roads: [road('departement')] }).bodyId).toBe(
      'syndicat',
    )
  })

  it('road data outweighs the resident’s word', () => {
    expect(routeIncident({ ...base, roads: [road('commune')], departmentalRoad: true }).bodyId).toBe(
      'commune',
    )
  })

  it('always answers with a body it was given', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.option(fc.constantFrom('departement', 'commune')), { maxLength: 3 }),
        fc.option(fc.boolean()),
        fc.option(fc.constant('departement')),
        (categoryOnRoad, bodies, departmentalRoad, departmentBodyId) => {
          const { bodyId, targetDays } = routeIncident({
            ...base,
            categoryOnRoad,
            roads: bodies.map((id) => road(id)),
            departmentalRoad,
            departmentBodyId,
          })
          expect(['departement', 'commune', 'syndicat']).toContain(bodyId)
          expect(targetDays).toBe(5)
        },
      ),
    )
  })

  it('looks no farther for a road than a position can tell', () => {
    expect(roadReach(null)).toBe(25)
    expect(roadReach(40)).toBe(40)
    expect(roadReach(5000)).toBe(roadReachMaxMetres)
  })
})

describe('tiles', () => {
  const lon = fc.double({ min: -179.9, max: 179.9, noNaN: true })
  const lat = fc.double({ min: -84, max: 84, noNaN: true })

  it('a point is in one tile at each zoom, inside the range of any box around it', () => {
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        expect(tilesOf(x, y).map((tile) => tile.zoom)).toEqual([...tileZooms])
        for (const zoom of tileZooms) {
          const tile = tileOf(x, y, zoom)
          const range = tileRange([x - 0.01, y - 0.01, x + 0.01, y + 0.01], zoom)
          expect(tile.x).toBeGreaterThanOrEqual(range.minX)
          expect(tile.x).toBeLessThanOrEqual(range.maxX)
          expect(tile.y).toBeGreaterThanOrEqual(range.minY)
          expect(tile.y).toBeLessThanOrEqual(range.maxY)
        }
      }),
    )
  })

  it('the zoom of a box never meets more tiles than asked, but at the coarsest', () => {
    fc.assert(
      fc.property(lon, lat, fc.double({ min: 0.0001, max: 3, noNaN: true }), (x, y, size) => {
        const bbox = [x, y, x + size, y + size] as const
        const { zoom, minX, maxX, minY, maxY } = tileRange(bbox, zoomFor(bbox, 64))
        const met = (maxX - minX + 1) * (maxY - minY + 1)
        expect(met <= 64 || zoom === tileZooms[0]).toBe(true)
      }),
    )
  })
})
