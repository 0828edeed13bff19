import type { CommunePack, PackPartName } from '../../../api/communes/pack.schemas.ts'
import { aheadOf } from '../clock.rules.ts'
import { sweepPictures } from './pictures.ts'
import { roomOfPacks, whatFits } from './limits.ts'
import {
  basemapBytes,
  forgetPack,
  partKey,
  readShelf,
  writeShelf,
  type KeptPack,
  type KeptStore,
} from './shelf.ts'

const patienceMs = 20_000

type Answer = { pack: CommunePack; etag: string }

/** Asks for what changed since `before`: `answer` null when nothing did. Throws when nothing of ours answered. */
async function ask(
  { code, lang }: { code: string; lang: string },
  before: KeptPack | undefined,
): Promise<{ answer: Answer | null; clockAhead: number | null }> {
  const query = new URLSearchParams({ lang })
  const have = Object.entries(before?.parts ?? {}).map(([name, { version }]) => `${name}.${version}`)
  if (have.length > 0) query.set('have', have.join())
  const response = await fetch(`/api/communes/${code}/pack?${query}`, {
    headers: before ? { 'If-None-Match': before.etag } : {},
    // What is kept is kept here: a second copy would cost the phone its room.
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(patienceMs),
  })
  const clockAhead = aheadOf(response.headers, Date.now())
  if (response.status === 304 && before) return { answer: null, clockAhead }
  const isOurs = response.ok && (response.headers.get('Content-Type') ?? '').includes('json')
  if (!isOurs) throw new Error(`The pack was not answered: ${response.status}`)
  const pack = (await response.json()) as CommunePack
  if (!pack.parts) throw new Error('Something else answered')
  return { answer: { pack, etag: response.headers.get('ETag') ?? '' }, clockAhead }
}

/** All its parts are there: browsers may clear what they like. */
async function isWhole(store: KeptStore, pack: KeptPack): Promise<boolean> {
  const names = Object.keys(pack.parts) as PackPartName[]
  const found = await Promise.all(names.map((name) => store.get(partKey(pack, name))))
  return found.every((part) => part !== undefined)
}

/**
 * Brings the pack of a commune up to date: only what changed is fetched. It then comes first on the shelf, and those
 * that no longer fit are forgotten.
 */
export async function refreshPack(
  store: KeptStore,
  { code, lang }: { code: string; lang: string },
): Promise<KeptPack> {
  const shelfBefore = await readShelf(store)
  const known = shelfBefore.packs.find((pack) => pack.code === code && pack.lang === lang)
  const before = known && (await isWhole(store, known)) ? known : undefined
  const { answer, clockAhead } = await ask({ code, lang }, before)
  const ahead = clockAhead ?? shelfBefore.clockAhead
  const at = Date.now() - ahead
  const pack = answer ? await put(store, answer, { before, at }) : { ...before!, at }
  // Read again: the person may have changed the limit meanwhile.
  const shelf = await readShelf(store)
  const { stay, goes } = whatFits(
    [pack, ...shelf.packs.filter((one) => one.code !== code)],
    roomOfPacks({ limitBytes: shelf.limitBytes, mapBytes: basemapBytes(shelf.basemaps), first: pack }),
  )
  // Of another language, it is replaced.
  const replaced = shelf.packs.filter((one) => one.code === code && one.lang !== lang)
  for (const one of [...goes, ...replaced]) await forgetPack(store, one)
  await writeShelf(store, { ...shelf, packs: stay, clockAhead: ahead })
  await sweepPictures(stay).catch(() => undefined)
  return pack
}

async function put(
  store: KeptStore,
  { pack, etag }: Answer,
  { before, at }: { before: KeptPack | undefined; at: number },
): Promise<KeptPack> {
  const { code, name, lang, territory } = pack
  const parts: KeptPack['parts'] = {}
  for (const key of Object.keys(pack.parts) as PackPartName[]) {
    const { version, data } = pack.parts[key]
    if (data) {
      await store.put(partKey({ code, lang }, key), { at, data })
      parts[key] = { version, bytes: new Blob([JSON.stringify(data)]).size }
    } else if (before?.parts[key]?.version === version) parts[key] = before.parts[key]
  }
  return { code, name, territory, lang, at, etag, parts, pictures: before?.pictures ?? [] }
}
