import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { uuidv7 } from 'uuidv7'

/** What the load process is asked, as JSON in its first argument. */
export type Load = {
  url: string
  clients: number
  warmupMs: number
  durationMs: number
  places: { categoryId: string; lon: number; lat: number }[]
}

/** What it prints, as JSON: counts and latencies of the answers that came after the warm-up. */
export type LoadReport = {
  accepted: number
  acceptedWithWarmup: number
  seconds: number
  p50Ms: number
  p99Ms: number
  refused: Record<string, number>
}

const words = [
  'Trou profond devant la mairie.',
  'Lampadaire éteint depuis lundi 😕',
  'Dépôt de gravats au bord du bois.',
]

async function send(agent: Agent, url: string, body: string): Promise<number> {
  const sent = request(`${url}/api/incidents`, {
    agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': uuidv7(),
      'bocage-device': uuidv7(),
    },
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response.statusCode ?? 0
}

/** Reports without a pause from `clients` keep-alive connections, each waiting for its answer before the next. */
async function run({ url, clients, warmupMs, durationMs, places }: Load): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const latencies: number[] = []
  const refused: Record<string, number> = {}
  let acceptedWithWarmup = 0
  let sequence = 0
  const started = performance.now() + warmupMs
  const end = started + durationMs

  async function client() {
    while (performance.now() < end) {
      const n = sequence++
      const place = places[n % places.length]
      if (!place) throw new Error('no place to report from')
      const body = JSON.stringify({
        id: uuidv7(),
        categoryId: place.categoryId,
        position: { lon: place.lon, lat: place.lat, accuracy: 8 },
        words: words[n % words.length],
        locale: 'fr',
      })
      const sentAt = performance.now()
      const status = await send(agent, url, body)
      const answeredAt = performance.now()
      if (status === 201) acceptedWithWarmup++
      if (answeredAt < started || answeredAt > end) continue
      if (status === 201) latencies.push(answeredAt - sentAt)
      else refused[status] = (refused[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    accepted: latencies.length,
    acceptedWithWarmup,
    seconds: durationMs / 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    refused,
  }
}

if (import.meta.main) {
  const load = JSON.parse(process.argv[2] ?? '{}') as Load
  process.stdout.write(JSON.stringify(await run(load)))
}
