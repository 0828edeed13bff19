import { recall } from '../offline/remembered.ts'

/** The person wants to be told on this phone, and did not stop it since. Apart: the first screen asks it alone. */
export const isWanted = () => Boolean(recall('push.device')) && recall('push.off') !== 'yes'
