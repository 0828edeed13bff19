type Cell = string | number | null | undefined

/**
 * RFC 4180, with what French spreadsheets expect: a byte-order mark and `;`. A text that a spreadsheet would run as a
 * formula is preceded by an apostrophe (OWASP, "CSV injection").
 */
export function writeCsv(header: string[], rows: Cell[][]): string {
  // Spreadsheets skip what is blank before a formula, and read full-width signs as the plain ones.
  const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
  const write = (cell: Cell) => {
    if (typeof cell === 'number') return String(cell)
    const text = formula.test(cell ?? '') ? `'${cell}` : (cell ?? '')
    return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  return `\uFEFF${[header, ...rows].map((row) => row.map(write).join(';')).join('\r\n')}\r\n`
}
