import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { recordChange } from '../../../api/incidents/incidents-changes.usecases.ts'
import { findIncident } from '../../../api/incidents/incidents.repository.ts'
import { stampsOf, type Status } from '../../../api/incidents/incidents.rules.ts'
import type { PublicIncidentPage, ReporterIncident } from '../../../api/incidents/incidents.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { incidentPhoto, incidentUpdate, localMail } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anIncident, report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'

const app = useDemoApp()

/** Staff bring an incident to a status, as the desk does. */
async function bring(id: string, to: Status, change: { published?: boolean; publicWords?: string } = {}) {
  const { database } = app.current.deps
  await database.write(async (tx) => {
    const before = await findIncident(tx, id)
    if (!before) throw new Error('no incident')
    const at = app.current.clock.now()
    await recordChange(tx, {
      before,
      change: { ...stampsOf({ to, at, acknowledgedAt: before.acknowledgedAt }), ...change },
      at,
      entries: [
        {
          id: systemIds.next(),
          authorKind: 'staff',
          public: true,
          kind: 'status',
          fromStatus: before.status,
          toStatus: to,
          words: 'Fait ce matin',
          tell: true,
        },
      ],
    })
  })
}

const own = async (secret: string) => {
  const answer = await app.current.call('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })
  return (await answer.json()) as ReporterIncident
}
const mailsTo = async (to: string) => {
  await app.current.worker.runOnce()
  return app.current.deps.database.read.select().from(localMail).where(eq(localMail.recipient, to))
}

describe('the reporter', () => {
  it('is written to in the language they chose', async () => {
    await report(app.current, { contact: { email: 'an@exemple.be' }, locale: 'nl' })
    const [mail] = await mailsTo('an@exemple.be')
    expect(mail?.text).toContain('Je melding is aangekomen')
    expect(mail?.text).toContain('Je krijgt dit bericht omdat je deze melding deed.')
  })

  it('reads their own words, which nobody else does before approval', async () => {
    const accepted = await report(app.current, { words: 'Une fuite chez ma voisine' })
    expect(await own(accepted.secret)).toMatchObject({
      ownWords: 'Une fuite chez ma voisine',
      published: false,
    })
    const asStranger = await app.current.call(`/api/incidents/${accepted.id}`)
    expect(asStranger.status).toBe(404)
  })

  it('with a forged link reads nothing', async () => {
    const answer = await app.current.call('/api/reporter/incident', {
      headers: { 'Bocage-Secret': systemIds.secret() },
    })
    expect(await answer.json()).toMatchObject({ type: '/problems/link-not-valid' })
  })

  it('answers “is it mended?”: no reopens, and only once it was resolved', async () => {
    const accepted = await report(app.current)
    const headers = { 'Bocage-Secret': accepted.secret }
    const answer = (mended: boolean) =>
      app.current.call('/api/reporter/incident/answer', { body: { id: systemIds.next(), mended }, headers })
    expect((await answer(false)).status).toBe(409)
    await bring(accepted.id, 'resolved')
    expect((await own(accepted.secret)).mayAnswer).toBe(true)
    expect((await answer(false)).status).toBe(201)
    const after = await own(accepted.secret)
    expect(after).toMatchObject({ status: 'reopened', open: true, mayAnswer: false })
    expect(after.history.at(-1)).toMatchObject({ author: 'reporter', toStatus: 'reopened' })
  })

  it('is told by email at each public change, once, with the private link and a way to stop', async () => {
    const accepted = await report(app.current, { contact: { email: 'once@exemple.fr' } })
    await bring(accepted.id, 'acknowledged')
    await bring(accepted.id, 'resolved')
    const mails = await mailsTo('once@exemple.fr')
    expect(mails).toHaveLength(3)
    expect(mails.every((mail) => mail.text.includes(accepted.privateUrl))).toBe(true)
    expect(await mailsTo('once@exemple.fr')).toHaveLength(3)
    const stop = /abonnement\/arreter#(\S+)/.exec(mails[0]?.text ?? '')?.[1] ?? ''
    await app.current.call('/api/followers/stop', { method: 'POST', headers: { 'Bocage-Secret': stop } })
    await bring(accepted.id, 'reopened')
    expect(await mailsTo('once@exemple.fr')).toHaveLength(3)
  })
})

describe('anyone', () => {
  it('follows a public incident once the link sent to their address is used, and reads approved words only', async () => {
    const accepted = await report(app.current, { words: 'privé' })
    await bring(accepted.id, 'acknowledged', { published: true, publicWords: 'Pneus au bord du chemin' })
    const page = (await (
      await app.current.call(`/api/incidents/${accepted.id}`)
    ).json()) as PublicIncidentPage
    expect(page.words).toBe('Pneus au bord du chemin')
    expect(JSON.stringify(page)).not.toContain('privé')

    const follow = () =>
      app.current.call(`/api/incidents/${accepted.id}/followers`, {
        body: { id: systemIds.next(), email: 'voisin@exemple.fr' },
      })
    expect((await follow()).status).toBe(201)
    expect((await follow()).status).toBe(201)
    const [confirmation, ...more] = await mailsTo('voisin@exemple.fr')
    expect(more).toHaveLength(0)
    await bring(accepted.id, 'scheduled')
    expect(await mailsTo('voisin@exemple.fr')).toHaveLength(1)
    const secret = /abonnement\/confirmer#(\S+)/.exec(confirmation?.text ?? '')?.[1] ?? ''
    await app.current.call('/api/followers/confirm', { method: 'POST', headers: { 'Bocage-Secret': secret } })
    await bring(accepted.id, 'resolved')
    const [, told] = await mailsTo('voisin@exemple.fr')
    expect(told?.text).toContain('Fait ce matin')
    expect(told?.text).not.toContain(accepted.secret)
  })

  it('who passes by a resolved one says it is not mended: it is noted, not decided', async () => {
    const accepted = await report(app.current, { contact: { email: 'passage@exemple.fr' } })
    const stillThere = () =>
      app.current.call(`/api/incidents/${accepted.id}/still-there`, {
        body: { id: systemIds.next(), words: 'Le trou est toujours là' },
      })
    await bring(accepted.id, 'acknowledged', { published: true })
    expect((await stillThere()).status).toBe(409)
    await bring(accepted.id, 'resolved')
    expect((await stillThere()).status).toBe(201)
    expect(await own(accepted.secret)).toMatchObject({ status: 'resolved' })
    const mails = await mailsTo('passage@exemple.fr')
    expect(mails.at(-1)?.text).toContain('dit que ce n’est pas réparé')
  })

  it('“moi aussi” counts each gesture once', async () => {
    const accepted = await report(app.current)
    const headers = { 'Idempotency-Key': systemIds.next() }
    const body = { id: systemIds.next() }
    const meToo = () => app.current.call(`/api/incidents/${accepted.id}/me-too`, { body, headers })
    expect(await (await meToo()).json()).toEqual({ meTooCount: 1 })
    expect(await (await meToo()).json()).toEqual({ meTooCount: 1 })
  })

  it('nobody rewrites an incident’s history, not even by the database', async () => {
    const accepted = await report(app.current)
    const { database } = app.current.deps
    const rewrite = database.write((tx) =>
      tx.update(incidentUpdate).set({ words: 'autre' }).where(eq(incidentUpdate.incidentId, accepted.id)),
    )
    await expect(rewrite).rejects.toThrow()
    const erase = database.write((tx) =>
      tx.delete(incidentUpdate).where(eq(incidentUpdate.incidentId, accepted.id)),
    )
    await expect(erase).rejects.toThrow()
  })
})

describe('photos', () => {
  const upload = async () => {
    const photo = { id: systemIds.next(), uploadToken: systemIds.secret() }
    const answer = await app.current.request('/api/media', {
      method: 'POST',
      body: new Uint8Array(await aPhoto({ width: 800, height: 600 })),
      headers: { 'Bocage-Media-Id': photo.id, 'Bocage-Upload-Token': photo.uploadToken },
    })
    expect(answer.status).toBe(201)
    return photo
  }
  const status = async (path: string) => (await app.current.request(path)).status

  it('of a report are seen by the reporter through addresses of their own, by others once approved', async () => {
    const photo = await upload()
    expect(await status(`/api/media/${photo.id}`)).toBe(404)
    const accepted = await report(app.current, { photos: [photo] })
    expect(await status(`/api/media/${photo.id}`)).toBe(404)
    const [shown] = (await own(accepted.secret)).photos
    expect(await status(shown?.url ?? '')).toBe(200)
    expect(await status(shown?.thumbUrl ?? '')).toBe(200)
    await bring(accepted.id, 'acknowledged', { published: true })
    expect(await status(`/api/media/${photo.id}`)).toBe(404)
    await app.current.database.write((tx) =>
      tx.update(incidentPhoto).set({ approved: true }).where(eq(incidentPhoto.mediaId, photo.id)),
    )
    expect(await status(`/api/media/${photo.id}`)).toBe(200)
  })

  it('are given to one report only, by whoever uploaded them', async () => {
    const photo = await upload()
    const stolen = await app.current.call('/api/incidents', {
      body: await anIncident(app.current, { photos: [{ ...photo, uploadToken: systemIds.secret() }] }),
    })
    expect(stolen.status).toBe(422)
    await report(app.current, { photos: [photo] })
    const twice = await app.current.call('/api/incidents', {
      body: await anIncident(app.current, { photos: [photo] }),
    })
    expect(twice.status).toBe(422)
  })
})

it('the address in List-Unsubscribe stops in one click (RFC 8058), and asks a person who opens it', async () => {
  const accepted = await report(app.current, { contact: { email: 'un-clic@exemple.fr' } })
  const [mail] = await mailsTo('un-clic@exemple.fr')
  const address = /<(.+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const opened = await app.current.request(new URL(address).pathname)
  expect(opened.status).toBe(302)
  expect(opened.headers.get('location')).toMatch(/^\/abonnement\/arreter#[\w-]+$/)
  const clicked = await app.current.request(new URL(address).pathname, {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  expect(clicked.status).toBe(200)
  await bring(accepted.id, 'acknowledged')
  expect(await mailsTo('un-clic@exemple.fr')).toHaveLength(1)
})
