type Cell = string | number | null | undefined

/**
 * RFC 4180, with what French spreadsheets expect: a byte-order mark and `;`. A text that a spreadsheet would run as a
 * formula is preceded by an apostrophe (OWASP, "CSV injection").
 */
export function writeCsv(header: string[], rows: Cell[][]): string {
  const write = (cell: Cell) => {
    if (typeof cell === 'number') return String(cell)
    const text = /^[=+\-@\t\r]/.test(cell ?? '') ? `'${cell}` : (cell ?? '')
    return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  return `\uFEFF${[header, ...rows].map((row) => row.map(write).join(';')).join('\r\n')}\r\n`
}
