import { request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenTo, type Listening } from './listening.ts'

/**
 * What stands between a phone and the server: nothing; the sign-in page of a wifi, which answers every request to
 * the API with a page (`portal`), with nothing (`empty portal`) or with a refusal (`closed portal`); a newer server
 * (`newer`); a proxy that lets writes pass and drops their answers (`cut`).
 */
export type Between = 'nothing' | 'portal' | 'empty portal' | 'closed portal' | 'newer' | 'cut'

export type InBetween = Listening & { now: Between; /** Writes that reached the server. */ passed: string[] }

const page = '<!doctype html><title>Wifi gratuit</title><h1>Connectez-vous au wifi</h1>'

/** A proxy in front of `origin` that can be told to behave as the worst ones do. */
export async function standInBetween(origin: string): Promise<InBetween> {
  const between: InBetween = Object.assign(
    await listenTo((req, res) => {
      const api = req.url?.startsWith('/api/') ?? false
      if (api && between.now === 'portal') answer(res, 200, page)
      else if (api && between.now === 'empty portal') answer(res, 200, '')
      else if (api && between.now === 'closed portal') answer(res, 403, page)
      else pass({ origin, req, res, between })
    }),
    { now: 'nothing' as Between, passed: [] as string[] },
  )
  return between
}

function answer(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, { 'Content-Type': 'text/html' }).end(body)
}

function pass({
  origin,
  req,
  res,
  between,
}: {
  origin: string
  req: IncomingMessage
  res: ServerResponse
  between: InBetween
}): void {
  const url = new URL(req.url ?? '/', origin)
  const forwarded = request(url, { method: req.method, headers: req.headers }, (reply) => {
    const write = req.method !== 'GET' && req.method !== 'HEAD'
    if (write) between.passed.push(`${req.method} ${url.pathname}`)
    if (write && between.now === 'cut') return void res.destroy()
    const headers =
      between.now === 'newer' && url.pathname.startsWith('/api/')
        ? { ...reply.headers, 'bocage-api': '999' }
        : reply.headers
    res.writeHead(reply.statusCode ?? 502, headers)
    reply.pipe(res)
  })
  forwarded.on('error', () => res.destroy())
  req.pipe(forwarded)
}
