import { useI18n } from 'vue-i18n'
import { civilDay } from '../../locales/format.ts'
import { useFormat } from '../../locales/use-format.ts'

type Promised = { open: boolean; late: boolean; dueAt: number; statusAt: number }

/** What was promised and where it stands: « En retard de 3 jours », « d’ici au jeudi 3 décembre ». */
export function useDueWords() {
  const { t } = useI18n()
  const format = useFormat()
  const daysLate = (dueAt: number) => Math.max(1, civilDay(Date.now()) - civilDay(dueAt))
  return ({ open, late, dueAt, statusAt }: Promised): string => {
    if (!open) return t('desk.due.closed', { when: format.recently(statusAt) })
    if (late) return t('desk.due.late', { n: daysLate(dueAt) }, daysLate(dueAt))
    return t('desk.due.by', { day: format.soon(dueAt) })
  }
}
