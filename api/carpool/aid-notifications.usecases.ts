import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { AidTopic } from './aid-requests.usecases.ts'
import { findAid, findVolunteers, type WholeAid } from './aid.repository.ts'
import { sayAid } from './aid.words.ts'
import { sayMoment, spokenOf } from './bookings.words.ts'
import { findTraveller, type TravellerRow } from './travellers.repository.ts'

/** A network has tens of volunteers, not thousands. */
const volunteersAtMost = 500

/** Tells volunteers what is asked, and who asked what became of it, by mail. Who has none is called by the desk. */
export function createAidHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const whole = await findAid(read, String(row.payload['id']))
    if (!whole) return []
    const topic = row.topic.slice('aid.'.length) as AidTopic
    const told = await toldOf(read, { topic, whole, volunteerId: row.payload['volunteerId'] })
    const drafts = await Promise.all(
      told.map((to) => draft({ config, read, whole, topic, to, subject: row.subject })),
    )
    return drafts.filter((one) => one !== null)
  }
}

async function toldOf(
  read: Reader,
  { topic, whole, volunteerId }: { topic: AidTopic; whole: WholeAid; volunteerId: unknown },
): Promise<TravellerRow[]> {
  const { request, requester } = whole
  if (topic === 'new') {
    if (request.status !== 'open') return []
    const rows = await findVolunteers(read, {
      networkId: request.networkId,
      after: undefined,
      limit: volunteersAtMost,
    })
    return rows
      .filter(({ volunteer, traveller }) => volunteer.status === 'approved' && traveller.id !== requester.id)
      .map(({ traveller }) => traveller)
  }
  if (topic === 'taken' || topic === 'given-back') return [requester]
  const driver = typeof volunteerId === 'string' ? await findTraveller(read, volunteerId) : null
  return driver ? [driver] : []
}

async function draft({
  config,
  read,
  whole: { request, network, requester, volunteer },
  topic,
  to,
  subject,
}: {
  config: Config
  read: Reader
  whole: WholeAid
  topic: AidTopic
  to: TravellerRow
  subject: string
}): Promise<NotificationDraft | null> {
  const address = to.userId && (await mailboxOf(read, to.userId))
  if (!address) return null
  const language = spokenOf(to.locale)
  const values = {
    name: topic === 'taken' ? (volunteer?.name ?? '') : requester.name,
    network: network.name,
    from: request.fromPlace,
    to: request.toPlace,
    when: sayMoment(language, request.leaveAt),
    back: request.backTime ?? '',
    phone: network.phone ?? '',
  }
  const title = sayAid(language, `${topic}Title`, values)
  const paragraphs = [
    sayAid(language, 'ride', values),
    request.backTime && sayAid(language, 'back', values),
    network.phone && sayAid(language, 'phone', values),
  ].filter((line) => typeof line === 'string')
  const url = `${config.publicUrl}/entraide`
  return {
    channel: 'email',
    person: `traveller:${to.id}`,
    address,
    subject,
    urgent: topic !== 'new',
    payload: {
      title,
      body: paragraphs.join('\n'),
      url,
      lang: language,
      email: {
        subject: sayAid(language, `${topic}Subject`, values),
        ...layOutMail({
          language,
          title,
          paragraphs,
          action: { label: sayAid(language, 'see'), url },
          footer: sayAid(language, 'why', values),
        }),
      },
    },
  }
}
