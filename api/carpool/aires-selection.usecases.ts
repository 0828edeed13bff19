import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { openReach, type Reach } from '../territory/territory.usecases.ts'
import {
  type AireRow,
  bumpEdition,
  findAiresIn,
  findEdition,
  findSelection,
  saveSelection,
  type SelectionRow,
} from './aires.repository.ts'
import { type Leaving, MOST_SELECTED, searchWords, whyNotListed } from './aires.rules.ts'
import { findBookingsAt } from './aires-news.repository.ts'
import { noteCall } from './desk-calls.repository.ts'
import { deleteTravelTimesOf, saveTravelTimes, type TravelRow } from './travel.repository.ts'
import { estimateTravel } from './travel.rules.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
export type SelectionReport = {
  listed: number
  entered: number
  left: number
  /** Beyond what one selection holds: the farthest are left out. */
  tooMany: number
}

/**
 * Brings the selection of a territory up to date with its aires, its boundaries and its margin, all in one transaction:
 * an aire that enters has travel times at once, by estimate; those that leave are told of together
 * in the outbox, as `aire.unlisted`. Nothing is written, and the edition stays, when nothing changed.
 */
export async function refreshSelection(
  { database, clock, ids }: Given,
  territorySiren: string,
): Promise<SelectionReport> {
  const reach = await openReach(database, territorySiren)
  if (!reach) return { listed: 0, entered: 0, left: 0, tooMany: 0 }
  return database.write((tx) => selectIn(tx, { territorySiren, reach, now: clock.now(), nextId: ids.next }))
}

/** The same within a transaction, for the write that makes it necessary. */
export async function selectIn(
  tx: Tx,
  {
    territorySiren,
    reach,
    now,
    nextId,
  }: { territorySiren: string; reach: Reach; now: number; nextId: () => string },
): Promise<SelectionReport> {
  const { marginMetres } = await findEdition(tx, territorySiren)
  const before = new Map((await findSelection(tx, territorySiren)).map((row) => [row.aire.id, row]))
  const aires = new Map<string, AireRow>([...before].map(([id, { aire }]) => [id, aire]))
  for (const aire of await findAiresIn(tx, reach.around(marginMetres), territorySiren))
    aires.set(aire.id, aire)

  const judged = [...aires.values()].map((aire) => judge(aire, before.get(aire.id)?.here))
  function judge(aire: AireRow, known: SelectionRow | undefined) {
    const here = shownHere(aire, known, { territorySiren, reach, now })
    const metres = reach.metresTo(here, marginMetres)
    const own = aire.ownerSiren === territorySiren
    return {
      aire,
      here,
      known,
      metres,
      leaving: whyNotListed({ ...aire, own }, { hidden: here.hidden, metres }),
    }
  }
  const fitting = judged
    .filter(({ leaving }) => leaving === null)
    .sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || (a.aire.id < b.aire.id ? -1 : 1))
  const listed = new Set(fitting.slice(0, MOST_SELECTED).map(({ aire }) => aire.id))

  const moved: string[] = []
  const gone: { aireId: string; why: Leaving }[] = []
  const report: SelectionReport = {
    listed: listed.size,
    entered: 0,
    left: 0,
    tooMany: fitting.length - listed.size,
  }
  let isOther = false
  for (const { aire, here, known, leaving } of judged) {
    const isListed = listed.has(aire.id)
    // An aire that never was in the selection has no row for being out of it.
    if (!known && !isListed) continue
    const row = { ...here, listed: isListed }
    if (known && sameShown(known, row)) continue
    await saveSelection(tx, { ...row, updatedAt: now, version: (known?.version ?? 0) + 1 })
    if (isListed && !known?.listed) report.entered++
    if (known?.listed && !isListed) {
      report.left++
      gone.push({ aireId: aire.id, why: leaving ?? 'out-of-reach' })
    }
    if (!isListed || !known?.listed || known.lon !== row.lon || known.lat !== row.lat) moved.push(aire.id)
    isOther = true
  }
  if (gone.length > 0) await tellUnlisted(tx, { id: nextId(), territorySiren, aires: gone, now })
  if (moved.length > 0) await renewTravel(tx, territorySiren, moved, judged, listed)
  if (isOther) await bumpEdition(tx, territorySiren)
  return report
}

/** What lists show and filter by, from the source and the territory's corrections. */
function shownHere(
  aire: AireRow,
  known: SelectionRow | undefined,
  { territorySiren, reach, now }: { territorySiren: string; reach: Reach; now: number },
): SelectionRow {
  const corrections = known?.corrections ?? {}
  const name = corrections.name ?? aire.name
  return {
    territorySiren,
    aireId: aire.id,
    listed: false,
    photoId: null,
    description: null,
    sheltered: null,
    charging: null,
    bikes: null,
    busLines: [],
    accessibility: null,
    waiting: null,
    hidden: false,
    updatedAt: now,
    version: 0,
    ...known,
    corrections,
    name,
    lon: corrections.lon ?? aire.lon,
    lat: corrections.lat ?? aire.lat,
    inside: reach.communeCodes.has(aire.communeCode),
    communeCode: aire.communeCode,
    communeName: aire.communeName,
    search: searchWords(name, corrections.address ?? aire.address, aire.communeName),
  }
}

const shownColumns = [
  'listed',
  'inside',
  'name',
  'lon',
  'lat',
  'communeCode',
  'communeName',
  'search',
] as const
const sameShown = (known: SelectionRow, row: SelectionRow) =>
  shownColumns.every((column) => known[column] === row[column])

/** Forgets the ways from and to the aires that moved, came or left, and estimates them anew where they are listed. */
async function renewTravel(
  tx: Tx,
  territorySiren: string,
  changed: readonly string[],
  judged: readonly { here: SelectionRow }[],
  listed: ReadonlySet<string>,
): Promise<void> {
  await deleteTravelTimesOf(tx, territorySiren, changed)
  const places = judged.map(({ here }) => here).filter(({ aireId }) => listed.has(aireId))
  const renewed = new Set(changed)
  const rows: TravelRow[] = []
  for (const from of places)
    for (const to of places) {
      if (from === to || !(renewed.has(from.aireId) || renewed.has(to.aireId))) continue
      const travel = estimateTravel(from, to)
      rows.push({
        originId: from.aireId,
        destinationId: to.aireId,
        seconds: travel?.seconds ?? null,
        metres: travel?.metres ?? null,
        source: 'estimate',
      })
    }
  await saveTravelTimes(tx, territorySiren, rows)
}

/** The people of their trips and bookings have to be told, once for all of them: aires-news.usecases.ts listens. */
async function tellUnlisted(
  tx: Tx,
  {
    id,
    territorySiren,
    aires,
    now,
  }: { id: string; territorySiren: string; aires: { aireId: string; why: Leaving }[]; now: number },
): Promise<void> {
  await recordOutbox(tx, {
    id,
    territorySiren,
    topic: 'aire.unlisted',
    subject: `aires:${territorySiren}`,
    payload: { aires },
    at: now,
  })
  const aireIds = aires.map(({ aireId }) => aireId)
  // Who has no account is called: the mail of the others finds them not.
  for (const { booking } of await findBookingsAt(tx, { territorySiren, aireIds, from: now }))
    for (const role of ['driver', 'passenger'] as const)
      await noteCall(tx, { bookingId: booking.id, role, topic: 'aire-gone', at: now, isTold: () => true })
}
