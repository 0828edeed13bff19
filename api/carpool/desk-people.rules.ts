import { nameWords } from '../platform/person-names.rules.ts'

// How the desk names and finds again the people it speaks for.

/** Digits as dialled in France: `+33 6 12…`, `0033612…`, `33612…` and `06 12…` are one number, also when cut short. */
export function phoneKeyOf(phone: string | null): string {
  const dialled = (phone ?? '').replace(/[^\d+]/g, '')
  const national = /^(?:\+|00)33(?:0)?(\d*)$/.exec(dialled)?.[1] ?? /^33([1-9]\d{8})$/.exec(dialled)?.[1]
  return national === undefined ? dialled.replace(/\D/g, '') : `0${national}`
}

/** What a person is found by. */
export const keysOf = (person: { firstName: string; lastName: string; phone: string | null }) => [
  ...new Set([...nameWords(person.lastName, person.firstName), phoneKeyOf(person.phone)].filter(Boolean)),
]

/** What somebody types to find a person: words of a name, or the beginning of a number however it is spaced. */
export function soughtBy(q: string): string[] {
  const number = q.replace(/[\s().-]/g, '')
  if (/^\+?\d{4,}$/.test(number)) return [phoneKeyOf(number)]
  return nameWords(q).slice(0, 5)
}

/** What others read: a first name and an initial. */
export function shownNameOf({ firstName, lastName }: { firstName: string; lastName: string }): string {
  const [initial] = lastName.trim()
  return initial ? `${firstName.trim()} ${initial.toUpperCase()}.` : firstName.trim()
}
