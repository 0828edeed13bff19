import sharp from 'sharp'
import { demoEvents, type DemoEvent } from '../../db/seed/demo-events.ts'
import { drawEventPicture } from '../../db/seed/demo-event-pictures.ts'
import { demoOrganizers, type DemoOrganizer } from '../../db/seed/demo-organizers.ts'
import { openCategories } from '../agenda/agenda-state.usecases.ts'
import { editOwnDate } from '../agenda/author-dates.usecases.ts'
import { editOwnEvent } from '../agenda/author-edits.usecases.ts'
import { readOwnEvent } from '../agenda/author.usecases.ts'
import { eventContent, type EventContentRequest } from '../agenda/content.schemas.ts'
import { flagEvent } from '../agenda/events-followers.usecases.ts'
import { confirmationSecret } from '../agenda/events.secrets.ts'
import { ask, cancel, decline, trust, type ModeratorAct } from '../agenda/moderation.usecases.ts'
import { confirmOrganizer, createOrganizer } from '../agenda/organizers.usecases.ts'
import { confirmProposal, proposeEvent } from '../agenda/proposals.usecases.ts'
import type { MediaDeps } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { Problem } from '../platform/problems.ts'
import { demoSiren } from '../territory/territory.demo.ts'
import { type Directory, listCommunes } from '../territory/territory.usecases.ts'
import { demoId, demoWrite } from './demo-ids.ts'
import { uploadPicture, type UploadedPhoto } from './demo-pictures.ts'
import { spanOf, weekLater } from './demo-schedule.rules.ts'

/** `deps.clock` tells a moment that `at` sets: the agenda of the demo was written over the last days. */
type Given = Deps & { directory: Directory; media: MediaDeps; moderator: Actor; at: (days: number) => void }
type Commune = { code: string; name: string; lon: number; lat: number }
type World = Given & {
  opened: number
  categoryIds: Map<string, string>
  communes: Map<string, Commune>
  people: Map<string, NonNullable<Actor>>
}
type Story = { world: World; event: DemoEvent; rank: number; id: string }

const caller = { address: 'demo', device: null }
const organizerIdOf = (key: string) => demoId(`organizer ${key}`)
export const organizerEmailOf = (key: string) => `${key}@mormal.example`

/**
 * Fills the demo's agenda: organizers, and the events they, residents and staff proposed, each through the use case a
 * person's would. Some wait for a moderator, one was moved, one cancelled, one told to be wrong.
 */
export async function openDemoAgenda(given: Given, opened: number): Promise<void> {
  const categories = await openCategories(given, demoSiren)
  const communes = await listCommunes({ database: given.database, territorySiren: demoSiren })
  const world: World = {
    ...given,
    opened,
    categoryIds: new Map(categories.map(({ slug, id }) => [slug, id])),
    communes: new Map(communes.map((commune) => [commune.name, commune])),
    people: new Map(),
  }
  given.at(30)
  for (const organizer of demoOrganizers) world.people.set(organizer.key, await open(world, organizer))
  for (const [rank, event] of demoEvents.entries()) {
    given.at(event.daysAgo ?? 1 + (rank % 12))
    await tell({ world, event, rank, id: demoId(`event ${rank}`) })
  }
}

/** An organizer with its first member, trusted or not. Answers that person. */
async function open(world: World, organizer: DemoOrganizer): Promise<NonNullable<Actor>> {
  const { key, kind, name } = organizer
  const id = organizerIdOf(key)
  const member = { name: `Référent, ${name}`.slice(0, 80), email: organizerEmailOf(key) }
  await createOrganizer(
    { ...world, invite: () => undefined },
    {
      request: {
        id,
        territory: demoSiren,
        kind,
        name,
        communeCode: world.communes.get(organizer.commune)?.code ?? null,
        member,
        locale: 'fr',
      },
      write: demoWrite(`organizer-${key}`),
      caller,
    },
  )
  const person = {
    userId: key,
    ...member,
    memberships: [
      { role: 'organizer' as const, territorySiren: demoSiren, scopeKind: 'organizer' as const, scopeId: id },
    ],
  }
  await confirmOrganizer(world, { actor: person, id })
  if (organizer.trusted)
    await trust(world, { actor: world.moderator, organizerId: id, trusted: true, version: 2 }).catch(
      (error: unknown) => {
        // A filling that was cut short after this act: the organizer is trusted already.
        if (!(error instanceof Problem) || error.slug !== 'stale-version') throw error
      },
    )
  return person
}

function contentOf({ world, event, id }: Story, image: UploadedPhoto | null): EventContentRequest {
  const commune = world.communes.get(event.commune)
  if (!commune) throw new Error(`the demo names a commune that is not there: ${event.commune}`)
  const [ageMin, ageMax] = event.ages ?? [null, null]
  return eventContent.parse({
    title: event.title,
    description: event.description,
    schedule: {
      allDay: event.when[2] === null,
      spans: [spanOf(event.when, world.opened)],
      ...(event.rule ? { rule: event.rule } : {}),
    },
    communeCode: commune.code,
    place: {
      id: demoId(`place ${event.commune} ${event.place} ${id}`),
      name: event.place,
      communeCode: commune.code,
      position: { lat: commune.lat, lon: commune.lon },
    },
    categoryIds: [world.categoryIds.get(event.category)].filter(Boolean),
    setting: event.setting ?? null,
    free: event.free ?? (event.price ? false : null),
    price: event.price ?? null,
    ageMin,
    ageMax,
    accessibility: event.access ?? [],
    keywords: event.keywords ?? [],
    bookingPhone: event.phone ?? null,
    image: image && {
      mediaId: image.id,
      uploadToken: image.uploadToken,
      description: `Illustration : ${event.title}`,
      credit: 'Dessin de démonstration',
    },
  })
}

async function pictureOf({ world, event, rank }: Story): Promise<UploadedPhoto | null> {
  if (!event.picture) return null
  const picture = await sharp(Buffer.from(drawEventPicture(event.picture)))
    .jpeg({ quality: 82 })
    .toBuffer()
  return uploadPicture(world.media, { name: `event ${rank}`, picture, caller })
}

const fromResidents = new Set<DemoEvent['fate']>(['waiting', 'asked', 'declined', 'revised'])

/** Proposes an event as who it is of would, then lets happen to it what its story says. */
async function tell(story: Story): Promise<void> {
  const { world, event, rank, id } = story
  const content = contentOf(story, await pictureOf(story))
  const own = event.organizer ? world.people.get(event.organizer) : undefined
  const asResident = fromResidents.has(event.fate) && event.fate !== 'revised'
  const actor = asResident ? (own ?? null) : world.moderator
  const email = own?.email ?? `auteur-${rank}@mormal.example`
  const { body } = await proposeEvent(world, {
    actor,
    request: {
      id,
      territory: demoSiren,
      content,
      ...(event.organizer
        ? { organizerId: organizerIdOf(event.organizer) }
        : { organizerName: event.name ?? event.commune }),
      contact: { name: event.name ?? own?.name, email, shown: false },
      locale: 'fr',
    },
    write: demoWrite(`event-${rank}`),
    caller,
  })
  if (body.status === 'draft')
    await confirmProposal(world, { secret: confirmationSecret(world.config.secret, id) })
  await follow(story, content, body.secret)
}

/** What happened next. */
async function follow(story: Story, content: EventContentRequest, secret: string): Promise<void> {
  const { world, event, rank, id } = story
  if (!event.fate || event.fate === 'waiting') return
  const words = event.words ?? ''
  const entryId = demoId(`event entry ${rank}`)
  const write = demoWrite(`event-entry-${rank}`)
  const author = { id, secret, actor: null }
  const { version } = await readOwnEvent(world, author)
  const moderated: ModeratorAct = { actor: world.moderator, id, version, entryId, write }
  const edited = { ...author, version, write, caller }
  const [span] = content.schedule.spans
  const acts: Record<Exclude<DemoEvent['fate'], 'waiting' | undefined>, () => Promise<unknown>> = {
    cancelled: () => cancel(world, { ...moderated, words }),
    declined: () => decline(world, { ...moderated, reason: 'not-an-event', words }),
    asked: () => ask(world, { ...moderated, words }),
    moved: () =>
      editOwnDate(world, {
        ...edited,
        actor: event.organizer ? (world.people.get(event.organizer) ?? null) : null,
        request: {
          id: entryId,
          act: 'move',
          recurrence: span?.start ?? '',
          span: weekLater(span ?? { start: '', end: '' }),
          reason: words,
        },
      }),
    revised: () =>
      editOwnEvent(world, {
        ...edited,
        actor: event.organizer ? (world.people.get(event.organizer) ?? null) : null,
        request: { id: entryId, content: { ...content, description: words } },
      }),
    flagged: () =>
      flagEvent(world, {
        eventId: id,
        request: { id: entryId, reason: 'wrong', words },
        write,
        caller,
      }),
  }
  await acts[event.fate]()
}
