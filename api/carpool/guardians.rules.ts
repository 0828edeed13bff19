const DAY = 86_400_000

/**
 * From this age a young person may have an account of their own, with a parent's agreement: the age at which one agrees
 * alone to the use of one's data in France (loi Informatique et Libertés, art. 45; GDPR, art. 8). That a parent agrees to
 * rides is our choice, after parental authority (Code civil, art. 371-1). Younger, a parent books with their account.
 */
export const YOUNGEST = 15
/** A parent agrees for a year, then is asked again. */
export const AGREED_FOR_MS = 365 * DAY
/** Without an answer, the parent's address is erased. */
export const UNANSWERED_MS = 30 * DAY
