import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { ProblemError } from '../../http/errors.ts'
import { uploadPhoto } from '../../http/photos.ts'
import { isRefused } from '../../http/write-once.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { toast } from '../../ui/toast.ts'
import { checkMore, checkWhat, checkWhere } from '../propose/check-event.ts'
import type { EventDraft } from '../propose/event-draft.ts'
import { imageToSend } from '../propose/image-cut.ts'
import { keptDraft } from '../../offline/kept-draft.ts'
import { howEventIsKept } from '../propose/kept-draft.ts'
import { faultsOf } from '../propose/server-faults.ts'
import { useFaults } from '../propose/use-faults.ts'
import { editOwn, readOwn, type Claim } from './author-api.ts'
import { draftOf, isChanged, rebased, toEdit, type EditedField, type EventClash } from './edit-draft.ts'
import { useStillHere } from '../../shell/use-still-here.ts'

/** The edit of one's event: kept on the phone until saved, put together with what others saved meanwhile. */
export function useEditEvent({
  claim,
  territory,
  back,
}: {
  claim: Claim
  territory: string
  back: RouteLocationRaw
}) {
  const { t } = useI18n()
  const router = useRouter()
  const isStillHere = useStillHere()
  const name = `edit:${claim.id}`
  const kept = keptDraft<EventDraft>({
    ...howEventIsKept,
    keyOf: () => name,
    rescuedAs: `draft.event.${name}`,
    isBegun: () => true,
  })
  const { draft } = kept
  const { errors, tell, errorOf } = useFaults()
  const event = shallowRef<AuthorEvent | null>(null)
  const failure = ref('')
  const busy = ref(false)
  const resumed = ref(false)
  const clash = shallowRef<EventClash | null>(null)

  function meet(mine: EventDraft, present: AuthorEvent): void {
    const { draft: merged, clash: met } = rebased(mine, present)
    event.value = present
    draft.value = merged
    clash.value = met.fields.length + met.taken.length > 0 ? met : null
  }

  async function load(): Promise<void> {
    failure.value = ''
    try {
      const read = await readOwn(claim)
      event.value = read
      const found = await kept.open(draftOf(read, territory), (one) =>
        one.id === read.id && isChanged(one) ? one : null,
      )
      resumed.value = found
      if (found && draft.value && draft.value.edited?.version !== read.version) meet(draft.value, read)
    } catch (error) {
      failure.value = errorSentence(error)
    }
  }
  onMounted(load)
  onBeforeUnmount(kept.close)

  function startAgain(): void {
    if (event.value) draft.value = draftOf(event.value, territory)
    resumed.value = false
    clash.value = null
    errors.value = []
  }

  /** Chooses, for a part both people changed, whose words the form holds. */
  function keep(field: EditedField, side: 'mine' | 'theirs'): void {
    if (!clash.value || !draft.value) return
    const fields = clash.value.fields.map((one) => (one.field === field ? { ...one, kept: side } : one))
    clash.value = { ...clash.value, fields }
    const chosen = fields.find((one) => one.field === field)
    if (chosen) draft.value = { ...draft.value, [field]: chosen[side] }
  }

  async function save(): Promise<void> {
    const written = draft.value
    if (busy.value || !written || !event.value) return
    if (!tell([...checkWhat(written), ...checkWhere(written.where), ...checkMore(written)])) return
    busy.value = true
    try {
      const { image } = written
      const blob = image && (await imageToSend(image))
      if (blob && image?.token) await uploadPhoto({ id: image.mediaId, blob, token: image.token })
      const edit = toEdit(written, { hasContact: event.value.contact !== null })
      const after = await editOwn(claim, edit, written.edited?.version ?? event.value.version)
      await kept.forget(written)
      toast(after.revision ? t('propose.edit.sent') : t('propose.edit.saved'))
      if (isStillHere()) await router.push(back)
    } catch (error) {
      if (error instanceof ProblemError && error.status === 412 && error.members['current'])
        meet(written, error.members['current'] as AuthorEvent)
      else if (isRefused(error))
        errors.value = faultsOf(error).map(({ field, message }) => ({ ...(field ? { field } : {}), message }))
      else errors.value = [{ message: errorSentence(error) }]
    } finally {
      busy.value = false
    }
  }
  return { draft, event, failure, errors, errorOf, busy, resumed, clash, load, startAgain, keep, save }
}
