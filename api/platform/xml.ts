/** Characters that XML 1.0 has no way to write (§2.2), and halves of characters. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // Read as it was written in attributes too, where XML would make it a space (§3.3.3).
  '\r': '&#13;',
}

/** A text inside an element or an attribute of XML or HTML; what XML has no way to write is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '')
    .replace(/[&<>"'\r]/g, (sign) => entities[sign] ?? sign)
}

/** `<name a="b">text</name>`; nothing when the text is null. Attributes that are null are left out. */
export function element(
  name: string,
  text: string | null,
  attributes: Record<string, string | number | null> = {},
): string {
  if (text === null) return ''
  return `<${name}${written(attributes)}>${escapeXml(text)}</${name}>`
}

/** `<name a="b"/>` */
export function emptyElement(name: string, attributes: Record<string, string | number | null>): string {
  return `<${name}${written(attributes)}/>`
}

function written(attributes: Record<string, string | number | null>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${escapeXml(String(value))}"`))
    .join('')
}
