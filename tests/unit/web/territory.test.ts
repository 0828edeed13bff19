import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { apiGeneration, apiHeader } from '../../../api/platform/generation.rules.ts'

// Which territory is on screen, when answers come in another order than they were asked for.

const [near, far] = ['200043321', '200068500']
let answer: Map<string, (body: unknown) => void>

beforeEach(() => {
  answer = new Map()
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
  vi.stubGlobal('fetch', async (address: string) => {
    const body = await new Promise((resolve) => answer.set(address, resolve))
    const headers = { 'Content-Type': 'application/json', [apiHeader]: String(apiGeneration) }
    return new Response(JSON.stringify(body), { headers })
  })
})
afterEach(() => vi.unstubAllGlobals())

/** The modules of a page as they are at its opening. */
async function openApp() {
  vi.resetModules()
  return await import('../../../web/territory/territory.ts')
}

async function answered(siren: string): Promise<void> {
  const address = `/api/territories/${siren}`
  await vi.waitUntil(() => answer.has(address))
  answer.get(address)!({ siren, communes: [], categories: [], bbox: null, map: {} })
}

it('a late answer about one territory does not replace the one chosen since', async () => {
  const { chooseTerritory, territory } = await openApp()
  const first = chooseTerritory(near)
  const second = chooseTerritory(far)
  await answered(far)
  await second
  await answered(near)
  await first
  expect(territory.value?.siren).toBe(far)
  expect(localStorage.getItem('bocage.territory')).toBe(far)
})

it('a territory that was left does not come back with what it still answers', async () => {
  const { chooseTerritory, leaveTerritory, territory } = await openApp()
  const opening = chooseTerritory(near)
  const leaving = leaveTerritory()
  const list = '/api/territories?limit=100'
  await vi.waitUntil(() => answer.has(list))
  answer.get(list)!({ items: [{ siren: near }, { siren: far }] })
  await leaving
  await answered(near)
  await opening
  expect(territory.value).toBeNull()
  expect(localStorage.getItem('bocage.territory')).toBe('')
})
