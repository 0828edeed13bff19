import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

/** A push service that takes everything, in a thread of its own. Says its port. */
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(201).end())
})
// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
