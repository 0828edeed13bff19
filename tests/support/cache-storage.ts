/**
 * A browser's cache storage in memory, for what runs without one. `room`: characters of bodies it takes before it says,
 * as browsers do, that the phone is full.
 */
export function createCacheStorage() {
  const all = new Map<string, Map<string, { body: ArrayBuffer; headers: Headers }>>()
  let room = Infinity
  const open = (name: string) => {
    const kept = all.get(name) ?? new Map<string, { body: ArrayBuffer; headers: Headers }>()
    all.set(name, kept)
    return {
      match: async (address: string) => {
        const found = kept.get(address)
        return found && new Response(found.body.slice(0), { headers: found.headers })
      },
      keys: async () => [...kept.keys()].map((address) => new Request(address)),
      put: async (address: string, response: Response) => {
        const body = await response.arrayBuffer()
        room -= body.byteLength
        if (room < 0) throw new DOMException('full', 'QuotaExceededError')
        kept.set(address, { body, headers: response.headers })
      },
      delete: async (address: string) => kept.delete(address),
    }
  }
  return {
    storage: { open: async (name: string) => open(name) } as unknown as CacheStorage,
    addresses: () => [...all.values()].flatMap((kept) => [...kept.keys()]).sort(),
    limit: (bytes: number) => {
      room = bytes
    },
  }
}
