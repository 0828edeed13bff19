/**
 * One at a time does what `name` says, in all tabs of this phone and its service worker. Not to be nested under one name: the
 * inner one would wait for the outer. A browser without Web Locks lets all through.
 */
export const locked = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request(name, work) : work()

/** One sender at a time. */
export const alone = <T>(work: () => Promise<T>): Promise<T> => locked('bocage.sends', work)

/** One that puts in the queue, or takes from it what it sends, at a time: for moments, whoever sends meanwhile. */
export const changingQueue = <T>(work: () => Promise<T>): Promise<T> => locked('bocage.queue', work)
