import { useI18n } from 'vue-i18n'
import type {
  AdminBody,
  AdminCategory,
  Responsibility,
} from '../../../api/territory/territory-admin.schemas.ts'
import { useAdmin } from '../admin.store.ts'

/** A decision in words. */
export function useDutyWords() {
  const { t } = useI18n()
  const admin = useAdmin()

  const communeName = (code: string) => admin.communes.find((one) => one.code === code)?.name ?? code
  /** « Syndicat d’éclairage », or the commune itself when no body is named. */
  function bodyName(bodyId: string | null, communeCode: string | null, bodies: AdminBody[]): string {
    if (bodyId !== null) return bodies.find(({ id }) => id === bodyId)?.name ?? t('admin.duties.goneBody')
    if (communeCode === null) return t('admin.duties.eachCommune')
    return bodies.find((body) => body.communeCode === communeCode)?.name ?? communeName(communeCode)
  }
  const days = (decision: Responsibility | undefined, category: AdminCategory) =>
    t('admin.days', decision?.targetDays ?? category.targetDays)
  return { communeName, bodyName, days }
}

/** The decision of a cell, if there is one. */
export const decisionFor = (decided: Responsibility[], categoryId: string, communeCode: string | null) =>
  decided.find((one) => one.categoryId === categoryId && one.communeCode === communeCode)
