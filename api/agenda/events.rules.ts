/** The life of an event, as tables, and what is derived from what is written of it. Pure. Source: design.md §6. */

export const statuses = ['draft', 'submitted', 'published', 'declined', 'cancelled'] as const
export type Status = (typeof statuses)[number]

/** `author`: by the private link, or as a member of the organizer; `trusted`: a member of one that is trusted. */
export const movers = ['author', 'trusted', 'moderator'] as const
export type Mover = (typeof movers)[number]

/** `draft` waits for its author's address to be confirmed, and is nobody else's business until then. */
const moves: Record<Mover, Record<Status, readonly Status[]>> = {
  author: {
    draft: ['submitted'],
    submitted: ['cancelled'],
    published: ['cancelled'],
    // Corrected, and sent again.
    declined: ['submitted'],
    cancelled: [],
  },
  trusted: {
    draft: ['submitted', 'published'],
    submitted: ['published', 'cancelled'],
    published: ['cancelled'],
    declined: ['submitted'],
    cancelled: ['published'],
  },
  moderator: {
    draft: [],
    submitted: ['published', 'declined'],
    // Published by mistake, or signalled: out of sight, with the reason to its author.
    published: ['cancelled', 'declined'],
    declined: ['published'],
    cancelled: ['published'],
  },
}

/** Statuses that `mover` may give to an event now in `from`, in the order to offer them. */
export function legalMoves(from: Status, mover: Mover): readonly Status[] {
  return moves[mover][from]
}

export type MoveRefusal = 'illegal-event-move' | 'event-reason-needed'

/**
 * Null when the move is legal and complete, else why not. Whoever meant to come is told why it is cancelled, and the
 * author why it is declined; one that nobody has seen is withdrawn without a word.
 */
export function refuseMove({
  from,
  to,
  mover,
  words,
}: {
  from: Status
  to: Status
  mover: Mover
  words?: string | null | undefined
}): MoveRefusal | null {
  if (!legalMoves(from, mover).includes(to)) return 'illegal-event-move'
  const told = to === 'declined' || (to === 'cancelled' && from === 'published')
  return told && !words?.trim() ? 'event-reason-needed' : null
}

type Standing = { status: Status; publishedAt: number | null }

/** Anyone may see it: published, or cancelled after it was. One withdrawn before anyone saw it stays out of sight. */
export function isPublic({ status, publishedAt }: Standing): boolean {
  return status === 'published' || (status === 'cancelled' && publishedAt !== null)
}

/** Every date is over: derived, never a status. */
export function isPast({ lastEndAt }: { lastEndAt: number | null }, now: number): boolean {
  return lastEndAt !== null && lastEndAt <= now
}

/** An image is shown with its event once a person has looked at it, whoever sent it. */
export function isImageShown(event: Standing & { imageId: string | null; imageChecked: boolean }): boolean {
  return event.imageId !== null && event.imageChecked && isPublic(event)
}

/** Accents, capitals, ligatures and punctuation aside: « Marché de Noël » → `marche de noel`. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(?<= |^)ste?(?= |$)/g, (short) => (short === 'ste' ? 'sainte' : 'saint'))
    .trim()
}

const slugLength = 80

/** Cuts at a word, so that no address ends in the middle of one. */
function cut(slug: string, length: number): string {
  if (slug.length <= length) return slug
  const short = slug.slice(0, length + 1)
  return short.slice(0, Math.max(short.lastIndexOf('-'), 1)).replace(/-+$/, '')
}

/** Readable end of an address: `marche-de-noel-bavay`. The commune is not said twice. */
export function slugFor(title: string, commune: string | null): string {
  const latin = (text: string) =>
    fold(text)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
  const place = commune ? latin(commune) : ''
  const name = cut(latin(title), slugLength - place.length - 1) || 'evenement'
  return place === '' || `-${name}-`.includes(`-${place}-`) ? name : `${name}-${place}`
}

type Dated = { schedule: { spans: { start: string }[] } }

/** Day of the first date as written: `2026-12-05`. */
export function firstDay({ schedule }: Dated): string {
  const starts = schedule.spans.map(({ start }) => start)
  return (starts.sort()[0] ?? '').slice(0, 10)
}

/** What comes after `/agenda/`: `2026-12-05-marche-de-noel-bavay`. */
export function addressOf(event: Dated & { slug: string }): string {
  return `${firstDay(event)}-${event.slug}`
}

/** Page of an event: `/agenda/2026-12-05-marche-de-noel-bavay`. */
export function pathOf(event: Dated & { slug: string }): string {
  return `/agenda/${addressOf(event)}`
}

/** Events of one territory with the same key are one that came by two ways, until a person says otherwise. */
export function sameKeyOf(event: Dated & { title: string }): string {
  return `${fold(event.title)}|${firstDay(event)}`
}

/** The forbidden words of a territory (folded) that a text holds, as whole words or sayings. */
export function forbiddenWordsIn(texts: readonly (string | null)[], forbidden: readonly string[]): string[] {
  const folded = texts.map((text) => ` ${fold(text ?? '')} `)
  return forbidden.filter((word) => {
    const wanted = fold(word)
    return wanted !== '' && folded.some((text) => text.includes(` ${wanted} `))
  })
}

/** What people would read of an event, beside the names it bears. */
type Readable = {
  title: string
  description: string
  price: string | null
  keywords: readonly string[]
  image: { description: string; credit: string } | null
  schedule: { changes?: readonly { reason?: string }[] }
}

/** The forbidden words of a territory that are in what people would read. `names`: of its place, of its organizer. */
export function forbiddenWordsOf(
  { title, description, price, keywords, image, schedule }: Readable,
  names: readonly (string | null)[],
  forbidden: readonly string[],
): string[] {
  const ofImage = image ? [image.description, image.credit] : []
  const ofDates = (schedule.changes ?? []).map(({ reason }) => reason ?? null)
  const texts = [title, description, price, ...ofImage, ...ofDates, ...keywords, ...names]
  return forbiddenWordsIn(texts, forbidden)
}

/** Titles that say the same thing: the words of one are nearly all in the other. From 0 to 1. */
export function titleLikeness(one: string, other: string): number {
  const words = (title: string) =>
    new Set(
      fold(title)
        .split(' ')
        .filter((word) => word.length > 2),
    )
  const [a, b] = [words(one), words(other)]
  if (a.size === 0 || b.size === 0) return fold(one) === fold(other) ? 1 : 0
  const common = [...a].filter((word) => b.has(word)).length
  return common / Math.min(a.size, b.size)
}
