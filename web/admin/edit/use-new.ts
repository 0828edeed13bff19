import { computed, ref } from 'vue'
import { namedWrite, newNames } from '../../http/write-once.ts'
import { useAdmin } from '../admin.store.ts'
import { changedFields } from './merge.ts'
import { errorIn, guardUnsaved, tellError, type FieldMessage } from './use-edit.ts'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/**
 * A form for something that does not exist yet, with the names it is added under: a press repeated after an answer was
 * lost adds once.
 */
export function useNew<Draft extends object, Sent extends object>({
  empty,
  toSend,
  labels,
  check = () => [],
  add,
  about,
  says = (sent) => sent,
}: {
  empty: Draft
  toSend: (draft: Draft) => Sent
  labels: () => Record<string, string>
  check?: (draft: Draft) => FieldMessage[]
  add: (sent: Sent, names: ReturnType<typeof newNames>) => Promise<unknown>
  /** What it is, where a page read again could add it a second time. */
  about?: string
  /** What one would enter again of it, exactly. */
  says?: (sent: Sent) => unknown
}) {
  const draft = ref<Draft>(copy(empty))
  const done = ref(false)
  const busy = ref(false)
  const errors = ref<FieldMessage[]>([])
  const signedOut = ref(false)
  const admin = useAdmin()
  const write = namedWrite(newNames, about ? { about } : {})
  const current = () => draft.value as Draft
  const dirty = computed(() => !done.value && changedFields(empty, current()).length > 0)
  guardUnsaved(() => dirty.value)

  /** False when it was refused: `errors` say why. */
  async function submit(): Promise<boolean> {
    if (busy.value) return false
    errors.value = check(current())
    if (errors.value.length > 0) return false
    const content = toSend(current())
    busy.value = true
    try {
      await write.send((names) => add(content, names), [admin.siren, says(content)])
      done.value = true
      return true
    } catch (error) {
      const told = tellError(error, labels())
      errors.value = told.errors
      signedOut.value = told.signedOut
      return false
    } finally {
      busy.value = false
    }
  }
  const errorAt = (pointer: string) => errorIn(errors.value, pointer)
  return { draft, dirty, busy, errors, signedOut, submit, errorAt }
}
