import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { PublicIncidentPage, ReporterIncident } from '../../../api/incidents/incidents.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { body, category, incidentFollower, localMail } from '../../../db/schema/index.ts'
import { bodyOf, useDesk, waitForMail } from '../../support/desk.ts'
import { anIncident, categoryOf, communeOf, report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPhoto } from '../media/uploads.ts'

const house = useDesk()
const call = (...given: Parameters<typeof house.current.call>) => house.current.call(...given)
const by = (secret: string, key = systemIds.next()) => ({ 'Bocage-Secret': secret, 'Idempotency-Key': key })
const typeOf = async (answer: Response) => ((await answer.json()) as { type?: string }).type
const privatePage = async (secret: string) =>
  (await (await call('/api/reporter/incident', { headers: by(secret) })).json()) as ReporterIncident

/** The secrets that the mails to an address carry, by the page they open. */
async function secretsMailedTo(address: string) {
  await house.current.worker.runOnce()
  const mails = await house.current.database.read
    .select()
    .from(localMail)
    .where(eq(localMail.recipient, address))
  const found = mails.flatMap(({ text }) => [...text.matchAll(/\/(suivi|abonnement\/\w+|reponse)#([\w-]+)/g)])
  return Object.fromEntries(found.map(([, page = '', secret = '']) => [page, secret]))
}

/** A report passed on to the département, and the secret of its reply link. */
async function forwarded() {
  const mailbox = `${systemIds.next()}@departement.example`
  const department = await bodyOf(house.current, { kind: 'departement' })
  await house.current.database.write((tx) =>
    tx.update(body).set({ email: mailbox }).where(eq(body.id, department.id)),
  )
  const sent = await report(house.current, { contact: { email: 'r@exemple.fr' } })
  const moved = await house.current.clerk.move(sent.id, {
    to: 'forwarded',
    bodyId: department.id,
    words: 'À vous',
  })
  expect(moved.status).toBe(200)
  const { reponse = '' } = await secretsMailedTo(mailbox)
  return { ...sent, reply: reponse }
}

describe('a secret opens what it is for, and nothing else', () => {
  it('whichever page or call it is tried on', async () => {
    const { secret, id, reply } = await forwarded()
    const mine = await report(house.current, { contact: { email: 'mien@exemple.fr' } })
    const { 'abonnement/arreter': stop = '' } = await secretsMailedTo('mien@exemple.fr')
    expect(stop.length).toBeGreaterThan(20)
    for (const other of [
      reply,
      stop,
      id,
      mine.id,
      secret.slice(0, -1),
      secret.toUpperCase(),
      `${secret}=`,
      'x'.repeat(32),
    ])
      expect(await typeOf(await call('/api/reporter/incident', { headers: by(other) }))).toBe(
        '/problems/link-not-valid',
      )
    for (const other of [secret, stop, mine.secret])
      for (const path of ['/api/forwarded', '/api/forwarded/replies']) {
        const asked = {
          headers: by(other),
          ...(path.endsWith('s') ? { body: { id: systemIds.next(), words: 'a' } } : {}),
        }
        expect(await typeOf(await call(path, asked)), path).toBe('/problems/link-not-valid')
      }
    for (const other of [secret, reply, mine.secret])
      expect(await typeOf(await call('/api/followers/confirm', { method: 'POST', headers: by(other) }))).toBe(
        '/problems/link-not-valid',
      )
    await call('/api/followers/stop', { method: 'POST', headers: by(mine.secret) })
    const [follower] = await house.current.database.read
      .select()
      .from(incidentFollower)
      .where(eq(incidentFollower.incidentId, mine.id))
    expect(follower?.email).toBe('mien@exemple.fr')
  })

  it('too short, too long or missing, it is told so in the reader’s language', async () => {
    for (const secret of ['', 'court', 'x'.repeat(5000)]) {
      const answer = await call('/api/reporter/incident', {
        headers: { ...by(secret), 'Accept-Language': 'en' },
      })
      expect(answer.status).toBe(422)
      expect(answer.headers.get('content-language')).toBe('en')
    }
  })
})

describe('a reply link', () => {
  it('ends after 90 days, or when another body takes over', async () => {
    const first = await forwarded()
    const page = (secret: string) => call('/api/forwarded', { headers: by(secret) })
    expect((await page(first.reply)).status).toBe(200)
    house.current.clock.advance({ days: 89 })
    expect((await page(first.reply)).status).toBe(200)
    house.current.clock.advance({ days: 1, seconds: 1 })
    expect((await page(first.reply)).status).toBe(404)
    const late = { id: systemIds.next(), words: 'Fait' }
    expect((await call('/api/forwarded/replies', { headers: by(first.reply), body: late })).status).toBe(404)
    house.current.clock.set('2026-11-24T08:00:00Z')

    const second = await forwarded()
    const { id: bodyId } = await bodyOf(house.current, { commune: 'Bavay' })
    expect((await house.current.clerk.edit(second.id, { bodyId })).status).toBe(200)
    expect((await page(second.reply)).status).toBe(404)
  })
})

describe('a key gives its holder’s answer only', () => {
  it('another private link does not write by it, nor is told that it did', async () => {
    const [mine, theirs] = [await report(house.current), await report(house.current)]
    const key = systemIds.next()
    const add = (secret: string) =>
      call('/api/reporter/incident/updates', {
        body: { id: theirs.id, words: 'mot' },
        headers: by(secret, key),
      })
    expect((await add(mine.secret)).status).toBe(201)
    expect((await add(mine.secret)).status).toBe(201)
    expect(await typeOf(await add(theirs.secret))).toBe('/problems/idempotency-key-reused')
    expect((await privatePage(mine.secret)).history).toHaveLength(2)
    expect((await privatePage(theirs.secret)).history).toHaveLength(1)
  })

  it('nor another reply link', async () => {
    const [one, two] = [await forwarded(), await forwarded()]
    const key = systemIds.next()
    const request = { id: systemIds.next(), words: 'Vu' }
    const answer = (secret: string) =>
      call('/api/forwarded/replies', { body: request, headers: by(secret, key) })
    expect((await answer(one.reply)).status).toBe(201)
    expect(await typeOf(await answer(two.reply))).toBe('/problems/idempotency-key-reused')
  })

  it('nor another agent, in one move or in many', async () => {
    const { clerk, technician } = house.current
    const sent = await report(house.current)
    const key = systemIds.next()
    const move = { id: systemIds.next(), to: 'acknowledged' }
    const path = `/api/desk/incidents/${sent.id}/moves`
    expect((await clerk.post(path, move, { key, version: 1 })).status).toBe(200)
    expect(await typeOf(await technician.post(path, move, { key, version: 1 }))).toBe(
      '/problems/idempotency-key-reused',
    )

    const items = [{ id: sent.id, version: 2, updateId: systemIds.next() }]
    const bulk = { items, to: 'in_progress' }
    const bulkKey = systemIds.next()
    expect(await (await clerk.post('/api/desk/bulk', bulk, { key: bulkKey })).json()).toMatchObject({
      results: [{ ok: true }],
    })
    expect(await (await technician.post('/api/desk/bulk', bulk, { key: bulkKey })).json()).toMatchObject({
      results: [{ ok: false, problem: { type: '/problems/idempotency-key-reused' } }],
    })
  })

  it('and a report sent again after its category was put away has been received all the same', async () => {
    const { id, version } = await categoryOf(house.current, 'animal')
    const sent = await anIncident(house.current, { category: 'animal' })
    const headers = { 'Idempotency-Key': systemIds.next() }
    const first = await (await call('/api/incidents', { body: sent, headers })).json()
    const put = (active: boolean) =>
      house.current.database.write((tx) => tx.update(category).set({ active }).where(eq(category.id, id)))
    await put(false)
    house.current.directory.invalidate()
    const again = await call('/api/incidents', { body: sent, headers })
    expect(again.status).toBe(201)
    expect(await again.json()).toEqual(first)
    const other = await call('/api/incidents', { body: { ...sent, words: 'autre' }, headers })
    expect(await typeOf(other)).toBe('/problems/unknown-category')
    await put(true)
    house.current.directory.invalidate()
    expect(version).toBeGreaterThan(0)
  })
})

describe('what is not for the public', () => {
  const stranger = async (id: string) => ({
    page: (await call(`/api/incidents/${id}`)).status,
    follow: (
      await call(`/api/incidents/${id}/followers`, {
        body: { id: systemIds.next(), email: 'curieux@exemple.fr' },
      })
    ).status,
    meToo: (await call(`/api/incidents/${id}/me-too`, { body: { id: systemIds.next() } })).status,
  })
  const closed = { page: 404, follow: 404, meToo: 404 }
  const nearby = async (slug: string, commune: string) => {
    const { lat, lon } = await communeOf(house.current, commune)
    const { id } = await categoryOf(house.current, slug)
    const answer = await call(`/api/incidents/preview?category=${id}&lat=${lat}&lon=${lon}`)
    return ((await answer.json()) as { similar: { id: string }[] }).similar.map((found) => found.id)
  }

  it('of a category kept from the public, nothing is shown nearby, followed or counted', async () => {
    const { id: categoryId } = await categoryOf(house.current, 'autre')
    await house.current.database.write((tx) =>
      tx.update(category).set({ public: false }).where(eq(category.id, categoryId)),
    )
    house.current.directory.invalidate()
    const { id } = await report(house.current, { category: 'autre', commune: 'Gommegnies' })
    expect(await nearby('autre', 'Gommegnies')).toEqual([])
    expect(await stranger(id)).toEqual(closed)
    const survivor = await report(house.current, { category: 'autre', commune: 'Gommegnies' })
    const { clerk } = house.current
    const { version } = await clerk.ticket(id)
    const merge = { id: systemIds.next(), intoId: survivor.id }
    expect((await clerk.post(`/api/desk/incidents/${id}/merge`, merge, { version })).status).toBe(200)
    expect(await stranger(id)).toEqual(closed)
    await house.current.database.write((tx) =>
      tx.update(category).set({ public: true }).where(eq(category.id, categoryId)),
    )
    house.current.directory.invalidate()
  })

  it('once its category is kept from the public, what was published is seen nowhere any more', async () => {
    const { clerk } = house.current
    const photo = { id: systemIds.next(), uploadToken: systemIds.secret() }
    await sendPhoto(house.current, await aPhoto(), photo)
    const sent = await report(house.current, {
      category: 'mobilier',
      commune: 'Landrecies',
      words: 'Banc retourné',
      photos: [photo],
    })
    await clerk.edit(sent.id, {
      published: true,
      publicWords: 'Banc retourné',
      photos: [{ id: photo.id, approved: true }],
    })
    const { id: categoryId } = await categoryOf(house.current, 'mobilier')
    const { lat, lon } = await communeOf(house.current, 'Landrecies')
    const box = [lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01].join(',')
    const found = async (path: string) =>
      ((await (await call(path)).json()) as { items: { id: string }[] }).items
    const seen = async () => ({
      list: (await found(`/api/incidents?category=${categoryId}`)).length,
      text: (await found('/api/incidents?q=retourn')).length,
      near: (await found(`/api/incidents?near=${lat},${lon}&category=${categoryId}`)).length,
      csv: (await (await call('/api/incidents.csv')).text()).includes(sent.reference),
      map: (await found(`/api/incidents/map?territory=${demoSiren}&bbox=${box}&status=all`)).length,
      photo: (await house.current.request(`/api/media/${photo.id}`)).status,
      ...(await stranger(sent.id)),
    })
    const shown = {
      list: 1,
      text: 1,
      near: 1,
      csv: true,
      map: 1,
      photo: 200,
      page: 200,
      follow: 201,
      meToo: 201,
    }
    expect(await seen()).toEqual(shown)
    const keep = (isPublic: boolean) =>
      house.current.database.write((tx) =>
        tx.update(category).set({ public: isPublic }).where(eq(category.id, categoryId)),
      )
    await keep(false)
    expect(await seen()).toEqual({ list: 0, text: 0, near: 0, csv: false, map: 0, photo: 404, ...closed })
    expect((await clerk.ticket(sent.id)).published).toBe(true)
    await keep(true)
    expect(await seen()).toEqual(shown)
  })

  it('hidden by staff, it is no more to be found nearby than anywhere', async () => {
    const { id } = await report(house.current, { commune: 'Le Quesnoy' })
    expect(await nearby('depot-sauvage', 'Le Quesnoy')).toContain(id)
    await house.current.clerk.edit(id, { hiddenReason: 'Un nom est écrit' })
    expect(await nearby('depot-sauvage', 'Le Quesnoy')).not.toContain(id)
    expect(await stranger(id)).toEqual(closed)
  })

  it('photos and words of passers-by are shown to the reporter, as to others, once staff approved them', async () => {
    const sent = await report(house.current)
    const { clerk } = house.current
    await clerk.edit(sent.id, { published: true, publicWords: 'Pneus' })
    await clerk.move(sent.id, { to: 'acknowledged' })
    await clerk.move(sent.id, { to: 'resolved', words: 'Enlevé' })
    const { id: photoId, uploadToken } = await sendPhoto(house.current, await aPhoto())
    const words = 'Insulte d’un passant'
    const photos = [{ id: photoId, uploadToken }]
    const said = await call(`/api/incidents/${sent.id}/still-there`, {
      body: { id: systemIds.next(), words, photos },
    })
    expect(said.status).toBe(201)
    const own = JSON.stringify(await privatePage(sent.secret))
    expect(own).toContain('still-there')
    expect(own).not.toContain(words)
    expect(own).not.toContain(photoId)
    expect(JSON.stringify(await clerk.ticket(sent.id))).toContain(words)
    await clerk.edit(sent.id, { photos: [{ id: photoId, approved: true }] })
    expect(JSON.stringify(await privatePage(sent.secret))).toContain(photoId)
    const page = (await (await call(`/api/incidents/${sent.id}`)).json()) as PublicIncidentPage
    expect(JSON.stringify(page)).toContain(photoId)
  })

  it('the reporter reads what they wrote and sent themselves, whoever typed it in', async () => {
    const { id: photoId, uploadToken } = await sendPhoto(house.current, await aPhoto())
    const entered = await house.current.clerk.post('/api/desk/incidents', {
      ...(await anIncident(house.current, { photos: [{ id: photoId, uploadToken }] })),
      channel: 'counter',
    })
    const { secret } = (await entered.json()) as { secret: string }
    const later = await sendPhoto(house.current, await aPhoto())
    const addition = {
      id: systemIds.next(),
      words: 'J’ajoute ceci',
      photos: [{ id: later.id, uploadToken: later.uploadToken }],
    }
    await call('/api/reporter/incident/updates', { body: addition, headers: by(secret) })
    const own = JSON.stringify(await privatePage(secret))
    for (const expected of [photoId, later.id, 'J’ajoute ceci']) expect(own).toContain(expected)
  })
})

describe('the reporter of a duplicate', () => {
  it('reopens nothing there, and what they add is read where the work is done', async () => {
    const { clerk } = house.current
    const [survivor, duplicate] = [await report(house.current), await report(house.current)]
    await clerk.move(duplicate.id, { to: 'acknowledged' })
    await clerk.move(duplicate.id, { to: 'resolved', words: 'Fait' })
    const { version } = await clerk.ticket(duplicate.id)
    const merge = { id: systemIds.next(), intoId: survivor.id }
    expect((await clerk.post(`/api/desk/incidents/${duplicate.id}/merge`, merge, { version })).status).toBe(
      200,
    )
    expect(await privatePage(duplicate.secret)).toMatchObject({ mayReopen: false, mayAnswer: false })
    const own = (path: string, body: Record<string, unknown>) =>
      call(`/api/reporter/incident/${path}`, {
        body: { id: systemIds.next(), ...body },
        headers: by(duplicate.secret),
      })
    expect(await typeOf(await own('reopen', { words: 'Toujours là' }))).toBe('/problems/already-merged')
    expect(await typeOf(await own('answer', { mended: false }))).toBe('/problems/already-merged')
    await clerk.post(`/api/desk/incidents/${survivor.id}/read`)
    expect((await own('updates', { words: 'Le trou grandit' })).status).toBe(201)
    const { unread, history } = await clerk.ticket(survivor.id)
    expect(unread).toBe(true)
    expect(history.at(-1)).toMatchObject({ words: 'Le trou grandit', public: false })
    expect(JSON.stringify(await privatePage(survivor.secret))).not.toContain('Le trou grandit')
    expect(JSON.stringify(await privatePage(duplicate.secret))).toContain('Le trou grandit')
  })
})

it('the database keeps no secret that opens a page, once its messages have gone', async () => {
  const sent = await report(house.current, { contact: { email: 'coffre@exemple.fr' } })
  await waitForSent('coffre@exemple.fr')
  await house.current.database.write((tx) => tx.delete(localMail))
  const tables = await house.current.database.read.all<{ name: string }>(
    "select name from sqlite_master where type = 'table' and sql not like '%virtual%'",
  )
  for (const { name } of tables) {
    const kept = JSON.stringify(await house.current.database.read.all(`select * from "${name}"`))
    expect(kept.includes(sent.secret), name).toBe(false)
  }
})

async function waitForSent(address: string) {
  await house.current.worker.runOnce()
  await waitForMail(house.current, address)
}
