import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { ProblemError } from '../../http/errors.ts'
import { i18n } from '../../locales/i18n.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { ask } from './ask.ts'
import { changedFields, mergeEdits } from './merge.ts'

export type FieldMessage = { field?: string; message: string }
type Side = 'mine' | 'theirs'
/** Someone else saved while this form was open. */
export type Clash<Draft> = {
  /** Fields both people changed, and which of the two is in the form now. */
  fields: { field: keyof Draft & string; mine: unknown; theirs: unknown; kept: Side }[]
  /** Fields only the other person changed, already in the form. */
  taken: (keyof Draft & string)[]
}

/** The id of the control of a field the server names by a pointer: `/questions/0/label` → `f-questions-0-label`. */
export const controlId = (pointer: string) => `f-${pointer.replace(/^\//, '').replace(/\//g, '-')}`

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A refusal as a list of what to correct, each with its field. `labels` are by the first part of a pointer. */
export function tellError(
  error: unknown,
  labels: Record<string, string>,
): { errors: FieldMessage[]; signedOut: boolean } {
  if (error instanceof ProblemError && error.status === 401)
    return { errors: [{ message: i18n.global.t('admin.edit.signedOut') }], signedOut: true }
  const listed = error instanceof ProblemError ? error.errors : []
  if (listed.length === 0) return { errors: [{ message: errorSentence(error) }], signedOut: false }
  const errors = listed.map(({ pointer, detail }) => {
    const label = labels[pointer.split('/')[1] ?? '']
    return { field: controlId(pointer), message: label ? `${label} : ${detail}` : detail }
  })
  return { errors, signedOut: false }
}

/** The sentence about one field, if it is among those to correct. */
export const errorIn = (errors: FieldMessage[], pointer: string): string =>
  errors.find(({ field }) => field === controlId(pointer))?.message ?? ''

/** Asks before leaving a form that holds changes nobody saved. */
export function guardUnsaved(dirty: () => boolean): void {
  const mayLeave = async () => {
    if (!dirty()) return true
    const { t } = i18n.global
    return ask({
      title: t('admin.leave.title'),
      words: t('admin.leave.words'),
      yes: t('admin.leave.yes'),
      no: t('admin.leave.no'),
    })
  }
  const warn = (event: BeforeUnloadEvent) => {
    if (dirty()) event.preventDefault()
  }
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => (to.path === from.path ? true : mayLeave()))
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}

/**
 * A form over something that has a version. `toDraft` makes what the controls hold, `toChange` what is sent, with the
 * same fields; only what differs is sent. When someone else saved meanwhile (412), the two edits are put together
 * field by field and `clash` says where the person has to choose: nothing typed is lost.
 */
export function useEdit<
  State extends { version: number },
  Draft extends object,
  Change extends Record<keyof Draft & string, unknown>,
>({
  toDraft,
  toChange,
  labels,
  check = () => [],
  save,
}: {
  toDraft: (state: State) => Draft
  toChange: (draft: Draft) => Change
  /** Words before the field, for the list of what is to correct. */
  labels: () => Record<keyof Draft & string, string>
  /** What can be told before asking the server. */
  check?: (draft: Draft) => FieldMessage[]
  /** Given what differs, and the whole for what can't be sent in part. */
  save: (change: Partial<Change>, version: number, whole: Change) => Promise<State>
}) {
  const draft = ref<Draft | null>(null)
  const base = shallowRef<Draft | null>(null)
  const version = ref(0)
  const busy = ref(false)
  const errors = ref<FieldMessage[]>([])
  const clash = shallowRef<Clash<Draft> | null>(null)
  const signedOut = ref(false)

  const current = () => draft.value as Draft
  const dirty = computed(
    () =>
      draft.value !== null &&
      base.value !== null &&
      changedFields<object>(toChange(base.value), toChange(current())).length > 0,
  )
  guardUnsaved(() => dirty.value)

  function open(state: State): void {
    version.value = state.version
    base.value = toDraft(state)
    draft.value = copy(base.value) as never
    clash.value = null
    errors.value = []
  }

  function discard(): void {
    draft.value = copy(base.value) as never
    clash.value = null
    errors.value = []
  }

  function meet(theirState: State): void {
    const theirs = toDraft(theirState)
    const mine = copy(current())
    const { merged, clashes, taken } = mergeEdits({ base: base.value as Draft, mine, theirs })
    clash.value = {
      fields: clashes.map((field) => ({ field, mine: mine[field], theirs: theirs[field], kept: 'mine' })),
      taken,
    }
    version.value = theirState.version
    base.value = theirs
    draft.value = merged as never
  }

  /** Chooses, for a field both changed, whose value the form holds. */
  function keep(field: keyof Draft & string, side: Side): void {
    if (!clash.value) return
    const fields = clash.value.fields.map((one) => (one.field === field ? { ...one, kept: side } : one))
    clash.value = { ...clash.value, fields }
    const chosen = fields.find((one) => one.field === field)
    if (chosen) draft.value = { ...current(), [field]: copy(chosen[side]) } as never
  }

  function tell(error: unknown): void {
    const told = tellError(error, labels())
    errors.value = told.errors
    signedOut.value = told.signedOut
  }

  /** Saves what differs. False when it was refused: `errors` or `clash` say why. */
  async function submit(): Promise<boolean> {
    if (busy.value || !draft.value || !base.value) return false
    errors.value = check(current())
    if (errors.value.length > 0) return false
    const next = toChange(current())
    const changed = changedFields<Record<string, unknown>>(toChange(base.value), next)
    busy.value = true
    try {
      const values: Record<string, unknown> = next
      const change = Object.fromEntries(changed.map((field) => [field, values[field]]))
      open(await save(change as Partial<Change>, version.value, next))
      signedOut.value = false
      return true
    } catch (error) {
      if (error instanceof ProblemError && error.status === 412 && error.members['current'])
        meet(error.members['current'] as State)
      else tell(error)
      return false
    } finally {
      busy.value = false
    }
  }

  const errorAt = (pointer: string) => errorIn(errors.value, pointer)

  return { draft, dirty, busy, errors, clash, signedOut, open, discard, keep, submit, errorAt }
}
