import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CommuneAt } from '../../api/carpool/carpool.bnlc.ts'
import { buildLocator } from '../../api/territory/locator.rules.ts'
import { missingData, readContours, sharedData } from './geo-data.ts'

export const bnlcFile = join(sharedData, 'bnlc.csv')

/** Why a test of the national base cannot run here, or null when it can. */
export function missingBnlc(): string | null {
  return existsSync(bnlcFile) ? missingData('communes-france.geojson.gz') : `${bnlcFile} not found`
}

/** Boundaries of 2018, simplified to some hundred metres. */
const BOUNDARY_METRES = 150

/** The communes of mainland France by their boundaries; nothing is known overseas. */
export function communeFinder(): CommuneAt {
  const locator = buildLocator(readContours('communes-france.geojson.gz'))
  return (lon, lat) => {
    if (lat < 40) return 'unknown'
    const [first, ...others] = locator.candidates(lon, lat, BOUNDARY_METRES)
    return first ? { code: first.code, name: first.name, near: others.map(({ code }) => code) } : 'nowhere'
  }
}
