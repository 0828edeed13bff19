import { readdir } from 'node:fs/promises'
import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { listenTo, type Listening } from './listening.ts'

const assets = fileURLToPath(new URL('../../dist/web/assets/', import.meta.url))

export type Release = Listening & {
  /** From now on the server is the next version: its files have other names, and those of before are gone. */
  released: boolean
  /** While it starts: what stands before it answers to the API in its place. */
  starting: boolean
}

/**
 * Stands before the server at `origin`, and can become its next release: every script and style sheet is served under a
 * new name only, and all that names one (pages, scripts, the service worker's list) says the new one.
 */
export async function beforeNextRelease(origin: string): Promise<Release> {
  const built = new Set(
    (await readdir(assets, { recursive: true }))
      .map((path) => basename(path))
      .filter((name) => /\.(js|css)$/.test(name)),
  )
  const release: Release = Object.assign(
    await listenTo((req, res) => {
      if (release.starting && req.url?.startsWith('/api/')) res.writeHead(502).end('Bad Gateway')
      else pass({ origin, req, res, built: release.released ? built : null })
    }),
    { released: false, starting: false },
  )
  return release
}

const renamed = (name: string) => name.replace(/(\.\w+)$/, 'n$1')
const formerOf = (name: string) => name.replace(/n(\.\w+)$/, '$1')

/** What a text of this build says in the next one. */
const asNext = (text: string, built: ReadonlySet<string>) =>
  text
    .replaceAll(/[\w.-]+\.(?:js|css)\b/g, (name) => (built.has(name) ? renamed(name) : name))
    // The list of the service worker: a page that names other files is another page.
    .replace(/"[0-9a-f]{32}"(?=,"url":"index\.html")/, '"00000000000000000000000000000000"')

function pass({
  origin,
  req,
  res,
  built,
}: {
  origin: string
  req: IncomingMessage
  res: ServerResponse
  /** Names of this build's files once it is no longer the one served. */
  built: ReadonlySet<string> | null
}): void {
  const url = new URL(req.url ?? '/', origin)
  const name = basename(url.pathname)
  if (built?.has(name)) return void res.writeHead(404).end()
  if (built?.has(formerOf(name))) url.pathname = url.pathname.replace(name, formerOf(name))
  // Read and rewritten here: neither compressed nor « unchanged ».
  const {
    'accept-encoding': _encoding,
    'if-none-match': _tag,
    'if-modified-since': _since,
    ...headers
  } = req.headers
  const forwarded = request(url, { method: req.method, headers }, async (reply) => {
    const isText = /javascript|css|html/.test(reply.headers['content-type'] ?? '')
    if (!built || !isText) {
      res.writeHead(reply.statusCode ?? 502, reply.headers)
      return void reply.pipe(res)
    }
    const { 'content-length': _length, etag: _etag, link, ...others } = reply.headers
    const said = link ? { link: asNext(String(link), built) } : {}
    res.writeHead(reply.statusCode ?? 502, { ...others, ...said })
    res.end(asNext(Buffer.concat(await reply.toArray()).toString(), built))
  })
  forwarded.on('error', () => res.destroy())
  req.pipe(forwarded)
}

/** Whether what a page runs came from the next release. */
export const runsNext = (page: Page) =>
  page.evaluate(() =>
    performance.getEntriesByType('resource').some(({ name }) => /\/assets\/.+-[\w-]{8}n\.js$/.test(name)),
  )
