import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler, OutboxRow } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { draftsByPhone, ttlUntil } from './by-phone.ts'
import { compose, pushActions, type News } from './bookings-compose.ts'
import { singleOf, toldOf, type NewsTopic } from './bookings-news.rules.ts'
import { findBooking, findBookings, findRide, type WholeBooking } from './bookings.repository.ts'
import { holdsSeats, type BookingRole } from './bookings.rules.ts'
import { say } from './bookings.words.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

/** Reminders of what is over by the time they are sent would only trouble. */
const isStale = (topic: NewsTopic, { booking }: WholeBooking) =>
  (topic.endsWith('answer-soon') &&
    (booking.status !== 'WAITING_CONFIRMATION' || booking.acceptedAt !== null)) ||
  (topic === 'day' && !holdsSeats(booking.status))

/** Writes to the driver and the passenger of a booking what became of it, by push or by mail. */
export function createBookingHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const topic = row.topic.slice('booking.'.length) as NewsTopic
    const by = row.payload['by'] as BookingRole | undefined
    const together = row.payload['bookingIds'] as string[] | undefined
    const days = together && (await findBookings(read, together)).filter((day) => !isStale(topic, day))
    const whole = days ? days[0] : await findBooking(read, String(row.payload['bookingId']))
    if (!whole || isStale(topic, whole)) return []
    const ride = days ?? (await findRide(read, whole.booking.rideId))
    const nameOf = await airesOf(read, ride)
    const news = {
      topic,
      whole,
      ride,
      nameOf,
      words: (row.payload['words'] as string | undefined) ?? null,
      moment: row.payload as News['moment'],
    }
    const drafts = await Promise.all(
      toldOf(singleOf(topic), by, whole.booking.leg).map((role) =>
        draftsFor({ config, read, row, news: { ...news, role } }),
      ),
    )
    return drafts.flat()
  }
}

async function airesOf(read: Reader, ride: readonly WholeBooking[]): Promise<(id: string) => string> {
  const aires = await findAireRefs(read, {
    territorySiren: ride[0]!.booking.territorySiren,
    ids: ride.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId]),
  })
  return (id) => (aires.get(id) ?? unknownAire(id)).name
}

/** By push to the phones that asked for it, with the mail in its place when one cannot be reached; else by mail. */
async function draftsFor({
  config,
  read,
  row,
  news,
}: {
  config: Config
  read: Reader
  row: OutboxRow
  news: News
}): Promise<NotificationDraft[]> {
  const to = news.role === 'driver' ? news.whole.driver : news.whole.passenger
  const address = to.userId && (await mailboxOf(read, to.userId))
  // Who has no account is told by the clerk.
  if (!address) return []
  const { language, title, subject, paragraphs, short, action } = compose(news, config)
  const { booking } = news.whole
  return draftsByPhone(read, {
    row,
    travellerId: to.id,
    mail: {
      address,
      payload: {
        title,
        body: paragraphs.join('\n'),
        url: action.url,
        lang: language,
        email: {
          subject,
          ...layOutMail({ language, title, paragraphs, action, footer: say(language, 'why') }),
        },
      },
    },
    push: {
      body: short.join('\n'),
      // The latest news of a booking takes the place of the one before.
      tag: row.subject,
      why: say(language, 'why'),
      // What can wait for the morning is not told at night.
      neededBy: booking.pickUpAt,
      ttlSeconds: ttlUntil(booking.pickUpAt, row),
      ...pushActions({ news, language, config }),
    },
    // A request that nobody answered was perhaps not seen on the phone: it is recalled by both ways.
    both: news.topic.endsWith('answer-soon'),
  })
}
