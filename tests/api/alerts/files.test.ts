import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { DeskAlert, PublicAlert } from '../../../api/alerts/alert.schemas.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { aPhoto, cameraMark } from '../../support/photos.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'
import { append, beginIn } from '../media/pieces.ts'
import { anUpload, filesUnder, sendPhoto, uploadRequest, type Upload } from '../media/uploads.ts'

// A picture and a PDF that go with an alert: who reads them, what is refused, what a correction keeps.

let t: StaffApp
let clerk: string
beforeEach(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
  clerk = await clerkOf('59053')
})
afterEach(() => t.close())

async function clerkOf(commune: string): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const scope = { kind: 'commune' as const, id: commune }
  const memberships = [{ siren: mormal.siren, role: 'clerk' as const, scope }]
  await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
  return t.signIn(email)
}
const aPdf = (inside = 'page') => Buffer.from(`%PDF-1.7\n1 0 obj ${inside} endobj\ntrailer\n%%EOF\n`)
function sendPdf(
  bytes: Uint8Array,
  { cookie = clerk, upload = anUpload() }: { cookie?: string; upload?: Upload } = {},
) {
  const request = uploadRequest(bytes, upload)
  const headers = {
    ...(request.headers as Record<string, string>),
    'Content-Type': 'application/pdf',
    cookie,
  }
  return t.request('/api/desk/documents', { ...request, headers })
}
async function sentPdf(bytes: Uint8Array) {
  const upload = anUpload()
  expect((await sendPdf(bytes, { upload })).status).toBe(201)
  return { mediaId: upload.id, uploadToken: upload.uploadToken, name: 'Arrêté de la mairie' }
}
async function sentImage() {
  const { id, uploadToken } = await sendPhoto(t, await aPhoto({ gps: true }))
  return { mediaId: id, uploadToken, alt: 'Plan de la déviation par Houdain' }
}
const hour = 3_600_000
const anAlert = (over: object = {}) => ({
  kind: 'roads',
  title: 'Rue barrée',
  words: 'La rue est barrée.',
  communes: ['59053'],
  startsAt: t.clock.now(),
  endsAt: t.clock.now() + 6 * hour,
  ...over,
})
const write = async (over: object, status = 201): Promise<DeskAlert> => {
  const body = { id: uuidv7(), territory: mormal.siren, ...anAlert(), ...over }
  const headers = { 'idempotency-key': uuidv7() }
  const answer = await t.call('POST', '/api/desk/alerts', { cookie: clerk, headers, body })
  expect(answer.status, await answer.clone().text()).toBe(status)
  return (await answer.json()) as DeskAlert
}
const correct = async (alert: DeskAlert, over: object) => {
  const headers = { 'if-match': `"${alert.version}"`, 'idempotency-key': uuidv7() }
  const answer = await t.call('PUT', `/api/desk/alerts/${alert.id}`, {
    cookie: clerk,
    headers,
    body: anAlert(over),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as DeskAlert
}
const statusOf = async (url: string | undefined, cookie?: string) =>
  (await t.request(url ?? '', cookie ? { headers: { cookie } } : {})).status

describe('what goes with an alert', () => {
  it('is read by its staff alone before it leaves, then by anyone: the picture without its place, the PDF as a file', async () => {
    const draft = await write({ image: await sentImage(), document: await sentPdf(aPdf()) })
    expect(await statusOf(draft.image?.url)).toBe(404)
    expect(await statusOf(draft.document?.url)).toBe(404)
    expect(await statusOf(draft.document?.url, clerk)).toBe(200)
    const headers = { 'if-match': `"${draft.version}"`, 'idempotency-key': uuidv7() }
    const sent = await t.call('POST', `/api/desk/alerts/${draft.id}/acts`, {
      cookie: clerk,
      headers,
      body: { act: 'send' },
    })
    expect(sent.status).toBe(200)

    const alert = (await (await t.call('GET', `/api/alerts/${draft.id}`)).json()) as PublicAlert
    expect(alert.image).toMatchObject({ alt: 'Plan de la déviation par Houdain', width: 640, height: 480 })
    const picture = await t.request(alert.image?.url ?? '')
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await picture.arrayBuffer()).includes(cameraMark)).toBe(false)
    const pdf = await t.request(alert.document?.url ?? '')
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(pdf.headers.get('content-disposition')).toBe(
      `attachment; filename="Arrete de la mairie.pdf"; filename*=UTF-8''Arr%C3%AAt%C3%A9%20de%20la%20mairie.pdf`,
    )
    expect(pdf.headers.get('x-content-type-options')).toBe('nosniff')
    expect(pdf.headers.get('content-security-policy')).toContain('sandbox')
    expect(Buffer.from(await pdf.arrayBuffer())).toEqual(aPdf())

    const { publicUrl } = t.deps.config
    const cap = await (await t.call('GET', `/api/alerts/${draft.id}.cap`)).text()
    expect(cap).toContain(
      `<resource><resourceDesc>Arrêté de la mairie</resourceDesc><mimeType>application/pdf</mimeType><size>${aPdf().byteLength}</size><uri>${publicUrl}${alert.document?.url}</uri></resource><area>`,
    )
    const atom = await (await t.call('GET', `/api/alerts.atom?territory=${mormal.siren}`)).text()
    expect(atom).toContain(`rel="enclosure" type="image/jpeg" title="Plan de la déviation par Houdain"`)
    expect(atom).toContain(`rel="enclosure" type="application/pdf"`)
    const page = await (await t.request(`/alertes/${draft.id}`)).text()
    expect(page).toContain('alt="Plan de la déviation par Houdain"')
    expect(page).toMatch(/Arrêté de la mairie \(PDF, 1\s+ko\)/)
  })

  it('is kept or replaced by a correction; what is no longer there is deleted with its bytes', async () => {
    const first = await write({ image: await sentImage(), document: await sentPdf(aPdf()), send: true })
    const image = { mediaId: first.image?.mediaId, alt: 'Plan de la déviation' }
    const kept = await correct(first, { image, document: await sentPdf(aPdf('other')) })
    expect(kept.image).toMatchObject({
      mediaId: first.image?.mediaId,
      alt: 'Plan de la déviation',
      width: 640,
    })
    expect(kept.document?.mediaId).not.toBe(first.document?.mediaId)
    expect(await statusOf(first.document?.url)).toBe(404)
    expect(await statusOf(kept.document?.url)).toBe(200)
    const bare = await correct(kept, {})
    expect(bare).toMatchObject({ image: null, document: null })
    t.clock.advance({ hours: 2 })
    await t.worker.runOnce()
    expect(
      await filesUnder(t.deps.config.dataDir).then((all) => all.filter((one) => /\.(?:pdf|jpg)$/.test(one))),
    ).toEqual([])
  })

  it('added by a colleague meanwhile, is not taken away by a draft that did not know of it', async () => {
    const first = await write({ send: true })
    const theirs = await correct(first, { image: await sentImage(), document: await sentPdf(aPdf()) })
    const headers = { 'if-match': `"${first.version}"`, 'idempotency-key': uuidv7() }
    const late = await t.call('PUT', `/api/desk/alerts/${first.id}`, {
      cookie: clerk,
      headers,
      body: anAlert({ words: 'La rue est rouverte.' }),
    })
    expect(late.status).toBe(412)
    // What the form puts itself on: the files are among it.
    const { current } = (await late.json()) as { current: DeskAlert }
    expect(current).toMatchObject({ image: theirs.image, document: theirs.document })
    expect([await statusOf(theirs.image?.url), await statusOf(theirs.document?.url)]).toEqual([200, 200])
  })

  it('is given up with the draft that is deleted', async () => {
    const draft = await write({ document: await sentPdf(aPdf()) })
    const headers = { 'if-match': `"${draft.version}"`, 'idempotency-key': uuidv7() }
    await t.call('POST', `/api/desk/alerts/${draft.id}/acts`, {
      cookie: clerk,
      headers,
      body: { act: 'delete' },
    })
    expect(await statusOf(draft.document?.url, clerk)).toBe(404)
  })

  it('is refused where it is not what it says, too heavy, somebody else’s, or without words', async () => {
    const problem = async (answer: Promise<Response>) => {
      const { status, type } = (await (await answer).json()) as { status: number; type: string }
      return [status, type.split('/').at(-1)]
    }
    const page = Buffer.from('<html><script>alert(1)</script></html>%%EOF')
    expect(await problem(sendPdf(page))).toEqual([415, 'document-not-pdf'])
    expect(await problem(sendPdf(Buffer.from('%PDF-1.7 cut short')))).toEqual([415, 'document-not-pdf'])
    expect(await problem(sendPdf(await aPhoto()))).toEqual([415, 'document-not-pdf'])
    const heavy = Buffer.concat([aPdf(), Buffer.alloc(5 * 1024 * 1024), aPdf()])
    expect(await problem(sendPdf(heavy))).toEqual([413, 'document-too-large'])
    expect(await problem(sendPdf(aPdf(), { cookie: '' }))).toEqual([401, 'signed-out'])
    // A PDF is no picture, nor the other way round.
    const { mediaId, uploadToken } = await sentPdf(aPdf())
    await write({ image: { mediaId, uploadToken, alt: 'Plan' } }, 422)
    const photo = await sentImage()
    await write({ document: { mediaId: photo.mediaId, uploadToken: photo.uploadToken, name: 'Plan' } }, 422)
    await write({ document: { mediaId, uploadToken: 'somebody else’s secret', name: 'Arrêté' } }, 422)
    await write({ image: { ...photo, alt: ' ' } }, 422)
    await write({ image: photo, document: { mediaId, uploadToken, name: 'Arrêté' } })
  })

  it('comes in pieces as well, each of them from staff', async () => {
    const pdf = Buffer.concat([aPdf(), Buffer.alloc(9000), aPdf()])
    const upload = anUpload()
    const begin = (cookie: string, length = pdf.length) =>
      beginIn(t, upload, pdf.subarray(0, 5000), length, { cookie }, '/api/desk/documents')
    expect((await begin('')).status).toBe(401)
    expect((await begin(clerk, 5 * 1024 * 1024 + 1)).status).toBe(413)
    expect((await begin(clerk)).status).toBe(201)
    const end = (cookie: string) => append(t, upload, pdf.subarray(5000), 5000, '?1', { cookie })
    expect((await end('')).status).toBe(401)
    const ended = await end(clerk)
    expect([ended.status, await ended.json()]).toMatchObject([201, { bytes: pdf.length }])
    await write({ document: { mediaId: upload.id, uploadToken: upload.uploadToken, name: 'Arrêté' } })
  })
})
