import type { Reader } from '../../db/client.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { sayDay, sayMoment, sayPrice, spokenOf } from './bookings.words.ts'
import { draftsByPhone, ttlUntil } from './by-phone.ts'
import { findDepartures, type OpenDeparture } from './departures.repository.ts'
import { findRequestsOf, findTold } from './requests.repository.ts'
import { stopOneClickUrl, stopSecret, stopUrl } from './requests.secrets.ts'
import { sayRequest } from './requests.words.ts'
import { rideLink } from './ride-links.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { unknownAire } from './rides.views.ts'
import { priceOf } from './search.usecases.ts'
import { travelOf } from './travel.rules.ts'
import { findAireRefs } from './trips.repository.ts'

const listedAtMost = 6

/** Tells who left a request which rides came up, by push or by mail, each with a link that opens it ready to be booked. */
export function createRequestHandler({
  config,
  indexes,
}: {
  config: Config
  indexes: RideIndexes
}): OutboxHandler {
  return async (row, read) => {
    const requestId = String(row.payload['requestId'])
    const [found] = await findRequestsOf(read, [requestId])
    if (!found) return []
    const { request, traveller } = found
    const address = traveller.userId && (await mailboxOf(read, traveller.userId))
    // Who has no account is on the list of calls.
    if (!address) return []
    const told = await findTold(read, { requestId, tellId: row.id })
    const rides = told.flatMap(({ ride }) => ride ?? []).sort((a, b) => a.leaveAt - b.leaveAt)
    const [first] = rides
    if (!first) return []
    const language = spokenOf(traveller.locale)
    const say = (key: Parameters<typeof sayRequest>[1], values?: Record<string, string | number>) =>
      sayRequest(language, key, values)
    const ways = { from: request.fromName, to: request.toName, n: rides.length }
    const url = (ride: KeptRide) => `${config.publicUrl}${rideLink(ride.legs, request.seats)}`
    const lines = await sayRides(read, {
      opened: await indexes.open(request.territorySiren),
      rides: rides.slice(0, listedAtMost),
      territorySiren: request.territorySiren,
      language,
    })
    const secret = stopSecret(config.secret, requestId)
    const title = say(rides.length === 1 ? 'oneTitle' : 'moreTitle', ways)
    const paragraphs = [
      // The first one is the button's.
      ...lines.map((line, n) => (n === 0 ? line : `${line}\n${url(rides[n]!)}`)),
      ...(rides.length > listedAtMost ? [say('others', { n: rides.length - listedAtMost })] : []),
    ]
    const time = request.wallTime.replace(':', language === 'fr' ? ' h ' : ':')
    const why = say('asked', { ...ways, day: sayDay(wallOfInstant(request.createdAt).day)[language], time })
    const footer = `${why}\n${say('stop')} ${stopUrl(config.publicUrl, secret)}`
    const action = { label: say('see'), url: url(first) }
    return draftsByPhone(read, {
      row,
      travellerId: traveller.id,
      mail: {
        address,
        payload: {
          title,
          body: paragraphs.join('\n'),
          url: action.url,
          lang: language,
          email: {
            subject: say(rides.length === 1 ? 'oneSubject' : 'moreSubject', ways),
            ...layOutMail({ language, title, paragraphs, action, footer }),
            listUnsubscribeUrl: stopOneClickUrl(config.publicUrl, secret),
          },
        },
      },
      push: {
        body: lines.join('\n'),
        // What was told before is still to be had: it stays beside.
        tag: row.id,
        why,
        neededBy: first.leaveAt,
        ttlSeconds: ttlUntil(first.leaveAt, row),
        actions: [
          { action: 'see', title: say('iSee') },
          {
            action: 'stop',
            title: say('iStop'),
            post: {
              path: '/api/ride-requests/stop',
              secret,
              body: {},
              done: say('stopped'),
              failed: say('notStopped'),
              doneUrl: '/trajets/mes-trajets',
              failedUrl: '/trajets/mes-trajets',
            },
          },
        ],
      },
    })
  }
}

/** « vendredi 27 novembre à 07:30, de la halle à la gare, avec Mehdi. Gratuit. » */
async function sayRides(
  read: Reader,
  {
    opened,
    rides,
    territorySiren,
    language,
  }: {
    opened: OpenedIndex
    rides: readonly KeptRide[]
    territorySiren: string
    language: ReturnType<typeof spokenOf>
  },
): Promise<string[]> {
  const legs = rides.flatMap((ride) => ride.legs)
  const rows = new Map(
    (
      await findDepartures(
        read,
        legs.map(({ departureId }) => departureId),
      )
    ).map((row) => [row.departure.id, row]),
  )
  const aires = await findAireRefs(read, {
    territorySiren,
    ids: legs.flatMap(({ pickUpId, dropOffId }) => [pickUpId, dropOffId]),
  })
  const nameOf = (id: string) => (aires.get(id) ?? unknownAire(id)).name
  return rides.map((ride) => {
    const first = ride.legs[0]!
    const last = ride.legs.at(-1)!
    const cents = ride.legs.reduce((sum, leg) => sum + priceOfLeg(opened, leg, rows.get(leg.departureId)), 0)
    const line = sayRequest(language, 'ride', {
      when: sayMoment(language, first.pickUpAt),
      from: nameOf(first.pickUpId),
      to: nameOf(last.dropOffId),
      name: ride.legs.map(({ departureId }) => rows.get(departureId)?.driver.name ?? '–').join(', '),
      price: cents > 0 ? `${sayPrice(language, cents)}.` : sayRequest(language, 'free'),
    })
    return ride.legs.length > 1 ? `${line} ${sayRequest(language, 'change')}` : line
  })
}

function priceOfLeg(
  opened: OpenedIndex,
  leg: KeptRide['legs'][number],
  row: OpenDeparture | undefined,
): number {
  const [from, to] = [opened.numberOf.get(leg.pickUpId), opened.numberOf.get(leg.dropOffId)]
  if (!row || from === undefined || to === undefined) return 0
  return priceOf({ opened, row, metres: travelOf(opened.travel, from, to)?.metres ?? 0 })
}
