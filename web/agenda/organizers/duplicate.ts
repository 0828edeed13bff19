import { goToTerritory } from '../../territory/territory-of.ts'
import { readOwn } from '../author/author-api.ts'
import { emptyDate, type ImageDraft } from '../propose/event-draft.ts'
import { fromContent } from '../propose/event-request.ts'
import { newImageName } from '../propose/image-cut.ts'
import { proposal } from '../propose/proposal.ts'

/** The same image under another name: one can't be of two events. Null when it can't be fetched. */
async function copyOf(image: ImageDraft | null): Promise<ImageDraft | null> {
  if (!image?.url) return null
  const source = await fetch(image.url).then(
    (answer) => (answer.ok ? answer.blob() : null),
    () => null,
  )
  return source && { ...image, ...newImageName(), source, url: null }
}

/**
 * Begins a proposal like an event that was: all but its dates, its hours and a copy of its image kept. Throws when it
 * can't be read.
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
  await goToTerritory(territory)
  const draft = fromContent(content, territory)
  const [first = emptyDate()] = draft.when.dates
  await proposal.put({
    ...draft,
    image: await copyOf(draft.image),
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
