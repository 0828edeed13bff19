// What a template may hold. Pure: the desk asks the same question.

/** What a template may hold of characters: its words and its advice are one message. */
export const templateLimits = { title: 90, words: 2000, advice: 900 } as const

const address = /[\w.+-]+@[\w-]+\.\w+/
/** Between the pairs of a number: any space, also one that does not break, a dot, a stroke, a dash of any length. */
const apart = '[\\s./\\-\u2010-\u2013]?'
const pairs = `(?:${apart}\\d{2}){4}(?!\\d)`
const mobileNumber = new RegExp(
  `(?:(?:\\+|(?:^|\\D)00)${apart}33${apart}(?:\\(0\\))?|(?:^|\\D)0)${apart}[67]${pairs}`,
)
/** Taken away first: « 03 27 63 06 74/03 27 63 06 75 » and « 06/12/2026 18 h » hold one for whoever begins anywhere. */
const nobodys = new RegExp(
  `(^|\\D)(?:0${apart}[1-589]${pairs}|\\d{2}([./-])\\d{2}\\2(?:19|20)\\d{2}(?!\\d))`,
  'g',
)

/**
 * Does a text name somebody in particular, by an address or a mobile number? A template outlives the person, and is
 * offered to all.
 */
export const isPersonal = (text: string): boolean =>
  address.test(text) || mobileNumber.test(text.replace(nobodys, '$1'))

/** The message that a template begins: its advice is its last paragraph. */
export const templateWords = ({ words, advice }: { words: string; advice: string | null }): string =>
  [words, advice].filter(Boolean).join('\n\n')
