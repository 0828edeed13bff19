import { createServer, type Socket } from 'node:net'

/** What the sink counted, as it tells whoever asks. Instants are epoch milliseconds. */
export type SinkCounts = { received: number; high: number; firstHighAt: number | null; cpuMs: number }

/**
 * A push service that takes everything, in a process of its own and as little of one as can be: it reads only how long a
 * message is and whether it is urgent, so that the machine is left to those who are measured. `forget` starts the
 * count again; any other message is answered by the counts.
 */
const answer = Buffer.from('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n')
const headEnd = Buffer.from('\r\n\r\n')
let [received, high] = [0, 0]
let firstHighAt: number | null = null

function serve(socket: Socket): void {
  let kept: Buffer = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    kept = kept.length > 0 ? Buffer.concat([kept, chunk]) : chunk
    for (;;) {
      const end = kept.indexOf(headEnd)
      if (end < 0) return
      const head = kept.toString('latin1', 0, end).toLowerCase()
      const length = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0)
      const whole = end + headEnd.length + length
      if (kept.length < whole) return
      kept = kept.subarray(whole)
      received++
      if (/\r\nurgency: *high/.test(head)) {
        high++
        firstHighAt ??= Date.now()
      }
      socket.write(answer)
    }
  })
}

const server = createServer(serve)
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('message', (message) => {
  if (message === 'forget') {
    ;[received, high] = [0, 0]
    firstHighAt = null
  }
  const { user, system } = process.cpuUsage()
  process.send?.({ received, high, firstHighAt, cpuMs: (user + system) / 1000 } satisfies SinkCounts)
})
process.on('disconnect', () => process.exit())
