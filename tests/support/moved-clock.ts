import { ServerResponse } from 'node:http'

/**
 * Loaded before the server (`NODE_OPTIONS=--import`): its clock reads `MOVED_CLOCK_MS` later than this machine's, so that a
 * story of one season is told in any other. Timers run as they do.
 */
const by = Number(process.env['MOVED_CLOCK_MS'] ?? 0)
const Real = Date
const now = () => Real.now() + by

/** Answers say the hour too, where the story is about what the screen makes of it. */
if (process.env['MOVED_CLOCK_SAID'] === '1') {
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = new Proxy(writeHead, {
    apply: (target, response: ServerResponse, given) => {
      response.setHeader('Date', new Date().toUTCString())
      return Reflect.apply(target, response, given)
    },
  })
}

globalThis.Date = new Proxy(Real, {
  construct: (target, given: [number?], self) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, self) as object,
  get: (target, name, self) => (name === 'now' ? now : (Reflect.get(target, name, self) as unknown)),
})
