import type { Reader } from '../../db/client.ts'
import type { NotificationDraft } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { bodyInWords } from './body-words.rules.ts'
import { findBodyContact, findLivingForward } from './desk-links.repository.ts'
import { named, say, type SayKey } from './incidents-notifications.words.ts'
import type { IncidentInContext, UpdateRow } from './incidents.repository.ts'
import { replySecret, replyUrl } from './secrets.ts'

type Recipient = { bodyId: string; name: string; email: string; url: string }

/** What wakes a body: what residents and other bodies write, and what staff hand over to it. */
const handedOver = ['received', 'forwarded', 'routed']

async function recipientOf(
  config: Config,
  read: Reader,
  { incident, bodyName, bodyEmail }: IncidentInContext,
  update: UpdateRow,
): Promise<Recipient | null> {
  const desk = `${config.publicUrl}/agents/signalements/${incident.id}`
  const forward = await findLivingForward(read, {
    incidentId: incident.id,
    bodyId: incident.bodyId,
    at: update.at,
  })
  if (!forward)
    return bodyEmail ? { bodyId: incident.bodyId, name: bodyName, email: bodyEmail, url: desk } : null
  if (update.authorKind !== 'body')
    return {
      bodyId: forward.bodyId,
      name: bodyName,
      email: forward.email,
      url: replyUrl(config.publicUrl, replySecret(config.secret, forward.id)),
    }
  // The other body answered: whoever forwarded it is told, at their desk.
  const from = forward.fromBodyId ? await findBodyContact(read, forward.fromBodyId) : undefined
  return from?.email ? { bodyId: from.id, name: from.name, email: from.email, url: desk } : null
}

/**
 * The mail to the body that has something to look at: in charge here, or reached by its reply link. None for what it
 * did itself.
 */
export async function bodyDrafts({
  config,
  read,
  found,
  update,
  subject,
  values,
}: {
  config: Config
  read: Reader
  found: IncidentInContext
  update: UpdateRow
  subject: string
  /** What the sentences are filled with, but for the body's name. */
  values: Record<string, string>
}): Promise<NotificationDraft[]> {
  if (update.authorKind === 'staff' && !handedOver.includes(update.kind)) return []
  const recipient = await recipientOf(config, read, found, update)
  if (!recipient) return []
  const forwarded = update.kind === 'forwarded'
  const key: SayKey = forwarded
    ? 'body-forwarded'
    : handedOver.includes(update.kind)
      ? 'body-new'
      : 'body-news'
  const filled = {
    ...values,
    ...named('fr', { body: recipient.name, commune: found.communeName }),
    from: bodyInWords(String(update.data['fromBody'] ?? ''), 'fr'),
  }
  const body = say('fr', key, filled)
  const quoted = update.words && update.authorKind !== 'reporter' ? `\n\n« ${update.words} »` : ''
  const see = say('fr', forwarded ? 'body-answer' : 'body-see', filled)
  return [
    {
      channel: 'email',
      person: `body:${recipient.bodyId}`,
      address: recipient.email,
      subject,
      payload: {
        title: say('fr', 'title', filled),
        body,
        url: recipient.url,
        lang: 'fr',
        email: {
          subject: `${found.incident.reference} · ${found.categoryName} · ${found.communeName}`,
          text: `${body}${quoted}\n\n${see}\n${recipient.url}\n\n--\n${say('fr', 'body-why', filled)}\n`,
        },
      },
    },
  ]
}
