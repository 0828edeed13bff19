/** Calls a number when opened: `tel:+33327000000`, whatever stands between its digits. */
export const dial = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`

/** « 06 12 34 56 78 », as a French number is read aloud; others as they were written. */
export function phoneSaid(number: string): string {
  const digits = number.replace(/[^\d+]/g, '').replace(/^(\+|00)33/, '0')
  return /^0\d{9}$/.test(digits) ? digits.replace(/(\d\d)(?=\d)/g, '$1\u00a0') : number
}
