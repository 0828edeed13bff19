/** As dialled from abroad (`+33612345678`), whichever way people of here write it. */
const fromAbroad = (written: string): string =>
  written
    .replace(/\(0\)/g, '')
    .replace(/[\s.\-/()\u00a0\u202f]/g, '')
    .replace(/^00/, '+')
    .replace(/^0(?=\d{9}$)/, '+33')

/**
 * A French number as E.164 (`+33327630674`), however it was written; null when it is none, or one that its holder
 * cannot be: special numbers (08) and short ones.
 */
export function frenchNumber(written: string): string | null {
  const number = fromAbroad(written)
  return /^\+33[1-79]\d{8}$/.test(number) ? number : null
}

/**
 * A mobile number as E.164 (`+33612345678`); null when it is none that is written to. French ones as people write
 * them; Belgian ones with their prefix, the border being near. No other country: a stranger could make us pay for
 * numbers that cost dear.
 */
export function mobileNumber(written: string): string | null {
  const number = fromAbroad(written)
  return /^\+(?:33[67]\d{8}|324\d{8})$/.test(number) ? number : null
}
