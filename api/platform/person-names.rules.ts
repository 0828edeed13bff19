// How lists of people are ordered and searched, however a name was typed.

/** Words without accents nor capitals: `lefebvre simone`. */
export function nameWords(...texts: string[]): string[] {
  return texts
    .join(' ')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** The same for one name, however it was typed; the last name first, so that a list is in the order of a directory. */
export const nameKeyOf = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  nameWords(lastName, firstName).join(' ')
