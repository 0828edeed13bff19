/**
 * A mobile number as E.164 (`+33612345678`); null when it is none that is written to. French ones as people write
 * them; Belgian ones with their prefix, the border being near. No other country: a stranger could make us pay for
 * numbers that cost dear.
 */
export function mobileNumber(written: string): string | null {
  const digits = written.replace(/\(0\)/g, '').replace(/[\s.\-/()\u00a0\u202f]/g, '')
  const international = digits.replace(/^00/, '+').replace(/^0(?=[67]\d{8}$)/, '+33')
  return /^\+(?:33[67]\d{8}|324\d{8})$/.test(international) ? international : null
}
