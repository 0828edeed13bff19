import { z } from '@hono/zod-openapi'

// Shapes on the wire that every domain reads alike.

/** One thing has one id: programs that write UUIDs in capitals mean the same one. */
export const uuid = z.uuid().toLowerCase()

/** A decimal number in an address: neither empty, nor NaN, nor 0x10. */
export const decimal = (min: number, max: number) =>
  z
    .string()
    .regex(/^[+-]?(?:\d+\.?\d*|\.\d+)$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .openapi({ type: 'number', minimum: min, maximum: max })

/** Numbers of an address separated by commas, each within its bounds: `lat,lon`, `west,south,east,north`. */
export const numbers = (...bounds: (readonly [min: number, max: number])[]) =>
  z
    .string()
    .max(200)
    .regex(new RegExp(`^-?\\d{1,3}(\\.\\d+)?(,-?\\d{1,3}(\\.\\d+)?){${bounds.length - 1}}$`))
    .refine(
      (text) =>
        text.split(',').every((part, i) => {
          const [min, max] = bounds[i] ?? [0, 0]
          return Number(part) >= min && Number(part) <= max
        }),
      'beyond-the-world',
    )

const latitudes = [-90, 90] as const
const longitudes = [-180, 180] as const
/** `lat,lon` in degrees. */
export const nearPoint = numbers(latitudes, longitudes)
/** `west,south,east,north` in degrees. */
export const box = numbers(longitudes, latitudes, longitudes, latitudes)

/** A day that somebody could mean: a calendar of year 0 or 9999 is a slip of the keyboard. */
export const day = z.iso
  .date()
  .refine((value) => value >= '2000-01-01' && value < '2100-01-01', 'day-out-of-reach')
