import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { createStaff } from '../../api/accounts/accounts-members.usecases.ts'
import type { AlertTelling, DeskAlert } from '../../api/alerts/alert.schemas.ts'
import { openDemoTerritory } from '../../api/territory/territory.demo.ts'
import { openPushService, type PushService, type Subscription } from './push-service.ts'
import type { ReceivedMail } from './smtp.ts'
import { openStaffApp, type StaffApp } from './staff.ts'
import { mormal } from './territories.ts'

export const bavay = '59053'
export const hour = 3_600_000

async function taken<T>(answer: Response): Promise<T> {
  if (answer.status > 201) throw new Error(`${answer.url} ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

export type Phone = { id: string; secret: string; subscription: Subscription }
export type AlertTown = Awaited<ReturnType<typeof openAlertTown>>

/** A territory with a clerk, a push service and a mail server, all real: what alerts are told through. */
export async function openAlertTown({ env = {} }: { env?: Record<string, string> } = {}) {
  const pushes: PushService = await openPushService()
  const t: StaffApp = await openStaffApp({ env: { PUSH_ALLOW_LOOPBACK: '1', ...env } })
  await openDemoTerritory(t.deps)

  async function staff(email: string, role: 'clerk' | 'admin' = 'clerk'): Promise<string> {
    const scope = { kind: 'territory', id: mormal.siren } as const
    const memberships = [{ siren: mormal.siren, role, scope } as const]
    await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
    return t.signIn(email)
  }
  const clerk = await staff('clerk@mairie.example')
  const headers = (more: Record<string, string> = {}) => ({ 'idempotency-key': uuidv7(), ...more })

  const put = (path: string, body: object, secret: string) =>
    t.call('PUT', path, { body, headers: headers({ 'bocage-device-secret': secret }) })

  const follow = async ({ id, secret }: Phone, kinds: string[]) => {
    const communes = kinds.length > 0 ? [{ commune: bavay, kinds }] : []
    await taken(
      await put(`/api/devices/${id}/alerts`, { territory: mormal.siren, locale: 'fr', communes }, secret),
    )
  }
  const lastMail = (email: string): ReceivedMail => {
    const mail = t.mailbox.mails.findLast(({ to }) => to.includes(email))
    if (!mail) throw new Error(`No mail to ${email}`)
    return mail
  }
  const ask = (email: string, kinds: string[]) =>
    t.call('POST', '/api/alert-followers', {
      body: { territory: mormal.siren, commune: bavay, kinds, email, locale: 'fr' },
      headers: headers(),
    })

  return {
    ...t,
    pushes,
    clerk,
    staff,
    headers,
    follow,
    lastMail,
    /** A phone that follows Bavay, told at any hour unless `quiet` keeps it so. */
    phone: async (kinds = ['danger', 'utilities'], { quiet = false } = {}): Promise<Phone> => {
      const phone = {
        id: uuidv7(),
        secret: randomBytes(16).toString('base64url'),
        subscription: pushes.subscribe(),
      }
      const own = `/api/devices/${phone.id}`
      await taken(await put(own, { subscription: phone.subscription, locale: 'fr' }, phone.secret))
      if (!quiet) await taken(await put(`${own}/preferences`, { quiet: null, stopped: [] }, phone.secret))
      await follow(phone, kinds)
      return phone
    },
    /** Somebody who follows Bavay by mail; answers the secret of their choices. */
    follower: async (email: string, kinds = ['danger', 'utilities'], phone?: Phone): Promise<string> => {
      await taken(await ask(email, kinds))
      await t.worker.runOnce()
      const link = lastMail(email).links.find((one) => one.includes('/alertes/confirmer')) ?? ''
      const { secret } = await taken<{ secret: string }>(
        await t.call('POST', '/api/alert-followers/confirm', {
          body: phone ? { deviceId: phone.id } : {},
          headers: {
            'bocage-secret': new URL(link).hash.slice(1),
            ...(phone ? { 'bocage-device-secret': phone.secret } : {}),
          },
        }),
      )
      return secret
    },
    /** An alert for Bavay, sent. `cookie`: a session signed in later than the first clerk's. */
    send: async (over: object = {}, cookie = clerk): Promise<DeskAlert> => {
      const body = {
        id: uuidv7(),
        territory: mormal.siren,
        kind: 'utilities',
        title: 'Coupure d’eau',
        words: 'L’eau est coupée jusqu’à midi.',
        communes: [bavay],
        startsAt: t.clock.now(),
        endsAt: t.clock.now() + 20 * hour,
        send: true,
        ...over,
      }
      return taken<DeskAlert>(await t.call('POST', '/api/desk/alerts', { cookie, body, headers: headers() }))
    },
    end: async (id: string): Promise<void> => {
      const { version } = await taken<DeskAlert>(
        await t.call('GET', `/api/desk/alerts/${id}`, { cookie: clerk }),
      )
      const body = { act: 'end', words: 'C’est réparé.' }
      await taken(
        await t.call('POST', `/api/desk/alerts/${id}/acts`, {
          cookie: clerk,
          body,
          headers: headers({ 'if-match': `"${version}"` }),
        }),
      )
    },
    /** What staff read became of it, the last message first. */
    report: async (id: string): Promise<AlertTelling[]> => {
      const answer = await t.call('GET', `/api/desk/alerts/${id}`, { cookie: clerk })
      return (await taken<DeskAlert>(answer)).delivery ?? []
    },
    received: ({ subscription: { endpoint } }: Phone) =>
      pushes.received.filter((one) => one.endpoint === endpoint).map(({ content }) => content),
    close: async () => {
      await t.close()
      await pushes.close()
    },
  }
}
