import type { OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { findBookings, type WholeBooking } from './bookings.repository.ts'
import { shareSecret, shareUrl } from './bookings.secrets.ts'
import { sayMoment, spokenOf } from './bookings.words.ts'
import { guardianSecret, guardianUrl } from './guardians.secrets.ts'
import { guardianWords } from './guardians.words.ts'
import { unknownAire } from './rides.views.ts'
import { findTraveller } from './travellers.repository.ts'
import { findAireRefs } from './trips.repository.ts'

/** Writes to a parent: what they are asked, and each ride of their child, with the link by which they look on and end. */
export function createGuardianHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const child = await findTraveller(read, String(row.payload['travellerId']))
    // Refused, ended, of age or another parent since: this one is written to no more.
    if (!child?.guardianEmail || child.guardianTurn !== row.payload['turn']) return []
    const language = spokenOf(child.locale)
    const words = guardianWords[language]
    const url = guardianUrl(config.publicUrl, guardianSecret(config.secret, child.id, child.guardianTurn))
    const isRide = row.topic === 'guardian.ride'
    const rides = isRide ? await findBookings(read, row.payload['bookingIds'] as string[]) : []
    const [first] = rides
    if (isRide && !first) return []
    const aires = await findAireRefs(read, {
      territorySiren: child.territorySiren,
      ids: rides.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId]),
    })
    const nameOf = (id: string) => (aires.get(id) ?? unknownAire(id)).name
    const valuesOf = ({ booking, driver }: WholeBooking): Record<string, string> => ({
      driver: driver.name,
      from: nameOf(booking.pickUpId),
      to: nameOf(booking.dropOffId),
      when: sayMoment(language, booking.pickUpAt),
      link: shareUrl(config.publicUrl, shareSecret(config.secret, booking.id, booking.shareTurn)),
    })
    const say = (text: string, values: Record<string, string> = first ? valuesOf(first) : {}) =>
      text.replace(/\{(\w+)\}/g, (all, name: string) => ({ ...values, name: child.name })[name] ?? all)
    const { subject, title, each, lines, action } = isRide ? words.ride : words.asked
    const paragraphs = [
      ...rides.flatMap((ride) => each.map((text) => say(text, valuesOf(ride)))),
      ...lines.map((text) => say(text)),
    ]
    return [
      {
        channel: 'email',
        person: `guardian:${child.id}`,
        address: child.guardianEmail,
        subject: row.subject,
        urgent: true,
        payload: {
          title: say(title),
          body: paragraphs.join('\n'),
          url,
          lang: language,
          email: {
            subject: say(subject),
            ...layOutMail({
              language,
              title: say(title),
              paragraphs,
              action: { label: action, url },
              footer: say(words.why),
            }),
          },
        },
      },
    ]
  }
}
