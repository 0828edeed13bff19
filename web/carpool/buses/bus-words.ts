import type { BusDeparture, BusRideView } from '../aires-api.ts'

type Bus = BusDeparture | BusRideView
type Say = (key: string, values?: Record<string, string | number>, count?: number) => string

/** « Bus 401 vers Gare » */
export function busSaid(t: Say, { mode, line, headsign }: Bus): string {
  const name = t(`carpool.buses.line.${mode}`, { line })
  return headsign ? `${name} ${t('carpool.buses.towards', { place: headsign })}` : name
}

/** « Arrêt Mairie, à 3 minutes à pied » */
export function stopSaid(
  t: Say,
  key: 'stop' | 'stopTo',
  { name, walkSeconds }: { name: string; walkSeconds: number },
): string {
  const n = Math.max(1, Math.round(walkSeconds / 60))
  return t(`carpool.buses.${key}`, { stop: name, n }, n)
}

/** What one must know before counting on it. */
export const doubtsSaid = (t: Say, { about, onRequest }: Bus): string[] => [
  ...(onRequest ? [t('carpool.buses.onRequest')] : []),
  ...(about ? [t('carpool.buses.about')] : []),
]
