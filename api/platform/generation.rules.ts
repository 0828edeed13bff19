/**
 * Header of every answer of ours, with the generation of the API. A phone knows by it that the sign-in page of a wifi
 * did not answer in our place, and by a number above its own that it must be updated before it writes: it keeps what it
 * has to send until then.
 */
export const apiHeader = 'Bocage-Api'

/** Raised by a change after which what an older app sends would be misread. */
export const apiGeneration = 1
