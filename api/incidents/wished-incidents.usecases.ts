import type { Reader, Tx } from '../../db/client.ts'
import { noteForWishes } from '../wishes/wish-causes.usecases.ts'
import type { IncidentRow } from './incidents.repository.ts'
import { findResolved, findWishedIncidents } from './wished-incidents.repository.ts'

// What wishes ask of incidents: what opened or closed in an area, once anyone may see it.

type Standing = Pick<IncidentRow, 'published' | 'open' | 'status' | 'mergedIntoId'>
const isSeen = (row: Standing | null): row is Standing =>
  row !== null && row.published && row.mergedIntoId === null

/** Notes for wishes that an incident came into sight, opened again or closed, in the transaction of that change. */
export async function noteIncident(
  tx: Tx,
  before: Standing | null,
  after: Standing & Pick<IncidentRow, 'id' | 'territorySiren' | 'statusAt'>,
  at: number,
): Promise<void> {
  if (!isSeen(after)) return
  const { id, territorySiren, statusAt } = after
  const note = (news: string) =>
    noteForWishes(tx, { id: `incidents:${id}:${news}`, territorySiren, kind: 'incidents', at })
  if (after.open && !isSeen(before)) await note('opened')
  else if (after.open && before && !before.open) await note(`reopened:${statusAt}`)
  else if (!after.open && isSeen(before) && before.open) await note(`closed:${statusAt}`)
}

/** An incident that some may wish to hear of, as anyone sees it now. */
export type WishedIncident = {
  id: string
  commune: { code: string; name: string }
  category: string
  lat: number
  lon: number
  /** Null: still open. */
  closed: 'resolved' | 'declined' | null
}

/** Those of some incidents that anyone may see. */
export async function readIncidentsToTell(read: Reader, ids: readonly string[]): Promise<WishedIncident[]> {
  return (await findWishedIncidents(read, ids)).filter(isSeen).map((row) => ({
    id: row.id,
    commune: { code: row.communeCode, name: row.communeName },
    category: row.category,
    lat: row.lat,
    lon: row.lon,
    closed: row.open ? null : row.status === 'resolved' ? 'resolved' : 'declined',
  }))
}

/** What was mended in a commune within a stretch of time (epoch milliseconds), the last first. */
export function readMended(
  read: Reader,
  asked: { territorySiren: string; communeCode: string; from: number; to: number; limit: number },
): Promise<{ category: string }[]> {
  return findResolved(read, asked)
}
