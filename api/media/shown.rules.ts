// Pure: the sizes at which photos are shown, and the addresses that ask for them.

/** Pixels of width: a line of a list, a card, a page on a phone, a page on a large screen. */
export const shownWidths = [200, 480, 960, 1600] as const
export type ShownWidth = (typeof shownWidths)[number]

/** Lightest first. */
export const shownFormats = ['avif', 'webp'] as const
export type ShownFormat = (typeof shownFormats)[number]

/** The address of a photo that wide. `url`: of the whole photo, or of its thumbnail. */
export const shownAt = (url: string, width: ShownWidth): string =>
  `${url}${url.includes('?') ? '&' : '?'}w=${width}`

/** What an `<img>` chooses from, by the size it is shown at and the screen's sharpness. */
export const srcsetOf = (url: string): string =>
  shownWidths.map((width) => `${shownAt(url, width)} ${width}w`).join(', ')

/** The lightest format that whoever asks says they read (RFC 9110 §12.5.1); null: JPEG, which all do. */
export function formatFor(accept: string | undefined): ShownFormat | null {
  return shownFormats.find((format) => accept?.includes(`image/${format}`)) ?? null
}

/** Where a photo of that width and format is kept, beside the whole one. */
export const shownKey = (fullKey: string, width: ShownWidth, format: ShownFormat): string =>
  fullKey.replace(/-full\.jpg$/, `-${width}.${format}`)

/** All that may be kept of a photo at the sizes it is shown. */
export const shownKeys = (fullKey: string): string[] =>
  fullKey.endsWith('-full.jpg')
    ? shownWidths.flatMap((width) => shownFormats.map((format) => shownKey(fullKey, width, format)))
    : []
