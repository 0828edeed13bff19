import { locked } from '../offline/locks.ts'

/**
 * What registers, repairs or stops this phone's push goes one after the other, in all its tabs and in its service
 * worker. Not to be nested: the inner one would wait for the outer. Browsers that receive push have the Web Locks API.
 */
export const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => locked('bocage-push', work)
