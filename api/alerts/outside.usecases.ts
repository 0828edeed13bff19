import type { AlertKind } from '../../db/schema/alerts-published.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import type { Language } from '../platform/problems.ts'
import { FetchError, readWebAddress } from '../platform/remote-file.ts'
import { listCommunes, readTerritory } from '../territory/territory.usecases.ts'
import { createAlert } from './alert-desk.usecases.ts'
import { requireDesk } from './alert-scope.usecases.ts'
import type { DeskAlert } from './alert.schemas.ts'
import { outsideProblems } from './outside.problems.ts'
import {
  deleteOutsideFeed,
  findOutside,
  findOutsideCommunes,
  findOutsideFeed,
  findOutsideFeeds,
  insertOutsideFeed,
  listOutside,
  type OutsideAlertRow,
  type OutsideFeedRow,
} from './outside.repository.ts'
import type { NewOutsideFeed, OutsideFeedView, OutsideQuery, OutsideView } from './outside.schemas.ts'
import { sayOutsideFault } from './outside.words.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>
type Asking<T = object> = { actor: Actor; siren: string; language: Language } & T
export const MOST_OUTSIDE_FEEDS = 10

function view(feed: OutsideFeedRow, language: Language): OutsideFeedView {
  const { id, name, url, readAt, triedAt, nextAt, error, refused } = feed
  return { id, name, url, readAt, triedAt, nextAt, refused, error: error && sayOutsideFault(language, error) }
}

async function requireAdmin({ database }: Pick<Given, 'database'>, { actor, siren }: Asking): Promise<void> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database, siren })
}

/** The addresses that a territory reads. Throws `forbidden`, `not-found`. */
export async function listOutsideFeeds(
  { database }: Pick<Given, 'database'>,
  who: Asking,
): Promise<{ items: OutsideFeedView[] }> {
  await requireAdmin({ database }, who)
  return { items: (await findOutsideFeeds(database.read, who.siren)).map((feed) => view(feed, who.language)) }
}

/**
 * Reads an address from now on: within half a minute, then every five. Throws `forbidden`, `not-found`,
 * `outside-feed-address`, `outside-feed-exists`, `outside-feeds-full`.
 */
export async function addOutsideFeed(
  { database, clock, config }: Given,
  { feed, write, ...who }: Asking<{ feed: NewOutsideFeed; write: WriteKey }>,
): Promise<Answer<OutsideFeedView>> {
  await requireAdmin({ database }, who)
  const url = addressOf(feed.url, config.fetchAllowLoopback)
  return writeOnce({ database, clock, write }, async (tx) => {
    const known = await findOutsideFeeds(tx, who.siren)
    const same = known.find((one) => one.url === url) ?? (await findOutsideFeed(tx, feed.id))
    if (same) throw outsideProblems['outside-feed-exists']({ name: same.name })
    if (known.length >= MOST_OUTSIDE_FEEDS)
      throw outsideProblems['outside-feeds-full']({ most: MOST_OUTSIDE_FEEDS })
    const now = clock.now()
    const row: OutsideFeedRow = {
      id: feed.id,
      territorySiren: who.siren,
      name: feed.name,
      url,
      etag: null,
      lastModified: null,
      nextAt: now,
      triedAt: null,
      readAt: null,
      failures: 0,
      error: null,
      refused: 0,
      createdAt: now,
    }
    await insertOutsideFeed(tx, row)
    return { status: 201, body: view(row, who.language) }
  })
}

/** What is said of danger comes by no way that others can write on: https alone. */
function addressOf(text: string, allowLoopback: boolean): string {
  const refuse = (fault: string) =>
    outsideProblems['outside-feed-address'](
      { why: { fr: sayOutsideFault('fr', fault), en: sayOutsideFault('en', fault) } },
      { fault },
    )
  try {
    const url = readWebAddress(text, { allowLoopback })
    if (url.protocol !== 'https:' && !allowLoopback) throw refuse('not-https')
    return url.href
  } catch (error) {
    throw error instanceof FetchError ? refuse(error.fault) : error
  }
}

/** Reads an address no more; what it said is shown no longer. Throws `outside-not-found` and as above. */
export async function removeOutsideFeed(
  { database }: Pick<Given, 'database'>,
  { id, ...who }: Asking<{ id: string }>,
): Promise<void> {
  await requireAdmin({ database }, who)
  await database.write(async (tx) => {
    const feed = await findOutsideFeed(tx, id)
    if (feed?.territorySiren !== who.siren) throw outsideProblems['outside-not-found']()
    await deleteOutsideFeed(tx, id)
  })
}

/** What other services say of a territory or a commune, in force or to come, with its origin. Throws `bad-cursor`. */
export async function listOutsideAlerts(
  { database, clock }: Pick<Given, 'database' | 'clock'>,
  { territory, commune, cursor, limit }: OutsideQuery,
): Promise<Page<OutsideView>> {
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const after = at !== undefined && id !== undefined ? { at, id } : undefined
  const rows = await listOutside(database.read, {
    territorySiren: territory,
    commune,
    now: clock.now(),
    after,
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ row }) => [row.endsAt, row.id])
  const codes = await findOutsideCommunes(
    database.read,
    page.items.map(({ row }) => row.id),
  )
  const names = new Map(
    (await listCommunes({ database, territorySiren: territory })).map(({ code, name }) => [code, name]),
  )
  return {
    ...page,
    items: page.items.map(({ row, origin }) => ({
      id: row.id,
      territory,
      origin,
      severity: row.severity,
      event: row.event,
      title: row.title,
      words: row.words,
      language: row.language,
      web: row.web,
      whole: row.whole,
      areaWords: row.areaWords,
      communes: (codes.get(row.id) ?? []).map((code) => ({ code, name: names.get(code) ?? code })),
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      sentAt: row.sentAt,
    })),
  }
}

const kindOf = ({ severity }: OutsideAlertRow): AlertKind =>
  severity === 'extreme' || severity === 'severe' ? 'danger' : 'life'
const cut = (words: string, most: number) => (words.length > most ? `${words.slice(0, most - 1)}…` : words)

/**
 * Makes a draft of ours of what another service says, its origin named in it: staff read it again and send it as any
 * other, with the second reading that danger asks for. Throws `outside-not-found`, and as `createAlert` does.
 */
export async function relayOutside(
  deps: Given,
  { actor, id, alertId, write }: { actor: Actor; id: string; alertId: string; write: WriteKey },
): Promise<Answer<DeskAlert>> {
  const { read } = deps.database
  const found = await findOutside(read, id)
  if (!found || found.row.goneAt !== null) throw outsideProblems['outside-not-found']()
  const { row, origin } = found
  requireDesk(actor, row.territorySiren)
  const communes = (await findOutsideCommunes(read, [id])).get(id) ?? []
  const words = [row.words, `Source : ${origin}.`, row.web].filter(Boolean).join('\n\n')
  const now = deps.clock.now()
  return createAlert(deps, {
    actor,
    write,
    alert: {
      id: alertId,
      territory: row.territorySiren,
      kind: kindOf(row),
      title: cut(row.title, 90),
      words: cut(words, 3000),
      street: null,
      whole: row.whole,
      communes: row.whole ? [] : communes,
      area: null,
      image: null,
      document: null,
      startsAt: Math.max(row.startsAt, now - 86_400_000),
      endsAt: row.endsAt,
      publishAt: null,
      translations: {},
      send: false,
    },
  })
}
