import { setImmediate } from 'node:timers/promises'
import type { Deps } from '../platform/http.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import type { EventFault, ImportedEvent, ImportFault, ReadFile } from './import-draft.ts'
import {
  applyEvent,
  decide,
  outcomes,
  withdrawEvent,
  type Applied,
  type Given,
  type Outcome,
  type Terms,
} from './imports-apply.usecases.ts'
import { hashOf, type Matcher } from './imports-match.usecases.ts'
import { deleteItem, readItems, touchItems, type KnownItem } from './imports.repository.ts'
import { expandSchedule, type Schedule } from './schedule.rules.ts'
import { dayMs, wallOf, writeWall } from '../platform/wall.rules.ts'

export type RunDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'logger'> & {
  directory: Directory
}

/** What came of reading a source, as it is kept with it. */
export type ImportReport = {
  total: number
  counts: Record<Outcome, number>
  /** Gone from the source all at once: kept for now. */
  missing: number
  /** Changed here by a person, and left as they are: the first of them. */
  held: { eventId: string; title: string }[]
  dropped: Record<string, number>
  /** The first of them; `moreFaults` is how many others there were. */
  faults: ImportFault[]
  moreFaults: number
}

export type Line = { event: ImportedEvent; outcome: Outcome; given: Given | null }

const keptFaults = 200
/** Events of one transaction, and how long it goes on: people's own writes wait no longer than that. */
const batch = 200
const batchMs = 150
/** A file's rules are its author's: whoever asks for a list meanwhile is answered between two of them. */
const breathMs = 20

/** Every date is over. Told by the words of the schedule: a file may hold ten years of them. */
export function isOver(schedule: Schedule, now: number): boolean {
  const { spans, rule, zone, changes = [] } = schedule
  if (rule === undefined) {
    const today = writeWall(wallOf(now, zone), false)
    const moved = changes.flatMap(({ span }) => (span ? [span] : []))
    return [...spans, ...moved].every(({ end }) => end < today.slice(0, end.length))
  }
  // One to come is enough to know: a rule may give thousands, and a file thousands of rules.
  if (expandSchedule(schedule, { from: now, until: Infinity, limit: 1 }).occurrences.length > 0) return false
  // A date under way began some time before now.
  const window = { from: now - 31 * dayMs, until: now, limit: Infinity }
  return expandSchedule(schedule, window).occurrences.every(({ endAt }) => endAt < now)
}

type Run = { terms: Terms; file: ReadFile; match: Matcher }

/** What is to become of each event of a file; faults of place and commune are added to the file's. Reads only. */
export async function foresee(deps: Pick<RunDeps, 'database' | 'clock'>, run: Run): Promise<Line[]> {
  const lines: Line[] = []
  for (const line of await matchAll(deps, run)) {
    const { given } = line
    lines.push(
      given ? { ...line, outcome: (await decide(deps.database.read, run.terms, given)).outcome } : line,
    )
  }
  return lines
}

function refuse(file: ReadFile, { line, uid, title }: ImportedEvent, code: EventFault, value = ''): void {
  file.faults.push({ line, uid, title, code, refused: true, ...(value ? { value: value.slice(0, 80) } : {}) })
}

/** Events with their place and commune; what needs no writing is told at once, the rest is to be decided. */
async function matchAll(
  { database, clock }: Pick<RunDeps, 'database' | 'clock'>,
  { terms, file, match }: Run,
): Promise<Line[]> {
  const items = new Map((await readItems(database.read, terms.source.id)).map((item) => [item.uid, item]))
  const now = clock.now()
  const lines: Line[] = []
  let breath = performance.now()
  for (const event of file.events) {
    if (performance.now() - breath > breathMs) {
      await setImmediate()
      breath = performance.now()
    }
    const hash = hashOf(event)
    const item = items.get(event.uid)
    const same = item?.contentHash === hash && event.cancelled === (item.status === 'cancelled')
    if (item && !item.owned) lines.push({ event, outcome: 'known', given: null })
    else if (same) lines.push({ event, outcome: 'unchanged', given: null })
    else if (isOver(event.schedule, now)) lines.push({ event, outcome: 'past', given: null })
    else {
      const matched = await match(event)
      if ('fault' in matched) refuse(file, event, matched.fault, matched.value)
      const given = 'fault' in matched ? null : { event, prepared: matched.prepared, hash }
      lines.push({ event, outcome: given ? 'created' : 'refused', given })
    }
  }
  return lines
}

/**
 * Brings the events of a file into the agenda, a few at a time, each once: done again, it changes nothing. With
 * `follow`, the events of this source that the file no longer holds are withdrawn, when all of it was read. When most
 * of them are gone at once, the source is rather broken: `missing` says how many, and they go only when it is `sure`.
 */
export async function runImport(
  deps: RunDeps,
  { follow, ...run }: Run & { follow: 'no' | 'careful' | 'sure' },
): Promise<ImportReport> {
  const { terms, file } = run
  const unread = new Set(file.faults.filter(({ refused }) => refused).map(({ line }) => line)).size
  const lines = await matchAll(deps, run)
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  for (const { outcome, given } of lines) if (!given) counts[outcome]++
  counts.refused += unread
  const held = await writeAll(deps, {
    terms,
    file,
    counts,
    toWrite: lines.flatMap(({ given }) => given ?? []),
  })
  await touchItems(deps.database, {
    sourceId: terms.source.id,
    uids: lines.filter(({ given }) => !given).map(({ event }) => event.uid),
    at: deps.clock.now(),
  })
  let missing = 0
  if (follow !== 'no' && file.whole && file.events.length > 0) {
    const seen = new Set([...file.events, ...file.faults].map(({ uid }) => uid))
    const gone = await findGone(deps, { terms, seen })
    if (gone.doubtful && follow === 'careful') missing = gone.items.length
    else counts.withdrawn = await withdrawAll(deps, { terms, items: gone.items })
  }
  return {
    total: lines.length + unread,
    counts,
    missing,
    held,
    dropped: file.dropped,
    faults: file.faults.slice(0, keptFaults),
    moreFaults: Math.max(0, file.faults.length - keptFaults),
  }
}

/** Writes a few at a time, and counts what became of them. Answers those that a person took in hand here. */
async function writeAll(
  deps: RunDeps,
  {
    terms,
    file,
    counts,
    toWrite,
  }: { terms: Terms; file: ReadFile; counts: ImportReport['counts']; toWrite: Given[] },
): Promise<ImportReport['held']> {
  const { database, clock, logger } = deps
  const held: ImportReport['held'] = []
  let tellModerators = true
  /** Answers how many were written, the first of those given. */
  const write = async (given: Given[]): Promise<number> => {
    const done = await database.write(async (tx) => {
      const done: Applied[] = []
      const ends = performance.now() + batchMs
      let tell = tellModerators
      for (const one of given) {
        if (done.length > 0 && performance.now() > ends) break
        const applied = await applyEvent(tx, deps, {
          terms,
          given: one,
          at: clock.now(),
          tellModerators: tell,
        })
        tell &&= !applied.waits
        done.push(applied)
      }
      return done
    })
    tellModerators &&= !done.some(({ waits }) => waits)
    for (const { outcome, eventId, title } of done) {
      counts[outcome]++
      if (outcome === 'held' && eventId && held.length < keptFaults) held.push({ eventId, title })
    }
    return done.length
  }
  for (let start = 0; start < toWrite.length;) {
    const given = toWrite.slice(start, start + batch)
    try {
      start += await write(given)
    } catch (error) {
      if (given.length > 1)
        logger.warn({ err: error, sourceId: terms.source.id }, 'batch of imported events written one by one')
      // One event that can't be written harms no other of its batch.
      for (const one of given)
        await write([one]).catch((failure: unknown) => {
          logger.error(
            { err: failure, sourceId: terms.source.id, uid: one.event.uid },
            'imported event not written',
          )
          refuse(file, one.event, 'unfit')
          counts.refused++
        })
      start += given.length
    }
  }
  return held
}

/** Events of this source, still to come, that it no longer holds; `doubtful` when they are most of what it had. */
async function findGone(
  { database, clock }: RunDeps,
  { terms, seen }: { terms: Terms; seen: ReadonlySet<string | null> },
): Promise<{ items: KnownItem[]; doubtful: boolean }> {
  const now = clock.now()
  const live = (await readItems(database.read, terms.source.id)).filter(
    ({ status, lastEndAt, expandedUntil }) =>
      status !== 'cancelled' &&
      status !== 'declined' &&
      (expandedUntil !== null || (lastEndAt ?? now) >= now),
  )
  const items = live.filter(({ uid }) => !seen.has(uid))
  return { items, doubtful: items.length >= 5 && items.length * 2 > live.length }
}

async function withdrawAll(
  deps: RunDeps,
  { terms, items }: { terms: Terms; items: KnownItem[] },
): Promise<number> {
  const { database, clock } = deps
  let withdrawn = 0
  for (let start = 0; start < items.length; start += batch)
    withdrawn += await database.write(async (tx) => {
      let done = 0
      for (const item of items.slice(start, start + batch)) {
        if (!item.owned) await deleteItem(tx, { sourceId: terms.source.id, uid: item.uid })
        else if (await withdrawEvent(tx, deps, { terms, item, at: clock.now() })) done++
      }
      return done
    })
  return withdrawn
}

/** All that is to come of a source, of no other way and in nobody's hand, is withdrawn: it is no longer followed. */
export async function withdrawSource(deps: RunDeps, terms: Terms): Promise<number> {
  const { items } = await findGone(deps, { terms, seen: new Set() })
  return withdrawAll(deps, { terms, items })
}
