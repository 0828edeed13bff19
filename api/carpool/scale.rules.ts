/**
 * What a kilometre costs its driver, by the official scale, and what of it a passenger may be asked. A new year is one
 * line more; what was checked, where and when is in docs/costs.md.
 */

export type Scale = {
  /** The scale is that of the tax returns of this year, until a later line. */
  year: number
  /** Euro cents a kilometre. */
  centsPerKm: number
  source: string
  sourceUrl: string
}

const decree2023 = {
  source:
    'Barème kilométrique (CGI, annexe IV, art. 6 B, arrêté du 27 mars 2023), voiture de 3 CV et moins, jusqu’à 5 000 km',
  sourceUrl: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000047416556',
}

/**
 * The rate of the smallest cars (3 CV and less, up to 5,000 km a year) is the lowest of the scale for them: we do not ask
 * drivers what they drive, so that nobody asks for more than their own. The latest year last.
 */
export const kilometricScales: readonly Scale[] = [
  { year: 2023, centsPerKm: 52.9, ...decree2023 },
  { year: 2024, centsPerKm: 52.9, ...decree2023 },
  { year: 2025, centsPerKm: 52.9, ...decree2023 },
  { year: 2026, centsPerKm: 52.9, ...decree2023 },
]

/** The scale of a day (`2026-11-27`): that of its year, else the latest known before. */
export function scaleOf(day: string, scales: readonly Scale[] = kilometricScales): Scale {
  const year = Number(day.slice(0, 4))
  return scales.findLast((scale) => scale.year <= year) ?? scales[0]!
}

type Way = { metres: number; seats: number; day: string }

/**
 * Most that one passenger may be asked, in cents. The law lets driver and passengers share the costs as they like (Code
 * des transports R3132-2), and never more than the costs (L3132-1): ours is the strictest fair share, one part in
 * seats + 1, so that the driver pays theirs even with every seat taken. Longer ways for a passenger's sake cost nothing.
 */
export function costCapCents({ metres, seats, day }: Way): number {
  return Math.floor((metres / 1000) * (scaleOf(day).centsPerKm / (seats + 1)))
}

/** The cap for a way, with the scale it comes from. */
export const costCap = (way: Way) => ({ capCents: costCapCents(way), ...scaleOf(way.day) })
