// The people whom a town hall calls, and how long their word holds. Pure: screens ask the same questions.

export const callOutcomes = ['called', 'no-answer'] as const
export type CallOutcome = (typeof callOutcomes)[number]

const day = 86_400_000
/** After that their agreement is asked for again. */
export const askAgainAfter = 2 * 365 * day
/** Without a new agreement by then, they are forgotten: half a year of calls, each of them an occasion to ask. */
export const forgetAfter = askAgainAfter + 180 * day
/** Marks live as long as the rest of an alert's delivery report. */
export const callsKeptFor = 30 * day

export const isToAskAgain = (consentAt: number, now: number): boolean => consentAt <= now - askAgainAfter

/**
 * A French number as E.164 (`+33327630674`), however it was written; null when it is none, or one that its holder
 * cannot be: special numbers (08) and short ones.
 */
export function frenchNumber(written: string): string | null {
  const digits = written.replace(/\(0\)/g, '').replace(/[\s.\-/()\u00a0\u202f]/g, '')
  const international = digits.replace(/^00/, '+').replace(/^0(?=\d{9}$)/, '+33')
  return /^\+33[1-79]\d{8}$/.test(international) ? international : null
}

/** `lefebvre simone`, without accents nor capitals: the last name first, as a directory does. */
export function listNameKey({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${lastName} ${firstName}`
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
