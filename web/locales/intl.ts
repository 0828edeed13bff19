// Making a formatter costs a phone milliseconds, using it again almost nothing: a list of dates made hundreds.

/** Formatters of one kind, each made once for a language and what it shows. */
function madeOnce<Format, Options extends object>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>()
  return (locale: string, options: Options): Format => {
    const key = locale + JSON.stringify(options)
    const known = made.get(key)
    if (known) return known
    const format = make(locale, options)
    made.set(key, format)
    return format
  }
}

/** `Intl.DateTimeFormat` for a language's tag. */
export const dateFormat = madeOnce(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)

/** `Intl.NumberFormat` for a language's tag. */
export const numberFormat = madeOnce(
  (locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)
