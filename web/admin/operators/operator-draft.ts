import type { AdminOperator } from '../../../api/carpool/standard/operators-admin.schemas.ts'

type Scope = 'search' | 'book'
/** What the controls hold. */
export type OperatorDraft = {
  name: string
  baseUrl: string
  opensSearch: boolean
  opensBook: boolean
  asksSearch: boolean
  asksBook: boolean
  /** Written, never read. */
  theirKey: string
  enabled: boolean
}

export const emptyOperator: OperatorDraft = {
  name: '',
  baseUrl: '',
  opensSearch: true,
  opensBook: false,
  asksSearch: false,
  asksBook: false,
  theirKey: '',
  enabled: true,
}

export const toOperatorDraft = (state: AdminOperator): OperatorDraft => ({
  name: state.name,
  baseUrl: state.baseUrl ?? '',
  opensSearch: state.opens.includes('search'),
  opensBook: state.opens.includes('book'),
  asksSearch: state.asks.includes('search'),
  asksBook: state.asks.includes('book'),
  theirKey: '',
  enabled: state.enabled,
})

const scopes = (search: boolean, book: boolean): Scope[] => [
  ...(search ? (['search'] as const) : []),
  ...(book ? (['book'] as const) : []),
]

/** As the server takes it; a key that nobody wrote is left as it is. */
export const toOperatorSend = (draft: OperatorDraft) => ({
  name: draft.name.trim(),
  baseUrl: draft.baseUrl.trim() || null,
  opens: scopes(draft.opensSearch, draft.opensBook),
  asks: scopes(draft.asksSearch, draft.asksBook),
  ...(draft.theirKey.trim() ? { theirKey: draft.theirKey.trim() } : {}),
})
