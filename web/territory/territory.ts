import { computed, ref } from 'vue'
import type { TerritoryPage, TerritorySummary } from '../../api/territory/territory.schemas.ts'
import { request } from '../http/client.ts'
import { takeWritten } from '../http/written.ts'
import { ProblemError } from '../http/errors.ts'
import { recall, remember } from '../offline/remembered.ts'
import { tilesOf } from './map-tiles.ts'
import type { Bounds, MapTiles } from '../ui/map/map-types.ts'

export type Territory = TerritoryPage & { bounds: Bounds | undefined; tiles: MapTiles | null }
export type Category = TerritoryPage['categories'][number]

/** The territory on screen; null until one is open. */
export const territory = ref<Territory | null>(null)
/** Those to choose among, when several are open here and none was chosen on this phone. */
export const choices = ref<TerritorySummary[]>([])

/** The one chosen on this phone is no longer served: another is to be chosen. */
export const isClosed = ref(false)

/** The commune whose news come first, chosen on this phone. */
const communeCode = ref(recall('commune'))
export const commune = computed(
  () => territory.value?.communes.find(({ code }) => code === communeCode.value) ?? null,
)

export function chooseCommune(code: string | null): void {
  communeCode.value = code
  remember('commune', code ?? '')
}

let dressed = false

function withMap(page: TerritoryPage): Territory {
  return {
    ...page,
    bounds: page.bbox ?? undefined,
    tiles: tilesOf(page.map),
  }
}

/** Any territory, without opening it on screen: an agent may work for another than the one they last looked at. */
export async function readTerritory(siren: string): Promise<Territory> {
  if (territory.value?.siren === siren) return territory.value
  return withMap(await request<TerritoryPage>(`/api/territories/${siren}`))
}

function show(page: TerritoryPage): void {
  territory.value = withMap(page)
  if (page.accent && !dressed) {
    dressed = true
    void import('./accent-sheet.ts').then(({ wearAccent }) => wearAccent())
  }
}

const keptName = (siren: string) => `territory:${siren}`

async function fetchAndKeep(siren: string): Promise<TerritoryPage> {
  return keepPage(await request<TerritoryPage>(`/api/territories/${siren}`))
}

function keepPage(page: TerritoryPage): TerritoryPage {
  keepOf(page.siren, page)
  return page
}

function keepOf(siren: string, page: TerritoryPage | null): void {
  void import('../offline/kept.ts').then(({ keep }) => keep(keptName(siren), page)).catch(() => undefined)
}

async function readKept(siren: string): Promise<TerritoryPage | null> {
  const { recallKept } = await import('../offline/kept.ts')
  return recallKept<TerritoryPage>(keptName(siren))
}

/** Our own word for it: a proxy's page closes no territory. */
const isGone = (error: unknown) => error instanceof ProblemError && error.slug === 'not-found'

/** What was written there stays on this phone, and so does what waits. */
function leaveClosed(): void {
  remember('territory', '')
  wanted = ''
  isClosed.value = true
  territory.value = null
}

/** SIREN of the territory asked for last: a late answer about another one is kept, not shown. */
let wanted = ''

/** What the phone kept shows at once; what the server says replaces it. Throws when neither has it. */
async function openBySiren(siren: string): Promise<void> {
  wanted = siren
  const fetched = fetchAndKeep(siren).then((page) => {
    if (wanted === siren) show(page)
    return page
  })
  const kept = readKept(siren)
    .catch(() => null)
    .then((page) => {
      if (page && wanted === siren && !territory.value) show(page)
      return page
    })
  await Promise.race([fetched.catch(() => undefined), kept])
  // The one that lost the race may be the only one to have it.
  if (!territory.value) await kept
  if (!territory.value) await fetched
  // What the phone kept is on the screen: the server may still say that it is no more.
  fetched.catch((error: unknown) => {
    if (!isGone(error)) return
    keepOf(siren, null)
    if (wanted === siren) leaveClosed()
  })
}

let opening: Promise<void> | null = null

/**
 * Opens the territory chosen on this phone, or the only one there is. When there are several and none was chosen,
 * `choices` holds them and `territory` stays null. Throws when nothing can be read.
 */
export function openTerritory(): Promise<void> {
  if (territory.value) return Promise.resolve()
  opening ??= (async () => {
    const remembered = recall('territory')
    const written = takeWritten<TerritoryPage>('opened')
    if (written && (!remembered || remembered === written.siren)) {
      show(keepPage(written))
      remember('territory', written.siren)
      return
    }
    if (remembered) {
      try {
        await openBySiren(remembered)
        // The server may have said by now, of what the phone kept, that it is no more.
        if (!isClosed.value || territory.value) return
      } catch (error) {
        if (!isGone(error)) throw error
        leaveClosed()
      }
    }
    const { items } = await request<{ items: TerritorySummary[] }>('/api/territories', {
      query: { limit: 100 },
    })
    const [only] = items
    if (only && items.length === 1 && !isClosed.value) await chooseTerritory(only.siren)
    else offer(items)
  })().finally(() => {
    opening = null
  })
  return opening
}

function offer(items: TerritorySummary[]): void {
  choices.value = items
  if (items.length > 1) remember('territories', 'several')
}

/** Whether there was another territory to choose the last time this phone looked. */
export const severalTerritories = () => recall('territories') === 'several'

/** Throws, and stays in the one open before, when it cannot be read. */
export async function chooseTerritory(siren: string): Promise<void> {
  const before = territory.value
  territory.value = null
  try {
    await openBySiren(siren)
  } catch (error) {
    if (wanted === siren) territory.value = before
    throw error
  }
  if (wanted !== siren) return
  remember('territory', siren)
  choices.value = []
  isClosed.value = false
}

/** Shows the list of territories again. */
export async function leaveTerritory(): Promise<void> {
  const { items } = await request<{ items: TerritorySummary[] }>('/api/territories', {
    query: { limit: 100 },
  })
  offer(items)
  wanted = ''
  territory.value = null
  remember('territory', '')
}
