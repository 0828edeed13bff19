import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import {
  readChange,
  readEventDates,
  type EventDate,
  type ToldChange,
} from '../agenda/event-dates.usecases.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import { sayMoment, spokenOf } from './bookings.words.ts'
import { sayNews } from './event-news.words.ts'
import { findTied, type TiedPerson } from './event-rides.repository.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

/** What became of a date that rides lead to. `off`: the whole event. */
type Fate = 'off' | 'off-date' | 'moved' | 'place' | 'restored'
const weight: Fate[] = ['off', 'off-date', 'moved', 'place', 'restored']

/**
 * Tells by mail those whose rides are tied to an event that it moved or is off, and what to do. Nothing of the rides is
 * changed: whether one still goes is theirs to say.
 */
export function createEventRideHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const { eventId, entryId } = row.payload
    if (typeof eventId !== 'string' || typeof entryId !== 'string') return []
    const change = await readChange(read, { eventId, entryId })
    if (!change || !mayConcern(change)) return []
    const day = wallOfInstant(row.createdAt).day
    const tied = await findTied(read, { eventId, from: row.createdAt, day })
    if (tied.length === 0) return []
    const recurrences = [...new Set(tied.flatMap(({ eventDate }) => eventDate ?? []))]
    const dates = await readEventDates(
      read,
      recurrences.map((recurrence) => ({ eventId, recurrence })),
    )
    const told = tied.flatMap((ride) => {
      const date = ride.eventDate === null ? undefined : dates.get(`${eventId}/${ride.eventDate}`)
      const fate = fateOf(change, ride, date)
      return fate ? [{ ride, fate, date }] : []
    })
    const drafts: NotificationDraft[] = []
    for (const [travellerId, rides] of Map.groupBy(told, ({ ride }) => ride.travellerId)) {
      const one = await draft({
        config,
        read,
        change,
        rides,
        subject: row.subject,
        travellerId,
        territorySiren: row.territorySiren,
      })
      if (one) drafts.push(one)
    }
    return drafts
  }
}

const mayConcern = ({ kind, news }: ToldChange) =>
  news !== null || kind === 'cancelled' || kind === 'declined' || kind === 'restored'

/** What a change is to one ride: by the date it leads to, as it is now. A request names a day alone. */
function fateOf({ kind, news }: ToldChange, ride: TiedPerson, date: EventDate | undefined): Fate | null {
  if (kind === 'cancelled' || kind === 'declined') return 'off'
  if (kind === 'restored') return 'restored'
  if (!news) return null
  const { eventDate, day } = ride
  const isMeant = (wall: string) =>
    eventDate === null ? wall.startsWith(day) : wall === eventDate || wall === date?.start
  if ([...news.cancelled, ...news.removed].some(isMeant) || (news.more > 0 && isGone(ride, date)))
    return 'off-date'
  if (news.moved.some(({ from, to }) => isMeant(from) || isMeant(to))) return 'moved'
  if (news.place) return 'place'
  // Of many dates that changed at once the first few are named: whoever may be concerned is told to look.
  if (news.more > 0) return 'moved'
  return news.restored.some(isMeant) ? 'restored' : null
}

const isGone = ({ eventDate }: TiedPerson, date: EventDate | undefined) =>
  eventDate !== null && (!date || date.cancelled)

async function draft({
  config,
  read,
  change,
  rides,
  subject,
  travellerId,
  territorySiren,
}: {
  config: Config
  read: Reader
  change: ToldChange
  rides: { ride: TiedPerson; fate: Fate; date: EventDate | undefined }[]
  subject: string
  travellerId: string
  territorySiren: string
}): Promise<NotificationDraft | null> {
  const [first] = rides
  const { userId, locale } = first!.ride
  // Who has no account is told by the clerk.
  const address = userId && (await mailboxOf(read, userId))
  if (!address) return null
  const language = spokenOf(locale)
  const fate = weight.find((one) => rides.some((ride) => ride.fate === one))!
  const { title: event, words } = change
  const title = sayNews(language, titles[fate], { title: event })
  const aires = await findAireRefs(read, {
    territorySiren,
    ids: rides.flatMap(({ ride }) => [ride.fromId, ride.toId]).filter((id) => id !== null),
  })
  const nameOf = (id: string | null, name: string | null) =>
    name ?? (aires.get(id ?? '') ?? unknownAire('')).name
  const lineOf = ({ ride }: (typeof rides)[number]) =>
    sayNews(language, ride.role, {
      when: ride.at === null ? sayDay(language, ride.day) : sayMoment(language, ride.at),
      from: nameOf(ride.fromId, ride.fromName),
      to: nameOf(ride.toId, ride.toName),
    })
  const moved = fate === 'moved' ? rides.find(({ date }) => date && !date.cancelled)?.date : undefined
  const roles = new Set(rides.map(({ ride }) => ride.role))
  const nexts = (['driver', 'passenger', 'asking'] as const).filter((role) => roles.has(role))
  const paragraphs = [
    ...(words ? [sayNews(language, 'words', { words })] : []),
    ...(moved
      ? [
          sayNews(language, 'now', {
            when: moved.allDay ? sayDay(language, moved.start) : sayMoment(language, moved.startAt),
          }),
        ]
      : []),
    sayNews(language, 'ridesOf'),
    ...rides.map(lineOf),
    sayNews(language, 'kept'),
    ...(fate === 'restored'
      ? [sayNews(language, 'restoredNext')]
      : nexts.map((role) => sayNews(language, `${role}Next`))),
  ]
  const action = { label: sayNews(language, 'see'), url: `${config.publicUrl}/trajets/mes-trajets` }
  return {
    channel: 'email',
    person: `traveller:${travellerId}`,
    address,
    subject,
    urgent: true,
    payload: {
      title,
      body: paragraphs.join('\n'),
      url: action.url,
      lang: language,
      email: {
        subject: title,
        ...layOutMail({ language, title, paragraphs, action, footer: sayNews(language, 'why') }),
      },
    },
  }
}

const titles = {
  off: 'offTitle',
  'off-date': 'offDateTitle',
  moved: 'movedTitle',
  place: 'placeTitle',
  restored: 'restoredTitle',
} as const satisfies Record<Fate, string>

/** « samedi 5 décembre » */
const sayDay = (language: Language, day: string) =>
  new Intl.DateTimeFormat({ fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' }[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(Date.parse(`${day.slice(0, 10)}T00:00:00Z`))
