import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { dateFormat } from '../../locales/intl.ts'
import { controlId, type FieldMessage } from '../edit/use-edit.ts'
import type { BodyDraft } from './body-draft.ts'
import { exceptionFaultsOf, faultsOf, type DraftHours } from './hours.ts'

const phone = /^\+?[\d\s().-]{3,20}$/

/** The words of the form of a body: labels, what is wrong, and a value said aloud. */
export function useBodyWords() {
  const { t, locale } = useI18n()
  const labels = computed(() => ({
    name: t('admin.bodies.name'),
    email: t('admin.bodies.email'),
    phone: t('admin.bodies.phone'),
    address: t('admin.bodies.address'),
    openingHours: t('admin.bodies.hours'),
    active: t('admin.bodies.active'),
  }))
  const dayName = (day: number, style: 'long' | 'short' = 'long') =>
    dateFormat(locale.value, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + day))

  function check(draft: BodyDraft): FieldMessage[] {
    const faults = checkContacts(draft)
    if (draft.name.trim().length < 2)
      faults.unshift({ field: controlId('/name'), message: t('admin.bodies.nameNeeded') })
    return faults
  }

  function checkContacts(draft: Pick<BodyDraft, 'phone' | 'openingHours'>): FieldMessage[] {
    const faults: FieldMessage[] = []
    if (draft.phone.trim() && !phone.test(draft.phone.trim()))
      faults.push({ field: controlId('/phone'), message: t('admin.bodies.phoneWrong') })
    for (const { day, span, fault } of faultsOf(draft.openingHours))
      faults.push({
        field: controlId(`/openingHours/days/${day}/spans/${span}`),
        message: t(`admin.bodies.hoursFault.${fault}`, { day: dayName(day) }),
      })
    for (const { exception, fault } of exceptionFaultsOf(draft.openingHours))
      faults.push({
        field: controlId(`/openingHours/exceptions/${exception}`),
        message: t(`admin.bodies.exceptionFault.${fault}`, { n: exception + 1 }),
      })
    return faults
  }

  function sayHours({ days, exceptions, note }: DraftHours): string {
    const lines = days.flatMap((spans, day) =>
      spans.length > 0
        ? [`${dayName(day, 'short')} ${spans.map(({ from, to }) => `${from}–${to}`).join(', ')}`]
        : [],
    )
    const unlike = exceptions.map(
      ({ from, to, spans, words }) =>
        `${[from, to].filter(Boolean).join(' → ')} ${spans.map((span) => `${span.from}–${span.to}`).join(', ') || t('admin.bodies.closed')} ${words}`,
    )
    return [...lines, ...unlike, note].filter(Boolean).join('\n')
  }
  function say(field: string, value: unknown): string {
    if (field === 'openingHours') return sayHours(value as DraftHours)
    if (field === 'active') return t(value ? 'admin.bodies.inUse' : 'admin.bodies.putAway')
    return String(value)
  }
  return { labels, check, checkContacts, say }
}
