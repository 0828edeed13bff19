import { ref } from 'vue'
import type { IncidentPreview } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'
import { ProblemError } from '../../http/errors.ts'
import type { StoredDraft } from '../../offline/stored.ts'

const slowest = 8_000

/** What the server says will happen to the draft. Null while unknown, and when it cannot be asked. */
export const preview = ref<IncidentPreview | null>(null)
/** Why the server will not take it from there, in its own words. */
export const previewRefusal = ref<ProblemError | null>(null)

let askedFor = ''

function queryOf(draft: StoredDraft) {
  const { position, named } = draft.place
  return {
    category: draft.categoryId,
    lat: position?.lat,
    lon: position?.lon,
    accuracy: position?.accuracy,
    commune: draft.communeCode ?? (position ? undefined : named),
    departmentalRoad: draft.departmentalRoad,
  }
}

/** Asks again only when the place, the category or an answer about the road changed. Never throws. */
export async function askPreview(draft: StoredDraft): Promise<IncidentPreview | null> {
  const query = queryOf(draft)
  const asking = JSON.stringify(query)
  if (!draft.categoryId || (query.lat === undefined && !query.commune)) return null
  if (asking === askedFor && preview.value) return preview.value
  askedFor = asking
  preview.value = null
  previewRefusal.value = null
  try {
    const answer = await request<IncidentPreview>('/api/incidents/preview', { query, timeoutMs: slowest })
    // A slower answer about an earlier choice is worth nothing.
    if (asking === askedFor) preview.value = answer
    return answer
  } catch (error) {
    if (asking === askedFor) {
      askedFor = ''
      if (error instanceof ProblemError && error.status === 422) previewRefusal.value = error
    }
    return null
  }
}
