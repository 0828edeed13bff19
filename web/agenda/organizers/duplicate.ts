import { chooseTerritory, openTerritory, territory as current } from '../../territory/territory.ts'
import { readOwn } from '../author/author-api.ts'
import { emptyDate } from '../propose/event-draft.ts'
import { fromContent } from '../propose/event-request.ts'
import { proposal } from '../propose/proposal.ts'

/**
 * Begins a proposal like an event that was: all but its dates, its hours kept. Its image stays with it: the same one
 * can't be of two events. Throws when it can't be read.
 */
export async function duplicateEvent({
  id,
  organizerId,
  territory,
}: {
  id: string
  organizerId: string
  territory: string
}): Promise<void> {
  const { content } = await readOwn({ id, secret: null })
  await openTerritory().catch(() => undefined)
  if (current.value?.siren !== territory) await chooseTerritory(territory)
  const draft = fromContent(content, territory)
  const [first = emptyDate()] = draft.when.dates
  await proposal.put({
    ...draft,
    image: null,
    organizerId,
    when: {
      ...draft.when,
      kind: draft.when.kind === 'repeat' ? 'repeat' : 'one',
      dates: [{ ...emptyDate(), from: first.from, to: first.to }],
      repeat: { ...draft.when.repeat, weekdays: [], lastDay: '' },
      without: [],
      changes: [],
      otherRule: null,
    },
  })
}
