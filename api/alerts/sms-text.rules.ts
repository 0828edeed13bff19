// What a text message costs: characters, segments and what is shortened so that it stays cheap. Pure.

/** 3GPP TS 23.038 §6.2.1: the default alphabet, one septet each. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** 3GPP TS 23.038 §6.2.1.1: the extension table, an escape and a septet. */
const extended = new Set('\f^{}\\[~]|€')
/** 3GPP TS 23.040 §9.2.3.24.1: a header of 6 octets in each part of a longer message. */
const sizes = { gsm: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const

const replacements: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '…': '...',
  '–': '-',
  '—': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  œ: 'oe',
  Œ: 'OE',
}

/**
 * The text in letters of the default alphabet where they exist: « forêt » becomes « foret », which any phone reads and
 * which costs less than half. What has no such letter stays.
 */
export const toGsm = (text: string): string =>
  [...text.replace(/« | »/g, '"')]
    .map((letter) => {
      if (basic.has(letter) || extended.has(letter)) return letter
      const plain = replacements[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '')
      return [...plain].every((one) => basic.has(one)) ? plain : letter
    })
    .join('')

/** How many segments a text is sent, and paid, as: no letter, nor a pair of code units, is cut in two. */
export function segmentsOf(text: string): number {
  const letters = [...text]
  const isGsm = letters.every((one) => basic.has(one) || extended.has(one))
  const { alone, part } = isGsm ? sizes.gsm : sizes.ucs2
  const weights = letters.map((one) => (isGsm ? (extended.has(one) ? 2 : 1) : one.length))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole <= alone) return 1
  let [parts, filled] = [1, 0]
  for (const weight of weights) {
    if (filled + weight > part) [parts, filled] = [parts + 1, 0]
    filled += weight
  }
  return parts
}

/** At most so many for one message. */
export const mostSegments = 3

/** `head` and `tail` whole, and as much of the words between as `mostSegments` hold, cut after a word. */
export function fitText({ head, words, tail }: { head: string; words: string; tail: string }): string {
  const [start, end] = [toGsm(head), toGsm(tail)]
  const all = toGsm(words).split(/\s+/).filter(Boolean)
  const render = (count: number) =>
    [start, all.slice(0, count).join(' ') + (count < all.length ? '...' : ''), end].filter(Boolean).join('\n')
  let count = all.length
  while (count > 0 && segmentsOf(render(count)) > mostSegments) count--
  return render(count)
}

/** Answers that stop, as people write them: the AF2M charter's STOP, and its like. */
const stopWords = new Set(['stop', 'arret', 'arreter', 'stopsms', 'stopall', 'unsubscribe', 'fin', 'stoppen'])
export const isStop = (text: string): boolean =>
  stopWords.has(
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim()
      .split(' ')[0] ?? '',
  )
