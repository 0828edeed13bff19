import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SmsCall = {
  key: string
  authorization: string
  to: string
  from: string
  text: string
  reference: string
}
type Answer = number | 'hang' | { status: number; headers: Record<string, string> }

/** A gateway of text messages on loopback: keeps every call, and knows a message by its key as real ones do. */
export async function openSmsGateway() {
  const calls: SmsCall[] = []
  let answer: Answer = 200
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const said = JSON.parse(Buffer.concat(parts).toString('utf8')) as Omit<SmsCall, 'key' | 'authorization'>
      calls.push({
        key: String(request.headers['idempotency-key']),
        authorization: String(request.headers.authorization),
        ...said,
      })
      if (answer === 'hang') return
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer
      response.writeHead(status, headers).end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    calls,
    /** Messages that were really sent on: one for each key, however often it was called. */
    sentTo: (number: string) =>
      new Map(calls.filter(({ to }) => to === number).map(({ key, text }) => [key, text])),
    answer: (next: Answer) => {
      answer = next
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
