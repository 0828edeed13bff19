import type { MultiPolygon, Polygon } from '../../api/territory/geometry.rules.ts'
import { readEpci } from '../../api/territory/territory.members.ts'
import { polygon, square } from './geo-shapes.ts'

/** Twelve communes; the smallest of the five EPCI whose real boundaries are at hand. */
export const sudAvesnois = '200043404'

export type Feature = {
  type: 'Feature'
  properties: Record<string, unknown>
  geometry: Polygon | MultiPolygon | unknown
}

/** One square of 0.02° a commune, in a row east of Fourmies: boundaries drawn by us, with real codes and names. */
export function squaresOf(siren: string): Feature[] {
  const members = readEpci(siren)?.members ?? []
  return members.map(({ code, name }, rank) => ({
    type: 'Feature',
    properties: { code, nom: name },
    geometry: polygon(square(4 + rank * 0.02, 50, 0.02)),
  }))
}

/** The middle of the square of the commune of that rank. */
export const middleOf = (rank: number) => ({ lon: 4 + rank * 0.02 + 0.01, lat: 50.01 })

export function geojson(features: unknown[]): string {
  return JSON.stringify({ type: 'FeatureCollection', features })
}

/** A road line between two points. */
export function aRoad(
  properties: Record<string, unknown>,
  from: [number, number],
  to: [number, number],
): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [from, to] } }
}
