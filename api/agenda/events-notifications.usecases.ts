import type { Reader } from '../../db/client.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import { deviceSubject } from '../alerts/alerts.usecases.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { Language } from '../platform/problems.ts'
import { phonesOfAuthor } from './author-devices.usecases.ts'
import type { EventNews } from './events-news.rules.ts'
import { findFollower, findHolders, readFollowers, type Follower } from './events-notifications.repository.ts'
import { sayNews } from './events-news.usecases.ts'
import { languageOf, say, sayToAuthor, type SayKey } from './events-notifications.words.ts'
import {
  findContact,
  findEntry,
  findEvent,
  findSearchNames,
  type EntryRow,
  type EventRow,
} from './events.repository.ts'
import { isPublic, pathOf } from './events.rules.ts'
import {
  authorSecret,
  authorUrl,
  confirmationSecret,
  confirmationUrl,
  followConfirmUrl,
  followerSecret,
  followStopOneClickUrl,
  followStopUrl,
} from './events.secrets.ts'
import { queueTarget } from './moderation-scope.usecases.ts'

type Given = { config: Config; read: Reader; event: EventRow; subject: string }

/**
 * Says whom a change of an event concerns and in what words: its author gets the private link, those who follow it
 * the public page, and the moderators of its queue are written to when something new waits for them.
 */
export function createEventHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const event = await findEvent(read, String(row.payload['eventId']))
    if (!event) return []
    const given = { config, read, event, subject: row.subject }
    if (row.topic === 'event.confirmation-asked') return confirmationDrafts(given)
    if (row.topic === 'event.follow-asked')
      return followDrafts(given, await findFollower(read, String(row.payload['followerId'])))
    const entry = await findEntry(read, String(row.payload['entryId']))
    if (!entry) return []
    const toAuthor = await authorDrafts(given, entry)
    const phones = new Set(toAuthor.flatMap(({ channel, address }) => (channel === 'push' ? [address] : [])))
    return [
      // An author who follows their own event hears of it once on their phone.
      ...(await followerDrafts(given, entry)).filter(({ address }) => !phones.has(address)),
      ...toAuthor,
      ...(await moderatorDrafts(given, entry)),
    ]
  }
}

type Letter = {
  language: Language
  subject: string
  lines: string[]
  action: { label: string; url: string }
  why: string
}

function emailDraft(
  { subject }: Given,
  { person, address, letter }: { person: string; address: string; letter: Letter },
): NotificationDraft {
  const { language, lines, action, why } = letter
  const [title = '', ...paragraphs] = lines
  return {
    channel: 'email',
    person,
    address,
    subject,
    payload: {
      title,
      body: paragraphs.join('\n'),
      url: action.url,
      lang: language,
      email: {
        subject: letter.subject,
        ...layOutMail({ language, title, paragraphs, action, footer: why }),
      },
    },
  }
}

/** What mail programs would make a link of. */
const linkLike = /\S*(?:https?:|www\.|[\p{L}\p{N}-]\.\p{L}{2,})\S*/giu

/** The first mail to an author: until its link is used, the event is nobody's business. */
async function confirmationDrafts(given: Given): Promise<NotificationDraft[]> {
  const { config, read, event } = given
  const contact = await findContact(read, event.id)
  if (!contact?.email || event.status !== 'draft') return []
  const language = languageOf(event.locale)
  // Whoever wrote it may have given anybody's address: our mail carries no link of theirs.
  const title = event.title.replace(linkLike, '…')
  const url = confirmationUrl(config.publicUrl, confirmationSecret(config.secret, event.id))
  const letter: Letter = {
    language,
    subject: say(language, 'confirmSubject', { title }),
    lines: [say(language, 'confirmAsked', { title }), say(language, 'confirmDays')],
    action: { label: say(language, 'confirm'), url },
    why: say(language, 'confirmWhy'),
  }
  return [emailDraft(given, { person: `event-author:${event.id}`, address: contact.email, letter })]
}

function followDrafts(given: Given, follower: Follower | undefined): NotificationDraft[] {
  if (!follower?.email || follower.confirmedAt !== null) return []
  const { config, event } = given
  const language = languageOf(follower.locale)
  const { title } = event
  const letter: Letter = {
    language,
    subject: say(language, 'followSubject', { title }),
    lines: [say(language, 'followAsked', { title })],
    action: {
      label: say(language, 'followConfirm'),
      url: followConfirmUrl(config.publicUrl, followerSecret(config.secret, follower.id)),
    },
    why: say(language, 'followWhy'),
  }
  return [emailDraft(given, { person: `event-follower:${follower.id}`, address: follower.email, letter })]
}

/** What an entry is to those who meant to come, a line each; none when it does not concern them. */
async function newsLines({ read, event }: Given, entry: EntryRow, language: Language): Promise<string[]> {
  const { title } = event
  const quoted = entry.words ? [`« ${entry.words} »`] : []
  if (entry.kind === 'cancelled') return [say(language, 'cancelled', { title }), ...quoted]
  if (entry.kind === 'restored') return [say(language, 'restored', { title })]
  if (entry.kind === 'declined') return [say(language, 'gone', { title })]
  if (entry.kind === 'replaced') {
    const other = await findEvent(read, String(entry.data['replacedById']))
    return other && isPublic(other) ? [say(language, 'replaced', { title, other: other.title })] : []
  }
  const news = entry.data['news'] as EventNews | undefined
  if (!news) return []
  return [...(await sayNews(read, language, news)), ...(entry.kind.startsWith('date-') ? quoted : [])]
}

/** An event as those who follow it may hear of it; null when they may not. */
function heardOf(event: EventRow, entry: EntryRow): EventRow | null {
  if (event.publishedAt === null) return null
  if (isPublic(event)) return event
  // Taken out of sight, it may have been rewritten since, and nobody looked: that it is gone is all there is to tell.
  const { title } = entry.data
  return entry.kind === 'declined' && typeof title === 'string' ? { ...event, title } : null
}

async function followerDrafts(all: Given, entry: EntryRow): Promise<NotificationDraft[]> {
  const event = heardOf(all.event, entry)
  if (!event) return []
  const given = { ...all, event }
  const { config, read, subject } = given
  const followers = await readFollowers(read, event.id)
  const lines = { fr: undefined, en: undefined, nl: undefined } as Record<Language, string[] | undefined>
  const drafts: NotificationDraft[] = []
  for (const follower of followers) {
    const language = languageOf(follower.locale)
    lines[language] ??= await newsLines(given, entry, language)
    const told = lines[language]
    if (told.length === 0) return []
    const url = isPublic(event) ? `${config.publicUrl}${pathOf(event)}` : `${config.publicUrl}/agenda`
    const secret = followerSecret(config.secret, follower.id)
    const headline = say(language, 'news', { title: event.title })
    const action = { label: say(language, 'see'), url }
    const why = `${say(language, 'whyFollowed')}\n${say(language, 'stop')} ${followStopUrl(config.publicUrl, secret)}`
    drafts.push({
      channel: follower.deviceId ? 'push' : 'email',
      person: `event-follower:${follower.id}`,
      address: follower.deviceId ?? follower.email ?? '',
      subject,
      payload: {
        title: event.title,
        body: told.join('\n'),
        why: say(language, 'whyFollowed'),
        url,
        tag: `event:${event.id}`,
        lang: language,
        email: {
          subject: headline,
          ...layOutMail({ language, title: headline, paragraphs: told, action, footer: why }),
          listUnsubscribeUrl: followStopOneClickUrl(config.publicUrl, secret),
        },
      },
    })
  }
  return drafts
}

async function authorDrafts(given: Given, entry: EntryRow): Promise<NotificationDraft[]> {
  const { config, read, event } = given
  const language = languageOf(event.locale)
  const said = sayToAuthor(language, entry.kind, event.title)
  // Whoever did it needs no message of it.
  if (!said || entry.authorKind !== 'staff') return []
  const contact = await findContact(read, event.id)
  const email = contact && contact.confirmedAt !== null ? contact.email : null
  const devices = await phonesOfAuthor(read, event)
  if (!email && devices.length === 0) return []
  const letter: Letter = {
    language,
    subject: said.opening.replace(/ ?:$/, ''),
    lines: [
      said.opening,
      ...(entry.words ? [`« ${entry.words} »`] : []),
      ...(said.closing ? [said.closing] : []),
    ],
    action: {
      label: say(language, 'authorSee'),
      url: authorUrl(config.publicUrl, authorSecret(config.secret, event.id)),
    },
    why: say(language, 'authorWhy'),
  }
  const mail = email && emailDraft(given, { person: `event-author:${event.id}`, address: email, letter })
  if (devices.length === 0) return mail ? [mail] : []
  const payload = {
    title: letter.subject,
    body: letter.lines.slice(1).join('\n'),
    url: letter.action.url,
    lang: language,
    why: say(language, 'authorPhoneWhy'),
    tag: `${authorTag}${event.id}`,
    // In the place of the first that cannot be reached: one mail, however many phones.
    ...(mail ? { fallback: { person: mail.person, address: mail.address, payload: mail.payload } } : {}),
  }
  return devices.map((deviceId) => ({
    channel: 'push',
    person: deviceSubject(deviceId),
    address: deviceId,
    subject: given.subject,
    payload,
  }))
}

const authorTag = 'event-author:'
/** The event of whose author a push is, by its tag; null of any other. */
export const authorTagged = (tag: string): string | null =>
  tag.startsWith(authorTag) ? tag.slice(authorTag.length) : null

/** What wakes moderators: what waits for them. A trusted organizer's edit does not. */
function moderatorKey(entry: EntryRow): SayKey | null {
  if (entry.authorKind === 'staff') return null
  if (entry.kind === 'submitted') return 'toModerate'
  if (entry.kind === 'revised' && entry.data['revisionId']) return 'revisionToModerate'
  return entry.kind === 'answer' ? 'answered' : null
}

/** Moderators of the event's queue; where it has none, the territory's, and at last its administrators. */
async function findModerators({ read, event }: Given) {
  const territory = { scopeKind: 'territory', scopeId: event.territorySiren } as const
  const { communeCode, bodyId } = await queueTarget(read, event)
  if (communeCode) {
    const ofCommune = await findHolders(read, {
      scopeKind: 'commune',
      scopeId: communeCode,
      roles: ['moderator'],
    })
    // By way of the commune's own body, they are the commune's as well.
    const ofBody = bodyId
      ? await findHolders(read, { scopeKind: 'body', scopeId: bodyId, roles: ['moderator'] })
      : []
    const own = new Map([...ofCommune, ...ofBody].map((person) => [person.userId, person]))
    if (own.size > 0) return [...own.values()]
  }
  const moderators = await findHolders(read, { ...territory, roles: ['moderator'] })
  return moderators.length > 0 ? moderators : findHolders(read, { ...territory, roles: ['admin'] })
}

async function moderatorDrafts(given: Given, entry: EntryRow): Promise<NotificationDraft[]> {
  const { config, read, event } = given
  const key = moderatorKey(entry)
  if (!key) return []
  // Staff work in French.
  const language: Language = 'fr'
  const { commune } = await findSearchNames(read, event)
  const said = say(language, key, { title: event.title, commune: commune || say(language, 'nowhere') })
  const letter: Letter = {
    language,
    subject: said.replace(/ ?:$/, ''),
    lines: [said, ...(entry.kind === 'answer' && entry.words ? [`« ${entry.words} »`] : [])],
    action: {
      label: say(language, 'moderate'),
      url: `${config.publicUrl}/agents/agenda/evenements/${event.id}`,
    },
    why: say(language, 'moderatorWhy'),
  }
  const moderators = await findModerators(given)
  return moderators.map(({ userId, email }) =>
    emailDraft(given, { person: `moderator:${userId}`, address: email, letter }),
  )
}
