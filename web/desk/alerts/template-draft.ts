import type { AlertKind } from '../../../api/alerts/alert.rules.ts'
import type { AlertTemplateChange, AlertTemplateView } from '../../../api/alerts/alert-template.schemas.ts'
import { languagesOf, translationsOf, type DraftLanguages } from './alert-form.ts'

/** A template as the controls hold it. Pure. */
export type TemplateDraft = DraftLanguages & {
  kind: AlertKind
  /** Empty: every commune writes from it. */
  commune: string
  title: string
  words: string
  advice: string
}

export const emptyTemplate = (commune: string): TemplateDraft => ({
  kind: 'roads',
  commune,
  title: '',
  words: '',
  advice: '',
  ...languagesOf({}),
})

export const templateDraft = (one: AlertTemplateView): TemplateDraft => ({
  kind: one.kind,
  commune: one.commune?.code ?? '',
  title: one.title,
  words: one.words,
  advice: one.advice ?? '',
  ...languagesOf(one.translations),
})

export const toTemplate = (draft: TemplateDraft): AlertTemplateChange => ({
  kind: draft.kind,
  title: draft.title.trim(),
  words: draft.words.trim(),
  advice: draft.advice.trim() || null,
  translations: translationsOf(draft),
})
