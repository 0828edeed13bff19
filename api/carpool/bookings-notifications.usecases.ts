import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler, OutboxRow } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { compose, type News } from './bookings-compose.ts'
import { toldOf, type BookingTopic } from './bookings-news.rules.ts'
import { findBooking, findRide, type WholeBooking } from './bookings.repository.ts'
import { holdsSeats, type BookingRole } from './bookings.rules.ts'
import { say } from './bookings.words.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

/** Reminders of what is over by the time they are sent would only trouble. */
const isStale = (topic: BookingTopic, { booking }: WholeBooking) =>
  (topic === 'answer-soon' && (booking.status !== 'WAITING_CONFIRMATION' || booking.acceptedAt !== null)) ||
  (topic === 'day' && !holdsSeats(booking.status))

/** Writes to the driver and the passenger of a booking what became of it, by mail. */
export function createBookingHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const whole = await findBooking(read, String(row.payload['bookingId']))
    if (!whole) return []
    const topic = row.topic.slice('booking.'.length) as BookingTopic
    if (isStale(topic, whole)) return []
    const by = row.payload['by'] as BookingRole | undefined
    const ride = await findRide(read, whole.booking.rideId)
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
      toldOf(topic, by, whole.booking.leg).map((role) =>
        draft({ config, read, row, news: { ...news, role } }),
      ),
    )
    return drafts.filter((one) => one !== null)
  }
}

async function airesOf(read: Reader, ride: readonly WholeBooking[]): Promise<(id: string) => string> {
  const aires = await findAireRefs(read, {
    territorySiren: ride[0]!.booking.territorySiren,
    ids: ride.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId]),
  })
  return (id) => (aires.get(id) ?? unknownAire(id)).name
}

async function draft({
  config,
  read,
  row,
  news,
}: {
  config: Config
  read: Reader
  row: OutboxRow
  news: News
}): Promise<NotificationDraft | null> {
  const to = news.role === 'driver' ? news.whole.driver : news.whole.passenger
  const address = to.userId && (await mailboxOf(read, to.userId))
  // Who has no account is told by the clerk.
  if (!address) return null
  const { language, title, subject, paragraphs, action } = compose(news, config)
  return {
    channel: 'email',
    person: `traveller:${to.id}`,
    address,
    subject: row.subject,
    urgent: true,
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
  }
}
