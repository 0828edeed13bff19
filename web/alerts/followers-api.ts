import { uuidv7 } from 'uuidv7'
import type {
  FollowAsked,
  FollowConfirmed,
  FollowerChoices,
  FollowerView,
  MailFollowRequest,
  SmsConfirm,
  SmsFollowRequest,
} from '../../api/alerts/alert-followers.schemas.ts'
import type { AlertKind } from '../../api/alerts/alert.rules.ts'
import { request } from '../http/client.ts'
import { onceKept } from '../http/write-once.ts'
import { recall, remember } from '../offline/remembered.ts'
import { deviceSecretHeader, grantedDevice } from './push.ts'

// Alerts followed by mail or by text message: by the secret of the links of their messages.

const base = '/api/alert-followers'
const keptAs = { email: 'alertFollower', sms: 'alertSmsFollower' } as const
const by = (secret: string) => ({ 'Bocage-Secret': secret })

export const askByMail = (body: MailFollowRequest): Promise<FollowAsked> =>
  onceKept(base, body, (key) => request<FollowAsked>(base, { method: 'POST', body, idempotencyKey: key }))

/** Confirms, and says that this phone is the same person's when it is told by push: then mail only stands in for it. */
export async function confirmByLink(secret: string): Promise<FollowConfirmed> {
  const deviceId = await grantedDevice().catch(() => null)
  const confirmed = await request<FollowConfirmed>(`${base}/confirm`, {
    method: 'POST',
    body: deviceId ? { deviceId } : {},
    headers: { ...by(secret), ...(deviceId ? deviceSecretHeader() : {}) },
  })
  keepSecret(confirmed.secret)
  return confirmed
}

export const readChoices = (secret: string): Promise<FollowerView> =>
  request<FollowerView>(`${base}/own`, { headers: by(secret) })
export const changeChoices = (secret: string, body: FollowerChoices): Promise<FollowerView> =>
  request<FollowerView>(`${base}/own`, {
    method: 'PUT',
    body,
    headers: by(secret),
    idempotencyKey: uuidv7(),
  })
export const stopByLink = (secret: string, kind?: AlertKind): Promise<unknown> =>
  request(`${base}/stop`, { method: 'POST', body: kind ? { kind } : {}, headers: by(secret) })

export const stopDigestByLink = (secret: string, digest: string): Promise<unknown> =>
  request(`${base}/stop`, { method: 'POST', body: { digest }, headers: by(secret) })

export const offersSms = async (territory: string): Promise<boolean> =>
  (await request<{ sms: boolean }>(`${base}/ways`, { query: { territory } })).sms
export const askBySms = (body: SmsFollowRequest): Promise<FollowAsked> =>
  onceKept(`${base}/sms`, body, (key) =>
    request<FollowAsked>(`${base}/sms`, { method: 'POST', body, idempotencyKey: key }),
  )
export async function confirmByCode(body: SmsConfirm): Promise<FollowConfirmed> {
  const confirmed = await request<FollowConfirmed>(`${base}/sms/confirm`, { method: 'POST', body })
  keepSecret(confirmed.secret, 'sms')
  return confirmed
}

/** This phone knows its owner's link once it was opened here: so it can say when mails no longer arrive. */
export const keepSecret = (secret: string, channel: FollowerView['channel'] = 'email'): void =>
  remember(keptAs[channel], secret)
export const keptSecret = (): string | null => recall(keptAs.email) || null
export const keptSmsSecret = (): string | null => recall(keptAs.sms) || null
