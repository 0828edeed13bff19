import { useI18n } from 'vue-i18n'
import { useWhen } from '../../../agenda/shared/use-when.ts'
import { dayOf } from '../../../agenda/list/days.ts'
import { instantOfWall } from '../../../agenda/propose/wall-instant.ts'
import { useFormat } from '../../../locales/use-format.ts'
import type { OwnCommune } from './own-communes.ts'
import type { FollowCall } from './follow-calls-api.ts'

type Where = { start: string | null; end: string | null; place: string | null }

/** How a call is said: the event or the search it is about, dates and places. */
export function useSaid() {
  const { t } = useI18n()
  const format = useFormat()
  const { daySaid } = useWhen()
  /** « samedi 5 décembre à 19 h » */
  const whenSaid = (wall: string) =>
    wall.length === 10 ? daySaid(wall) : format.dayTime(instantOfWall(wall))
  /** What began before today and goes on: « jusqu’au dimanche 6 décembre ». */
  const isOn = (start: string, end: string | null): end is string => {
    const today = dayOf(Date.now())
    return end !== null && start.slice(0, 10) < today && end.slice(0, 10) >= today
  }
  return {
    /** « samedi 5 décembre à 19 h, Salle des fêtes, Bavay » */
    whereSaid: ({ start, end, place }: Where) => {
      const when =
        start &&
        (isOn(start, end) ? t('alertDesk.followCalls.until', { day: daySaid(end) }) : whenSaid(start))
      return [when, place].filter(Boolean).join(', ')
    },
    /** « Loto », « Concert, Bavay », « La semaine, Bavay » */
    aboutSaid: ({ kind, event, search }: FollowCall, { code, name }: OwnCommune) => {
      if (kind === 'week') return [t('alertDesk.followCalls.aboutWeek'), name].join(', ')
      if (kind === 'event') return event?.title ?? ''
      const { commune, q } = search?.query ?? {}
      const asked = [...(search?.categories ?? []), ...(q ? [q] : [])]
      const kinds = asked.length > 0 ? asked : [t('alertDesk.followCalls.aboutSearch')]
      return [...kinds, ...(commune === code ? [name] : [])].join(', ')
    },
  }
}
