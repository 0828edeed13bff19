import type { BookingTopic } from './bookings-news.ts'
import type { WholeBooking } from './bookings.repository.ts'
import type { BookingRole } from './bookings.rules.ts'
import { answerSecret, answerUrl } from './bookings.secrets.ts'
import { phoneOf } from './bookings.views.ts'
import { say, sayMoment, sayPrice, sayTime, spokenOf } from './bookings.words.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'

/** What became of a booking, as its driver or its passenger is told of it. */
export type News = {
  topic: BookingTopic
  role: BookingRole
  whole: WholeBooking
  /** Every car of the ride, the first one's first. */
  ride: readonly WholeBooking[]
  words: string | null
  moment: { at?: number | undefined; minutes?: number | undefined }
  nameOf: (aireId: string) => string
}
export type Told = {
  language: ReturnType<typeof spokenOf>
  subject: string
  title: string
  paragraphs: string[]
  action: { label: string; url: string }
}

/** Title, subject and lines of a piece of news, in the language of who is told. */
export function compose(news: News, { publicUrl, secret }: { publicUrl: string; secret: string }): Told {
  const { topic, role, whole, words, moment, nameOf } = news
  const { booking } = whole
  const [to, other] = role === 'driver' ? [whole.driver, whole.passenger] : [whole.passenger, whole.driver]
  const language = spokenOf(to.locale)
  const values = {
    name: other.name,
    from: nameOf(booking.pickUpId),
    to: nameOf(booking.dropOffId),
    when: sayMoment(language, booking.pickUpAt),
    minutes: moment.minutes ?? 0,
    time: sayTime(language, moment.at ?? booking.pickUpAt),
  }
  const onTime = topic === 'late' && !moment.minutes
  const phone = topic === 'confirmed' || topic === 'day' || topic === 'late' ? phoneOf(whole, other) : null
  const paragraphs = [
    words && say(language, 'words', { words }),
    topic === 'time-proposed' && say(language, 'timeNow', { time: sayTime(language, booking.pickUpAt) }),
    ...rides(news).map(({ booking: one, driver }) =>
      [
        say(language, 'ride', {
          when: sayMoment(language, one.pickUpAt),
          from: nameOf(one.pickUpId),
          to: nameOf(one.dropOffId),
        }),
        one.id === booking.id ? '' : ` ${say(language, 'with', { name: driver.name })}`,
      ].join(''),
    ),
    asks(topic) && say(language, 'seats', { seats: booking.seats }),
    (asks(topic) || topic === 'confirmed') &&
      (booking.priceCents > 0
        ? say(language, 'price', { price: sayPrice(language, booking.priceCents) })
        : say(language, 'free')),
    asks(topic) && say(language, 'deadline', { deadline: sayMoment(language, booking.deadlineAt) }),
    phone && say(language, 'phone', { name: other.name, phone }),
    topic === 'time-proposed' && say(language, 'timeStands'),
    topic === 'time-refused' && say(language, 'timeKept'),
    topic === 'no-show' && say(language, 'contest', { name: other.name }),
    topic === 'late' && role === 'passenger' && isTight(news) && say(language, 'tightChange'),
    topic === 'cancelled' && booking.cancelledBy === 'other-leg' && say(language, 'otherCar'),
    role === 'passenger' && isOff(topic) && say(language, 'next'),
  ].filter((line) => typeof line === 'string')
  return {
    language,
    title: say(language, onTime ? 'onTimeTitle' : `${topic}Title`, values),
    subject: say(language, onTime ? 'onTimeTitle' : `${topic}Subject`, values),
    paragraphs,
    action: actionOf({ publicUrl, secret, booking, topic, role, language }),
  }
}

const isOff = (topic: BookingTopic) => topic === 'declined' || topic === 'cancelled' || topic === 'expired'
const asks = (topic: BookingTopic) => topic === 'asked' || topic === 'answer-soon'

/** A passenger is reminded of the whole way, whichever car comes first. */
const rides = ({ topic, role, whole, ride }: News) =>
  topic === 'day' && role === 'passenger' ? ride : [whole]

/** A late first car leaves less time to change than is safe. */
function isTight({ whole: { booking }, ride, moment }: News): boolean {
  const next = ride.find((leg) => leg.booking.leg > booking.leg)?.booking
  if (!next) return false
  const wait = next.pickUpAt - booking.dropOffAt - (moment.minutes ?? 0) * 60_000
  return wait < TRANSFER_WAIT.minSeconds * 1000
}

function actionOf({
  publicUrl,
  secret,
  booking,
  topic,
  role,
  language,
}: {
  publicUrl: string
  secret: string
  booking: WholeBooking['booking']
  topic: BookingTopic
  role: BookingRole
  language: Told['language']
}): Told['action'] {
  if (asks(topic))
    return {
      label: say(language, 'answer'),
      url: answerUrl(publicUrl, answerSecret(secret, booking.id)),
    }
  if (role === 'passenger' && isOff(topic))
    return { label: say(language, 'search'), url: `${publicUrl}/trajets` }
  return { label: say(language, 'see'), url: `${publicUrl}/trajets/mes-trajets` }
}
