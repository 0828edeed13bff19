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
