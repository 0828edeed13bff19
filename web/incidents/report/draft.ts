import { uuidv7 } from 'uuidv7'
import { computed, toRaw } from 'vue'
import { renamed } from '../../offline/renamed.ts'
import { currentDraft } from '../../offline/current-draft.ts'
import type { StoredDraft } from '../../offline/stored.ts'
import { plainPhotos } from '../../ui/plain-photos.ts'

export function emptyDraft(territory: string): StoredDraft {
  return {
    id: uuidv7(),
    key: uuidv7(),
    territory,
    photos: [],
    place: { position: null, named: null, words: '' },
    communeCode: null,
    categoryId: null,
    answers: {},
    departmentalRoad: null,
    words: '',
    email: '',
    phone: '',
  }
}

/** Whether anything would be lost by starting again. */
const isBegun = ({ photos, place, categoryId, words }: StoredDraft): boolean =>
  photos.length > 0 || place.position !== null || place.named !== null || categoryId !== null || words !== ''

/** A plain copy: IndexedDB cannot keep Vue's proxies. Photos are not copied. */
export function plainReport(value: StoredDraft): StoredDraft {
  const { photos, ...rest } = toRaw(value)
  return {
    ...(JSON.parse(JSON.stringify(rest)) as StoredDraft),
    photos: plainPhotos(photos),
  }
}

/** The report being written, as its screens share it. Null until read from the phone. */
export const report = currentDraft<StoredDraft>({
  store: 'drafts',
  name: 'report',
  rescuedAs: 'draft.last-words',
  fresh: emptyDraft,
  isBegun,
  plain: plainReport,
  bare: (value) => ({ ...plainReport(value), photos: [] }),
  withBytes: (late, kept) => ({ ...late, photos: kept?.photos ?? [] }),
  bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
  asAnother: (value) => ({ ...value, id: uuidv7(), key: uuidv7(), photos: renamed(value.photos) }),
})

export const reportIsBegun = computed(() => report.draft.value !== null && isBegun(report.draft.value))
