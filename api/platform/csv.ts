type Cell = string | number | null | undefined

// Spreadsheets skip what is blank before a formula, and read full-width signs as the plain ones.
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/** A text that a spreadsheet would run as a formula is preceded by an apostrophe (OWASP, "CSV injection"). */
export const inert = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** RFC 4180, with what French spreadsheets expect: a byte-order mark and `;`. No text of it runs as a formula. */
export function writeCsv(header: string[], rows: Cell[][]): string {
  const write = (cell: Cell) => {
    if (typeof cell === 'number') return String(cell)
    const text = inert(cell ?? '')
    return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  return `\uFEFF${[header, ...rows].map((row) => row.map(write).join(';')).join('\r\n')}\r\n`
}
