import type { OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { findBooking } from './bookings.repository.ts'
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
    const whole = isRide ? await findBooking(read, String(row.payload['bookingId'])) : null
    if (isRide && !whole) return []
    const values: Record<string, string> = { name: child.name }
    if (whole) {
      const { booking, driver } = whole
      const ids = [booking.pickUpId, booking.dropOffId]
      const aires = await findAireRefs(read, { territorySiren: booking.territorySiren, ids })
      const nameOf = (id: string) => (aires.get(id) ?? unknownAire(id)).name
      values['driver'] = driver.name
      values['from'] = nameOf(booking.pickUpId)
      values['to'] = nameOf(booking.dropOffId)
      values['when'] = sayMoment(language, booking.pickUpAt)
      values['link'] = shareUrl(config.publicUrl, shareSecret(config.secret, booking.id, booking.shareTurn))
    }
    const say = (text: string) => text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
    const { subject, title, lines, action } = isRide ? words.ride : words.asked
    const paragraphs = lines.map(say)
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
