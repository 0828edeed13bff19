/**
 * A territory's accent made readable. Ratios after WCAG 2.2 §1.4.3: the colour asked for is darkened (or lightened, on
 * dark grounds) with its hue kept, until text in it and text on it can be read.
 */

type Rgb = readonly [number, number, number]
export type Accent = {
  hedge: string
  hedgeStrong: string
  hedgeTint: string
  onHedge: string
}

/** Grounds of `tokens.css` that the accent is written on. */
export const accentGrounds = { light: ['#ffffff', '#fbfaf6'], dark: ['#1d2326', '#14181a'] } as const
const inkOn = { light: '#ffffff', dark: '#0c1512' } as const
/** A little over the 4.5 of WCAG AA, so that rounding never falls below. */
const enough = 4.6

const toRgb = (hex: string): Rgb => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
]
const toHex = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

function luminance(hex: string): number {
  const [r, g, b] = toRgb(hex).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two colours (`#rrggbb`), from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Hue (degrees), saturation and lightness (0 to 1). */
function toHsl(hex: string): [number, number, number] {
  const [r, g, b] = toRgb(hex).map((part) => part / 255) as [number, number, number]
  const most = Math.max(r, g, b)
  const least = Math.min(r, g, b)
  const range = most - least
  const lightness = (most + least) / 2
  if (range === 0) return [0, 0, lightness]
  const sixth =
    most === r ? ((g - b) / range + 6) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4
  return [sixth * 60, range / (1 - Math.abs(2 * lightness - 1)), lightness]
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const part = (offset: number) => {
    const place = (offset + hue / 30) % 12
    return 255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1)))
  }
  return [part(0), part(8), part(4)]
}

/**
 * The colours a screen wears for an accent (`#rrggbb`), on light or dark grounds. Every pair of text and ground in
 * them has a contrast of at least 4.5.
 */
export function readableAccent(hex: string, theme: 'light' | 'dark'): Accent {
  const [hue, saturation, asked] = toHsl(hex)
  const surface = toRgb(accentGrounds[theme][0])
  const end = theme === 'light' ? 0 : 1
  for (let step = 0; step <= 200; step++) {
    const lightness = asked + (end - asked) * (step / 200)
    const made = fromHsl(hue, saturation, lightness)
    const hedge = toHex(made)
    const hedgeTint = toHex(mix(surface, made, theme === 'light' ? 0.1 : 0.16))
    const readable = [...accentGrounds[theme], hedgeTint, inkOn[theme]].every(
      (other) => contrast(hedge, other) >= enough,
    )
    const stronger = toHex(fromHsl(hue, saturation, lightness + (end - lightness) * 0.25))
    if (readable) return { hedge, hedgeStrong: stronger, hedgeTint, onHedge: inkOn[theme] }
  }
  throw new Error(`No readable colour for ${hex}`)
}
