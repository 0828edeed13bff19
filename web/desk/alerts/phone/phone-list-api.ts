import type {
  AlertCall,
  AlertCallList,
  AlertCallMark,
  AlertCallMarked,
  ListedPerson,
  ListedPersonChange,
  NewListedPerson,
  PhoneListPage,
  PhoneListWritten,
} from '../../../../api/alerts/phone-list.schemas.ts'
import { request } from '../../../http/client.ts'
import { once } from '../../../http/write-once.ts'

export type { AlertCall, AlertCallList, ListedPerson, ListedPersonChange }
const path = '/api/desk/phone-list'

export const readPhoneList = (query: { territory: string; commune: string; cursor?: string | undefined }) =>
  request<PhoneListPage>(path, { query: { ...query, limit: 50 } })
/** Sent again, the same person has the same id: they are added once. */
export const addListed = (person: NewListedPerson) =>
  request<PhoneListWritten>(path, { method: 'POST', body: person, idempotencyKey: person.id })
/** Throws a 412 with the `current` person when somebody else corrected them meanwhile. */
export const changeListed = ({ id, version }: ListedPerson, change: ListedPersonChange) =>
  once(id, [version, change], (key) =>
    request<PhoneListWritten>(`${path}/${id}`, {
      method: 'PUT',
      body: change,
      idempotencyKey: key,
      ifMatch: version,
    }),
  )
export const removeListed = ({ id, version }: ListedPerson) =>
  once(id, [version, 'remove'], (key) =>
    request(`${path}/${id}`, { method: 'DELETE', idempotencyKey: key, ifMatch: version }),
  )

export const readAlertCalls = (
  id: string,
  query: { commune?: string | undefined; cursor?: string | undefined; limit: number },
) => request<AlertCallList>(`/api/desk/alerts/${id}/calls`, { query })
/** Throws a 412 with the `current` call when it was noted, or the alert told again, meanwhile. */
export const markAlertCall = (
  alertId: string,
  { person, version }: AlertCall,
  outcome: AlertCallMark['outcome'],
) =>
  once(`${alertId} ${person.id}`, [version, outcome], (key) =>
    request<AlertCallMarked>(`/api/desk/alerts/${alertId}/calls/${person.id}`, {
      method: 'POST',
      body: { outcome },
      idempotencyKey: key,
      ifMatch: version,
    }),
  )
