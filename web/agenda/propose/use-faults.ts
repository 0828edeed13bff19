import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Fault } from './check-event.ts'
import type { FieldFault, Step } from './server-faults.ts'

/** What the server refused of the proposal last sent, until the screens it is on have shown it. */
export const refused = ref<FieldFault[]>([])

/** The faults of one screen: for the summary at its top, and for each control. */
export function useFaults(step?: Step) {
  const { t } = useI18n()
  const errors = ref<{ field?: string; message: string }[]>(
    step ? refused.value.filter((fault) => fault.step === step) : [],
  )
  if (step) refused.value = refused.value.filter((fault) => fault.step !== step)

  /** True when there is none. */
  function tell(faults: readonly Fault[]): boolean {
    errors.value = faults.map(({ field, key }) => ({ field, message: t(key) }))
    return errors.value.length === 0
  }
  const errorOf = (field: string): string =>
    errors.value.find((error) => error.field === field)?.message ?? ''
  return { errors, tell, errorOf }
}
export type ErrorOf = ReturnType<typeof useFaults>['errorOf']
