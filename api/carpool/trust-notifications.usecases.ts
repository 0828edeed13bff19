import type { Database } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { spokenOf } from './bookings.words.ts'
import { findClerk } from './search.usecases.ts'
import { findTraveller } from './travellers.repository.ts'
import type { TravellerTopic } from './trust-news.ts'
import { travellerWords, trustWords } from './trust.words.ts'

/** Writes to a person what staff decided of them, or that what they signalled was read; to staff, that it is grave. */
export function createTravellerHandler({
  config,
  database,
}: {
  config: Pick<Config, 'publicUrl'>
  database: Pick<Database, 'read'>
}): OutboxHandler {
  return async (row, read) => {
    const person = await findTraveller(read, String(row.payload['travellerId']))
    if (!person) return []
    const topic = row.topic.slice('traveller.'.length) as TravellerTopic
    const clerk = await findClerk(database, row.territorySiren, null)
    const toStaff = topic === 'report-grave'
    const address = toStaff ? clerk?.email : person.userId && (await mailboxOf(read, person.userId))
    if (!address) return []
    const language = toStaff ? 'fr' : spokenOf(person.locale)
    const said = trustWords[language]
    const { subject, title, lines } = travellerWords[language][topic]
    const reached = [clerk?.name, clerk?.email, clerk?.phone].filter(Boolean).join(', ')
    const values = { words: String(row.payload['words'] ?? ''), clerk: reached || said.townHall }
    const paragraphs = lines.map((line) =>
      line.replace(/\{(words|clerk)\}/g, (_, name: 'words' | 'clerk') => values[name]),
    )
    const action = toStaff
      ? { label: said.desk, url: `${config.publicUrl}/agents/trajets/signalements` }
      : { label: said.rides, url: `${config.publicUrl}/trajets/mes-trajets` }
    const draft: NotificationDraft = {
      channel: 'email',
      person: toStaff ? `body:${row.territorySiren}` : `traveller:${person.id}`,
      address,
      subject: row.subject,
      urgent: true,
      payload: {
        title,
        body: paragraphs.join('\n'),
        url: action.url,
        lang: language,
        email: { subject, ...layOutMail({ language, title, paragraphs, action, footer: said.why }) },
      },
    }
    return [draft]
  }
}
