import { serve } from '@hono/node-server'
import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { DemoApp } from './demo-app.ts'

export type Listening = {
  url: string
  /** Ends the connections on which nothing is asked now: a browser asks the next thing on a new one. */
  closeIdle: () => void
  close: () => Promise<void>
}

/** Serves an application of the tests on a real address of loopback. */
export async function listen({ app }: Pick<DemoApp, 'app'>): Promise<Listening> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  return closing(server as ReturnType<typeof createServer>)
}

/** A server that answers as a test says. */
export async function listenTo(answer: RequestListener): Promise<Listening> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return closing(server)
}

function closing(server: ReturnType<typeof createServer>): Listening {
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    closeIdle: () => server.closeIdleConnections(),
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
