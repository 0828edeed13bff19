import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import type { DeskOrganizers, DeskOrganizersQuery } from './agenda-settings.schemas.ts'
import { fold } from './events.rules.ts'
import { reachOf } from './moderation-scope.usecases.ts'
import { countEventsOf, findDeskOrganizers } from './organizers.repository.ts'

/** Organizers of what the actor moderates, by name: who is trusted, what they published, what was declined. */
export async function listDeskOrganizers(
  { database: { read } }: Pick<Deps, 'database'>,
  { actor, q = '', trusted, cursor, limit }: { actor: Actor } & DeskOrganizersQuery,
): Promise<DeskOrganizers> {
  const reaches = await reachOf(read, actor)
  if (reaches.length === 0) return { items: [], nextCursor: null }
  const [foldedName, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const rows = await findDeskOrganizers(read, {
    reaches,
    prefix: fold(q),
    trusted: trusted === undefined ? undefined : trusted === 'true',
    after: foldedName !== undefined && id !== undefined ? { foldedName, id } : undefined,
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ organizer }) => [organizer.foldedName, organizer.id])
  const counts = await countEventsOf(
    read,
    page.items.map(({ organizer }) => organizer.id),
  )
  const count = (organizerId: string, status: string) =>
    counts.find((row) => row.organizerId === organizerId && row.status === status)?.count ?? 0
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ organizer, communeName }) => ({
      id: organizer.id,
      slug: organizer.slug,
      name: organizer.name,
      kind: organizer.kind,
      commune:
        organizer.communeCode && communeName ? { code: organizer.communeCode, name: communeName } : null,
      email: organizer.email,
      phone: organizer.phone,
      trusted: organizer.trusted,
      confirmed: organizer.confirmedAt !== null,
      version: organizer.version,
      published: count(organizer.id, 'published'),
      submitted: count(organizer.id, 'submitted'),
      declined: count(organizer.id, 'declined'),
    })),
  }
}
