import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRenderer } from 'vue'
import { apiGeneration, apiHeader } from '../../../api/platform/generation.rules.ts'
import { usePlaces } from '../../../web/carpool/rides/places.ts'

// The places one chooses a start and an end among, as this phone keeps them for when the service does not answer.

let down = false
beforeEach(() => {
  down = false
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
  vi.stubGlobal('fetch', async (address: string) => {
    if (down) return new Response('', { status: 503 })
    const siren = new URL(address, 'http://bocage.test').searchParams.get('territory')
    const aire = { id: `aire-${siren}`, name: `Aire de ${siren}`, listed: true }
    const items = [{ ...aire, commune: { code: '59053', name: 'Bavay' } }]
    const headers = { 'Content-Type': 'application/json', [apiHeader]: String(apiGeneration) }
    return new Response(JSON.stringify({ items, nextCursor: null }), { headers })
  })
})
afterEach(() => vi.unstubAllGlobals())

const nothing = () => undefined
/** Runs `setup` as a screen would, without any screen. */
const { createApp } = createRenderer<object, object>({
  insert: nothing,
  remove: nothing,
  patchProp: nothing,
  setText: nothing,
  setElementText: nothing,
  createElement: () => ({}),
  createText: () => ({}),
  createComment: () => ({}),
  parentNode: () => null,
  nextSibling: () => null,
})

/** What a screen of this territory offers once it has read. */
async function offeredIn(siren: string): Promise<string[]> {
  let places: ReturnType<typeof usePlaces> | undefined
  const app = createApp({
    setup: () => {
      places = usePlaces(() => ({ siren, communes: [] }))
      return () => null
    },
  })
  app.mount({})
  await vi.waitUntil(() => places!.aires.value.length > 0 || places!.failure.value)
  app.unmount()
  return places!.aires.value.map(({ id }) => id)
}

it('are those of the territory one works for, also while the service is down', async () => {
  for (const siren of ['200043321', '200068500']) expect(await offeredIn(siren)).toEqual([`aire-${siren}`])
  down = true
  for (const siren of ['200043321', '200068500']) expect(await offeredIn(siren)).toEqual([`aire-${siren}`])
})
