import type { PushAction } from '../alerts/alerts.types.ts'
import { isOfDays, singleOf, type NewsTopic } from './bookings-news.rules.ts'
import type { WholeBooking } from './bookings.repository.ts'
import type { BookingRole } from './bookings.rules.ts'
import { answerSecret, answerUrl, daysSecret, daysUrl } from './bookings.secrets.ts'
import { phoneOf } from './bookings.views.ts'
import { say, sayMoment, sayPrice, sayTime, spokenOf } from './bookings.words.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'

/** What became of a booking, as its driver or its passenger is told of it. */
export type News = {
  topic: NewsTopic
  role: BookingRole
  whole: WholeBooking
  /** Every car of the ride, the first one's first; of several days at once, those days. */
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
  /** The first lines, without a telephone number: what a locked screen may show. */
  short: string[]
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
    n: news.ride.length,
  }
  const onTime = topic === 'late' && !moment.minutes
  const phone =
    topic === 'confirmed' || topic === 'days-confirmed' || topic === 'day' || topic === 'late'
      ? phoneOf(whole, other)
      : null
  const phoneLine = phone && say(language, 'phone', { name: other.name, phone })
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
        one.rideId === booking.rideId && one.id !== booking.id
          ? ` ${say(language, 'with', { name: driver.name })}`
          : '',
      ].join(''),
    ),
    asks(topic) && say(language, 'seats', { seats: booking.seats }),
    (asks(topic) || topic === 'confirmed' || topic === 'days-confirmed') &&
      (booking.priceCents > 0
        ? say(language, isOfDays(topic) ? 'pricePerDay' : 'price', {
            price: sayPrice(language, booking.priceCents),
          })
        : say(language, 'free')),
    asks(topic) && say(language, 'deadline', { deadline: sayMoment(language, deadlineOf(news)) }),
    phoneLine,
    topic === 'time-proposed' && say(language, 'timeStands'),
    topic === 'time-refused' && say(language, 'timeKept'),
    topic === 'no-show' && say(language, 'contest', { name: other.name }),
    topic === 'late' && role === 'passenger' && isTight(news) && say(language, 'tightChange'),
    topic === 'cancelled' && booking.cancelledBy === 'other-leg' && say(language, 'otherCar'),
    role === 'passenger' && isOff(topic) && say(language, 'next'),
  ].filter((line) => typeof line === 'string')
  return {
    language,
    short: paragraphs.filter((line) => line !== phoneLine).slice(0, 3),
    title: say(language, onTime ? 'onTimeTitle' : `${topic}Title`, values),
    subject: say(language, onTime ? 'onTimeTitle' : `${topic}Subject`, values),
    paragraphs,
    action: actionOf({ publicUrl, secret, booking, topic, role, language }),
  }
}

const isOff = (topic: NewsTopic) => ['declined', 'cancelled', 'expired'].includes(singleOf(topic))
const asks = (topic: NewsTopic) => ['asked', 'answer-soon'].includes(singleOf(topic))
const deadlineOf = ({ topic, whole, ride }: News) =>
  isOfDays(topic) ? Math.min(...ride.map(({ booking }) => booking.deadlineAt)) : whole.booking.deadlineAt

/** A passenger is reminded of the whole way, whichever car comes first; of several days each is named. */
const rides = ({ topic, role, whole, ride }: News) =>
  isOfDays(topic) || (topic === 'day' && role === 'passenger') ? ride : [whole]

/** A late first car leaves less time to change than is safe. */
function isTight({ whole: { booking }, ride, moment }: News): boolean {
  const next = ride.find((leg) => leg.booking.leg > booking.leg)?.booking
  if (!next) return false
  const wait = next.pickUpAt - booking.dropOffAt - (moment.minutes ?? 0) * 60_000
  return wait < TRANSFER_WAIT.minSeconds * 1000
}

/**
 * What a driver can answer from the notification itself: « J’accepte » is done by the secret of the link that the mail
 * would carry (a push is encrypted for the phone); to refuse opens the page, where one may say why.
 */
export function pushActions({
  news: { topic, whole },
  language,
  config: { secret },
}: {
  news: News
  language: Told['language']
  config: { secret: string }
}): { actions?: PushAction[] } {
  if (!asks(topic)) return {}
  const { id, seriesId } = whole.booking
  const isDays = isOfDays(topic) && seriesId !== null
  return {
    actions: [
      {
        action: 'accept',
        title: say(language, 'iAccept'),
        post: {
          path: isDays ? '/api/booking-days-answer' : '/api/booking-answer',
          secret: isDays ? daysSecret(secret, seriesId) : answerSecret(secret, id),
          body: { answer: 'accept' },
          doneUrl: '/trajets/mes-trajets',
          done: say(language, 'accepted', { name: whole.passenger.name }),
          failed: say(language, 'notSent'),
        },
      },
      { action: 'see', title: say(language, 'iSee') },
    ],
  }
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
  topic: NewsTopic
  role: BookingRole
  language: Told['language']
}): Told['action'] {
  if (asks(topic))
    return {
      label: say(language, 'answer'),
      url:
        isOfDays(topic) && booking.seriesId
          ? daysUrl(publicUrl, daysSecret(secret, booking.seriesId))
          : answerUrl(publicUrl, answerSecret(secret, booking.id)),
    }
  if (role === 'passenger' && isOff(topic))
    return { label: say(language, 'search'), url: `${publicUrl}/trajets` }
  return { label: say(language, 'see'), url: `${publicUrl}/trajets/mes-trajets` }
}
