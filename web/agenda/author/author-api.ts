import type { z } from 'zod'
import type {
  answerRequest,
  authorEdit,
  AuthorEvent,
  cancelRequest,
  dateEdit,
} from '../../../api/agenda/proposals.schemas.ts'
import { deviceSecretHeader } from '../../alerts/push.ts'
import { request } from '../../http/client.ts'
import { once } from '../../http/write-once.ts'
import { sinceAccepted, type Since } from '../../offline/since-accepted.ts'

/** How one says that an event is one's own: the private link's secret, or (null) the session of its organizer. */
export type Claim = { id: string; secret: string | null }

/** The id goes before the secret, so that the link alone says what it opens. */
export const claimOf = (secret: string): Claim => ({ id: secret.split('.', 1)[0] ?? '', secret })

type Without<T> = T extends unknown ? Omit<T, 'id'> : never
export type Edit = Omit<z.input<typeof authorEdit>, 'id'>
export type DateAct = Without<z.input<typeof dateEdit>>
export type Cancel = Omit<z.input<typeof cancelRequest>, 'id'>
type Answer = Omit<z.input<typeof answerRequest>, 'id'>

const pathOf = ({ id }: Claim) => `/api/author/events/${encodeURIComponent(id)}`
/** The secret travels in a header: addresses are logged, headers are not. */
const by = ({ secret }: Claim): Record<string, string> => (secret ? { 'Bocage-Secret': secret } : {})

export function readOwn(claim: Claim): Promise<AuthorEvent> {
  return request<AuthorEvent>(pathOf(claim), { headers: by(claim) })
}

const devicePath = (claim: Claim, device: string) => `${pathOf(claim)}/devices/${device}`
type Told = { told: boolean }
/** Is this phone told of what becomes of one's event? By the private link. */
export const readAuthorDevice = (claim: Claim, device: string) =>
  request<Told>(devicePath(claim, device), { headers: by(claim) })
export const tellAuthorDevice = (claim: Claim, device: string) =>
  request<Told>(devicePath(claim, device), {
    method: 'PUT',
    headers: { ...by(claim), ...deviceSecretHeader() },
  })
export const stopAuthorDevice = (claim: Claim, device: string) =>
  request<Told>(devicePath(claim, device), { method: 'DELETE', headers: by(claim) })

/** Acts on an event at the version its author saw. Pressed again after a lost answer, the same act is done once. */
function act<T>(
  claim: Claim,
  end: string,
  body: object,
  version: number | null,
  method: 'POST' | 'PATCH' = 'POST',
) {
  return once(claim.id, [method, end, version, body], (entry) =>
    request<T>(pathOf(claim) + end, {
      method,
      headers: by(claim),
      idempotencyKey: entry,
      ...(version === null ? {} : { ifMatch: version }),
      body: { id: entry, ...body },
    }),
  )
}

/** What this phone keeps of the proposal is of before. */
async function noting<T>({ id }: Claim, since: Since, answer: Promise<T>): Promise<T> {
  const done = await answer
  await sinceAccepted({ id }, since)
  return done
}
export const editOwn = (claim: Claim, edit: Edit, version: number) =>
  noting(claim, 'changed', act<AuthorEvent>(claim, '', edit, version, 'PATCH'))
export const changeDate = (claim: Claim, change: DateAct, version: number) =>
  noting(claim, 'changed', act<AuthorEvent>(claim, '/dates', change, version))
export const cancelOwn = (claim: Claim, cancel: Cancel, version: number) =>
  noting(claim, 'ended', act<AuthorEvent>(claim, '/cancel', cancel, version))
export const publishOwn = (claim: Claim, version: number) => act<AuthorEvent>(claim, '/publish', {}, version)
/** Undefined once a draft is erased. */
export const withdrawOwn = (claim: Claim, version: number) =>
  noting(claim, 'ended', act<AuthorEvent | undefined>(claim, '/withdraw', {}, version))
export const answerQuestion = (claim: Claim, answer: Answer) =>
  act<AuthorEvent>(claim, '/answers', answer, null)
export function eraseOwnContact(claim: Claim): Promise<unknown> {
  const erased = request(`${pathOf(claim)}/contact`, { method: 'DELETE', headers: by(claim) })
  return noting(claim, 'contact erased', erased)
}
