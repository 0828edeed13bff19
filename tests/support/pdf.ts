import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** Read by pdf.js, which knows nothing of how we write: its pages, words, structure and titles. */
export async function readPdf(bytes: Uint8Array) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: { text: string; roles: string[]; alts: string[]; width: number; height: number }[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const roles: string[] = []
    const alts: string[] = []
    type Node = { role?: string; alt?: string; children?: Node[] }
    const walk = (node: Node) => {
      if (node.role) roles.push(node.role)
      if (node.alt) alts.push(node.alt)
      node.children?.forEach(walk)
    }
    walk((await page.getStructTree()) as Node)
    const text = items.map((item) => ('str' in item ? item.str : '')).join(' ')
    const { width, height } = page.getViewport({ scale: 1 })
    pages.push({ text, roles, alts, width, height })
  }
  const { info } = await pdf.getMetadata()
  return { pages, info: info as { Title: string; Language: string }, marked: await pdf.getMarkInfo() }
}

/**
 * The dark squares of the one path of the first page that is made of many equal ones: a QR code as it is drawn, row by
 * row.
 */
export async function drawnSquares(bytes: Uint8Array): Promise<boolean[][]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const { fnArray, argsArray } = await (await pdf.getPage(1)).getOperatorList()
  const paths = fnArray.flatMap((operator, i) => {
    if (operator !== OPS.constructPath) return []
    const [, [data]] = argsArray[i] as [number, [ArrayLike<number> | null]]
    return data ? [cornersOf(data)] : []
  })
  const squares = paths.toSorted((a, b) => b.length - a.length)[0] ?? []
  const [{ size } = { size: 1 }] = squares
  const left = Math.min(...squares.map(({ x }) => x))
  const top = Math.min(...squares.map(({ y }) => y))
  const rows: boolean[][] = []
  for (const { x, y } of squares) {
    const row = (rows[Math.round((y - top) / size)] ??= [])
    row[Math.round((x - left) / size)] = true
  }
  return Array.from(rows, (row = []) =>
    Array.from({ length: rows.length }, (_, column) => row[column] ?? false),
  )
}

/** Lowest corner and width of each closed part of a path, as pdf.js writes paths: 0 move, 1 line, 2 and 3 curves, 4 close. */
function cornersOf(data: ArrayLike<number>) {
  const parts: { x: number; y: number; size: number }[] = []
  let xs: number[] = []
  let ys: number[] = []
  for (let i = 0; i < data.length;) {
    const step = data[i++]
    if (step === 4) {
      const x = Math.min(...xs)
      if (xs.length > 0) parts.push({ x, y: Math.min(...ys), size: Math.max(...xs) - x })
      ;[xs, ys] = [[], []]
      continue
    }
    for (let n = step === 2 ? 3 : step === 3 ? 2 : 1; n > 0; n--) {
      xs.push(data[i++] ?? 0)
      ys.push(data[i++] ?? 0)
    }
  }
  return parts
}
