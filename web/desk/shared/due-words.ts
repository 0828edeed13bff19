import { useI18n } from 'vue-i18n'
import { dateFormat } from '../../locales/intl.ts'
import { civilDay } from '../../locales/format.ts'
import { now } from '../../offline/clock.ts'
import { useFormat } from '../../locales/use-format.ts'

type Promised = { open: boolean; late: boolean; dueAt: number; statusAt: number }

/** What was promised and where it stands: « En retard de 3 jours », « échéance : jeudi 3 décembre », « … 3 déc. ». */
export function useDueWords() {
  const { t, locale } = useI18n()
  const format = useFormat()
  const daysLate = (dueAt: number) => Math.max(1, civilDay(now()) - civilDay(dueAt))
  const dayAndMonth = (at: number) =>
    dateFormat(locale.value, {
      day: 'numeric',
      month: 'short',
      timeZone: 'Europe/Paris',
    }).format(at)

  function say({ open, late, dueAt }: Promised, closed: string, due: string): string {
    if (!open) return t('desk.due.closed', { when: closed })
    if (late) return t('desk.due.late', { n: daysLate(dueAt) }, daysLate(dueAt))
    return t('desk.due.by', { day: due })
  }
  return {
    inFull: (one: Promised) => say(one, format.recently(one.statusAt), format.soon(one.dueAt)),
    /** For a line of a list. */
    inShort: (one: Promised) => say(one, dayAndMonth(one.statusAt), dayAndMonth(one.dueAt)),
  }
}
