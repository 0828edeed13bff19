import { request } from 'node:http'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { listenTo, type Listening } from './listening.ts'

/**
 * What stands between a phone and the server: nothing; the sign-in page of a wifi, which answers every request to
 * the API with a page (`portal`), with nothing (`empty portal`) or with a refusal (`closed portal`); a newer server
 * (`newer`); a proxy that lets writes pass and drops their answers (`cut`); the edge of a network, where a connection
 * breaks once `breaksAfter` bytes of a body have passed (`edge`); a network so slow that what is longer never ends (`slow`);
 * a firewall that answers with its own page to each write with the word `firewallHates` in it (`firewall`).
 */
export type Between =
  'nothing' | 'portal' | 'empty portal' | 'closed portal' | 'newer' | 'cut' | 'edge' | 'slow' | 'firewall'

export type InBetween = Listening & {
  now: Between
  /** Writes that reached the server. */
  passed: string[]
  /** What was answered by somebody else's page. */
  stopped: string[]
  breaksAfter: number
  /** Of `cut`: the writes whose answers are dropped, by their path. */
  cuts: RegExp
  /**
   * Of photos: bytes that were let through, how often the edge broke, what was said of each one's length, and from where
   * each then went on.
   */
  photos: { bytes: number; breaks: number; lengths: number[]; offsets: Record<string, number[]> }
  /** Called with the length of each body of a photo that does not end. */
  onSlow: (length: number) => void
  /** Lets no piece that follows a first one pass before what it answers is called. */
  hold: () => () => void
}

const page = '<!doctype html><title>Wifi gratuit</title><h1>Connectez-vous au wifi</h1>'

/** One for the tests of a file, in front of their server: nothing is in the way, and nothing has passed, as each begins. */
export function useInBetween(server: { current: { url: string } }): InBetween {
  const between = {} as InBetween
  beforeAll(() => standInBetween(server.current.url, between))
  beforeEach(() => {
    between.now = 'nothing'
    between.passed.length = 0
    between.stopped.length = 0
  })
  afterAll(() => between.close())
  return between
}

/** A proxy in front of `origin` that can be told to behave as the worst ones do. */
export async function standInBetween(origin: string, between = {} as InBetween): Promise<InBetween> {
  let held: PromiseWithResolvers<void> | null = null
  return Object.assign(
    between,
    await listenTo((req, res) => {
      const api = req.url?.startsWith('/api/') ?? false
      const stop = (status: number, body: string) => {
        between.stopped.push(`${req.method} ${req.url}`)
        res.writeHead(status, { 'Content-Type': 'text/html' }).end(body)
      }
      if (api && between.now === 'portal') stop(200, page)
      else if (api && between.now === 'empty portal') stop(200, '')
      else if (api && between.now === 'closed portal') stop(403, page)
      else if (api && between.now === 'firewall')
        void passFirewall({ origin, req, res, between, stop: () => stop(403, page) })
      else pass({ origin, req, res, between, held: () => held?.promise ?? null })
    }),
    {
      now: 'nothing' as Between,
      passed: [] as string[],
      stopped: [] as string[],
      breaksAfter: 100_000,
      cuts: /^/,
      onSlow: () => {},
      photos: { bytes: 0, breaks: 0, lengths: [], offsets: {} } as InBetween['photos'],
      hold: () => {
        const holding = (held = Promise.withResolvers<void>())
        return holding.resolve
      },
    },
  )
}

export const firewallHates = 'union select'

async function passFirewall({
  origin,
  req,
  res,
  between,
  stop,
}: Omit<Passing, 'held'> & { stop: () => void }): Promise<void> {
  const body = Buffer.concat(await req.toArray())
  if (body.includes(firewallHates)) return stop()
  const { method, headers } = req
  if (method !== 'GET' && method !== 'HEAD') between.passed.push(`${method} ${req.url}`)
  const forwarded = request(new URL(req.url ?? '/', origin), { method, headers }, (reply) => {
    res.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(res)
  })
  forwarded.on('error', () => res.destroy())
  forwarded.end(body)
}

type Passing = {
  origin: string
  req: IncomingMessage
  res: ServerResponse
  between: InBetween
  /** What following pieces wait for. */
  held: () => Promise<void> | null
}

function pass({ origin, req, res, between, held }: Passing): void {
  const url = new URL(req.url ?? '/', origin)
  const length = Number(req.headers['content-length'] ?? 0)
  if (between.now === 'slow' && url.pathname.startsWith('/api/media') && length > between.breaksAfter)
    return between.onSlow(length)
  const forwarded = request(url, { method: req.method, headers: req.headers }, (reply) => {
    const write = req.method !== 'GET' && req.method !== 'HEAD'
    if (write) between.passed.push(`${req.method} ${url.pathname}`)
    if (write && between.now === 'cut' && between.cuts.test(url.pathname)) return void res.destroy()
    const headers =
      between.now === 'newer' && url.pathname.startsWith('/api/')
        ? { ...reply.headers, 'bocage-api': '999' }
        : reply.headers
    // A browser sends again by itself what breaks on a connection it used before.
    res.writeHead(
      reply.statusCode ?? 502,
      between.now === 'edge' ? { ...headers, connection: 'close' } : headers,
    )
    reply.pipe(res)
  })
  forwarded.on('error', () => res.destroy())
  if (between.now === 'edge' && url.pathname.startsWith('/api/media'))
    void passUntilEdge({ req, forwarded, between, held })
  else req.pipe(forwarded)
}

async function passUntilEdge({
  req,
  forwarded,
  between,
  held,
}: Pick<Passing, 'req' | 'between' | 'held'> & { forwarded: ClientRequest }): Promise<void> {
  const { photos } = between
  if (req.method === 'PATCH') await held()
  if (req.method === 'POST') photos.lengths.push(Number(req.headers['upload-length']))
  if (req.method === 'PATCH')
    (photos.offsets[req.url ?? ''] ??= []).push(Number(req.headers['upload-offset']))
  let left = between.breaksAfter
  req.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, left)
    left -= part.length
    photos.bytes += part.length
    if (left > 0) return void forwarded.write(part)
    photos.breaks++
    req.pause()
    forwarded.write(part, () => {
      forwarded.destroy()
      req.socket.destroy()
    })
  })
  req.on('end', () => forwarded.end())
}
