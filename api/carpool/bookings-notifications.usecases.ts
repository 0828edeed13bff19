import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { BookingTopic } from './bookings-news.ts'
import { findBooking, type WholeBooking } from './bookings.repository.ts'
import type { BookingRole } from './bookings.rules.ts'
import { answerSecret, answerUrl } from './bookings.secrets.ts'
import { phoneOf } from './bookings.views.ts'
import { say, sayMoment, sayPrice, spokenOf } from './bookings.words.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

/** Whom a change concerns: never the one who made it. */
function toldOf(topic: BookingTopic, by: BookingRole | undefined): BookingRole[] {
  if (topic === 'asked') return ['driver']
  if (topic === 'accepted' || topic === 'confirmed' || topic === 'declined') return ['passenger']
  return (['driver', 'passenger'] as const).filter((role) => role !== by)
}

/** Writes to the driver and the passenger of a booking what became of it, by mail. */
export function createBookingHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const whole = await findBooking(read, String(row.payload['bookingId']))
    if (!whole) return []
    const topic = row.topic.slice('booking.'.length) as BookingTopic
    const by = row.payload['by'] as BookingRole | undefined
    const words = (row.payload['words'] as string | undefined) ?? null
    const drafts = await Promise.all(
      toldOf(topic, by).map((role) =>
        draft({ config, read, whole, topic, role, words, subject: row.subject }),
      ),
    )
    return drafts.filter((one) => one !== null)
  }
}

async function draft({
  config,
  read,
  whole,
  topic,
  role,
  words,
  subject,
}: {
  config: Config
  read: Reader
  whole: WholeBooking
  topic: BookingTopic
  role: BookingRole
  words: string | null
  subject: string
}): Promise<NotificationDraft | null> {
  const { booking } = whole
  const [to, other] = role === 'driver' ? [whole.driver, whole.passenger] : [whole.passenger, whole.driver]
  const address = to.userId && (await mailboxOf(read, to.userId))
  // Who has no account is told by the clerk.
  if (!address) return null
  const language = spokenOf(to.locale)
  const aires = await findAireRefs(read, {
    territorySiren: booking.territorySiren,
    ids: [booking.pickUpId, booking.dropOffId],
  })
  const nameOf = (id: string) => (aires.get(id) ?? unknownAire(id)).name
  const values = { name: other.name, from: nameOf(booking.pickUpId), to: nameOf(booking.dropOffId) }
  const title = say(language, `${topic}Title`, values)
  const phone = topic === 'confirmed' ? phoneOf(whole, other) : null
  const paragraphs = [
    words && say(language, 'words', { words }),
    say(language, 'ride', { ...values, when: sayMoment(language, booking.pickUpAt) }),
    topic === 'asked' && say(language, 'seats', { seats: booking.seats }),
    (topic === 'asked' || topic === 'confirmed') &&
      (booking.priceCents > 0
        ? say(language, 'price', { price: sayPrice(language, booking.priceCents) })
        : say(language, 'free')),
    topic === 'asked' && say(language, 'deadline', { deadline: sayMoment(language, booking.deadlineAt) }),
    phone && say(language, 'phone', { name: other.name, phone }),
    topic === 'cancelled' && booking.cancelledBy === 'other-leg' && say(language, 'otherCar'),
    role === 'passenger' && isOff(topic) && say(language, 'next'),
  ].filter((line) => typeof line === 'string')
  const action = actionOf({ config, booking, topic, role, language })
  return {
    channel: 'email',
    person: `traveller:${to.id}`,
    address,
    subject,
    urgent: true,
    payload: {
      title,
      body: paragraphs.join('\n'),
      url: action.url,
      lang: language,
      email: {
        subject: say(language, `${topic}Subject`, values),
        ...layOutMail({ language, title, paragraphs, action, footer: say(language, 'why') }),
      },
    },
  }
}

const isOff = (topic: BookingTopic) => topic === 'declined' || topic === 'cancelled' || topic === 'expired'

function actionOf({
  config,
  booking,
  topic,
  role,
  language,
}: {
  config: Config
  booking: WholeBooking['booking']
  topic: BookingTopic
  role: BookingRole
  language: ReturnType<typeof spokenOf>
}): { label: string; url: string } {
  if (topic === 'asked')
    return {
      label: say(language, 'answer'),
      url: answerUrl(config.publicUrl, answerSecret(config.secret, booking.id)),
    }
  if (role === 'passenger' && isOff(topic))
    return { label: say(language, 'search'), url: `${config.publicUrl}/trajets` }
  return { label: say(language, 'see'), url: `${config.publicUrl}/trajets/mes-trajets` }
}
