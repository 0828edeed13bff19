import { z } from '@hono/zod-openapi'

/** Control characters, and the bidirectional overrides that make a text read otherwise than it is written. */
const invisible = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu

/** Spaces, and marks that show nothing by themselves: joiners, soft hyphens, accents without a letter. */
const blank = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]*$/u

/**
 * Text as people write it, emoji and right-to-left included; what hides or reorders it is taken out, and what shows
 * nothing at all is an empty text.
 */
export const text = ({ min = 0, max }: { min?: number; max: number }) =>
  z
    .string()
    .max(max)
    .overwrite((value) => (blank.test(value) ? '' : value.replace(invisible, '').trim()))
    .min(min)
