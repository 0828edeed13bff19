/**
 * Loaded before the server (`NODE_OPTIONS=--import`): its clock reads `MOVED_CLOCK_MS` later than this machine's, so that a
 * story of one season is told in any other. Timers run as they do.
 */
const by = Number(process.env['MOVED_CLOCK_MS'] ?? 0)
const Real = Date
const now = () => Real.now() + by

globalThis.Date = new Proxy(Real, {
  construct: (target, given: [number?], self) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, self) as object,
  get: (target, name, self) => (name === 'now' ? now : (Reflect.get(target, name, self) as unknown)),
})
