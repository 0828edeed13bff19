/** Calls a number when opened: `tel:+33327000000`, whatever stands between its digits. */
export const dial = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`
