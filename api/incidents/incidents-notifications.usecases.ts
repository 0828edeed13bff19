import type { Reader } from '../../db/client.ts'
import type { NotificationDraft, OutboxHandler, PushAction } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import type { Language } from '../platform/problems.ts'
import { bodyDrafts } from './incidents-notifications.bodies.ts'
import { named, say, type SayKey } from './incidents-notifications.words.ts'
import {
  findFollower,
  findIncidentInContext,
  findUpdate,
  readFollowers,
  type FollowerRow,
  type IncidentInContext,
} from './incidents.repository.ts'
import { confirmUrl, followerSecret, publicPageUrl, reporterSecret, reporterUrl, stopUrl } from './secrets.ts'

const languageOf = (locale: string): Language => (locale === 'en' || locale === 'nl' ? locale : 'fr')

const dayFormat = (language: Language) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'Europe/Paris' })
const dayFormats = { fr: dayFormat('fr'), en: dayFormat('en'), nl: dayFormat('nl') }

function dayOf(instant: number, language: Language): string {
  return dayFormats[language].format(instant)
}

/**
 * Says whom an incident's event concerns and in what words. The reporter gets the private link, others the public
 * page; the body in charge is written to when something new waits for it.
 */
export function createIncidentHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const incidentId = String(row.payload['incidentId'])
    const found = await findIncidentInContext(read, incidentId)
    if (!found) return []
    if (row.topic === 'incident.follow-asked') {
      const follower = await findFollower(read, String(row.payload['followerId']))
      return follower?.email ? [confirmationDraft(config, found, follower, row.subject)] : []
    }
    const update = await findUpdate(read, String(row.payload['updateId']))
    if (!update) return []
    const followers = await readConcerned(read, found, update)
    const ownAct = update.authorKind === 'reporter'
    const drafts = followers
      // Whoever wrote it needs no message of it, but for the receipt of the report itself.
      .filter(
        (follower) =>
          update.public && !(ownAct && follower.kind === 'reporter' && update.kind !== 'received'),
      )
      .map((follower) => followerDraft(config, found, follower, update, row.subject))
    const values = parameters(found, update, 'fr')
    return [...drafts, ...(await bodyDrafts({ config, read, found, update, subject: row.subject, values }))]
  }
}

type Update = NonNullable<Awaited<ReturnType<typeof findUpdate>>>

/** Who follows it; of a merged one, those who went over, who are followers of the survivor by now. */
async function readConcerned(read: Reader, { incident }: IncidentInContext, update: Update) {
  if (update.kind !== 'merged' || !incident.mergedIntoId) return readFollowers(read, incident.id)
  const moved = Array.isArray(update.data['followerIds']) ? update.data['followerIds'] : []
  const followers = await readFollowers(read, incident.mergedIntoId)
  return followers.filter(({ id }) => moved.includes(id))
}

/** What kinds of entry say beside a status. */
const keysByKind: Partial<Record<string, SayKey>> = {
  merged: 'merged',
  routed: 'routed',
  planned: 'scheduled',
  'still-there': 'still-there',
}

function parameters(
  found: IncidentInContext,
  update: Update | null,
  language: Language,
): Record<string, string> {
  const { incident } = found
  return {
    reference: incident.reference,
    category: found.categoryName,
    ...named(language, { body: found.bodyName, commune: found.communeName }),
    due: dayOf(incident.dueAt, language),
    planned: incident.plannedOn ? dayOf(Date.parse(incident.plannedOn), language) : '',
    words: update?.words ?? '',
    into: String(update?.data['intoReference'] ?? ''),
  }
}

function followerDraft(
  config: Config,
  found: IncidentInContext,
  follower: FollowerRow,
  update: Update,
  subject: string,
): NotificationDraft {
  const { incident } = found
  const language = languageOf(follower.locale)
  const own = follower.kind === 'reporter'
  const values = parameters(found, update, language)
  const url = own
    ? reporterUrl(config.publicUrl, reporterSecret(config.secret, incident.id))
    : publicPageUrl(config.publicUrl, incident.id)
  const stop = stopUrl(config.publicUrl, followerSecret(config.secret, follower.id))
  const key: SayKey = keysByKind[update.kind] ?? update.toStatus ?? 'news'
  const title = say(language, 'title', values)
  const body = say(language, key, values)
  // Words of residents go to no stranger before staff approved them.
  const quotable = update.words && (update.authorKind === 'staff' || update.authorKind === 'body')
  const quoted = quotable ? `\n\n« ${update.words} »` : ''
  const why = say(language, own ? 'why-own' : 'why-followed', values)
  return {
    channel: follower.deviceId ? 'push' : 'email',
    person: `follower:${follower.id}`,
    address: follower.deviceId ?? follower.email ?? '',
    subject,
    payload: {
      title,
      body: `${body}${quoted}`,
      why,
      url,
      tag: `incident:${incident.id}`,
      lang: language,
      ...(own && key === 'resolved' && follower.deviceId
        ? { actions: mendedActions(reporterSecret(config.secret, incident.id), language) }
        : {}),
      email: {
        subject: `${incident.reference} · ${body}`,
        text: `${body}${quoted}\n\n${say(language, 'see', values)}\n${url}\n\n--\n${why}\n${say(language, 'stop', values)} ${stop}\n`,
        listUnsubscribeUrl: `${config.publicUrl}/api/followers/stop/${followerSecret(config.secret, follower.id)}`,
      },
    },
  }
}

/** « C'est réparé », « Toujours là »: answered from the notification, by the secret of the page it would open. */
function mendedActions(secret: string, language: Language): PushAction[] {
  const answer = (action: string, title: SayKey, done: SayKey, mended: boolean): PushAction => ({
    action,
    title: say(language, title, {}),
    post: {
      path: '/api/reporter/incident/answer',
      secret,
      body: { mended },
      withId: true,
      done: say(language, done, {}),
      failed: say(language, 'answer-lost', {}),
    },
  })
  return [
    answer('mended', 'is-mended', 'thanks-mended', true),
    answer('not-mended', 'is-not-mended', 'thanks-not-mended', false),
  ]
}

function confirmationDraft(
  config: Config,
  found: IncidentInContext,
  follower: FollowerRow,
  subject: string,
): NotificationDraft {
  const language = languageOf(follower.locale)
  const values = parameters(found, null, language)
  const url = confirmUrl(config.publicUrl, followerSecret(config.secret, follower.id))
  const body = say(language, 'confirm', values)
  return {
    channel: 'email',
    person: `follower:${follower.id}`,
    address: follower.email ?? '',
    subject,
    payload: {
      title: say(language, 'title', values),
      body,
      url,
      lang: language,
      email: {
        subject: say(language, 'confirm-subject', values),
        text: `${body}\n${url}\n\n--\n${say(language, 'why-confirm', values)}\n`,
      },
    },
  }
}
