const longest = 200

/** Cuts a screen's text into what a voice can say in one breath: lines, then sentences, then pieces. */
export function sentencesOf(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.match(/[^.?!…]+[.?!…]*/g) ?? [])
    .flatMap(
      (sentence) => sentence.trim().match(new RegExp(`.{1,${longest}}(?:\\s|$)|.{${longest}}`, 'g')) ?? [],
    )
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}
