import { i18n } from '../locales/i18n.ts'
import { photoOf } from './photo-faults.ts'

/** What is wrong, and of which photo: « Après, photo 2 : Choisissez… ». */
export function faultSentence(fault: { pointer: string; detail: string }): string {
  const { t } = i18n.global
  const of = photoOf(fault)
  if (!of) return fault.detail
  const what = of.list === 'before' || of.list === 'after' ? t(`incident.photoKind.${of.list}`) : ''
  return t('photo.fault', {
    photo: [what, t('photo.number', { number: of.index + 1 })].filter(Boolean).join(', '),
    sentence: fault.detail,
  })
}
