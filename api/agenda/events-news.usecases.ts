import type { Reader } from '../../db/client.ts'
import type { Language } from '../platform/problems.ts'
import type { EventNews } from './events-news.rules.ts'
import { say, sayWall, type SayKey } from './events-notifications.words.ts'
import { findPlace } from './places.repository.ts'

/** What a change of an event is to those who meant to come, a line each. */
export async function sayNews(read: Reader, language: Language, news: EventNews): Promise<string[]> {
  const place = news.place?.to ? await findPlace(read, news.place.to) : undefined
  const dated = (key: SayKey) => (wall: string) => say(language, key, { date: sayWall(language, wall) })
  return [
    ...news.moved.map(({ from, to }) =>
      say(language, 'moved', { from: sayWall(language, from), to: sayWall(language, to) }),
    ),
    ...news.cancelled.map(dated('cancelledDate')),
    ...news.restored.map(dated('restoredDate')),
    ...news.added.map(dated('addedDate')),
    ...news.removed.map(dated('removedDate')),
    ...(news.more > 0 ? [say(language, 'moreDates')] : []),
    ...(place ? [say(language, 'place', { place: place.name })] : []),
    ...(news.place && !news.place.to ? [say(language, 'online')] : []),
  ]
}
