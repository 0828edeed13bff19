import { describe, expect, it } from 'vitest'
import { territory } from '../../../db/schema/index.ts'
import { anAgent, bodyOf, useDesk } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPhoto } from './uploads.ts'

const house = useDesk()

/** A report in Bavay with a photo that nobody approved yet. */
async function aReportedPhoto() {
  const { id: photoId, uploadToken, url } = await sendPhoto(house.current, await aPhoto())
  const { id } = await report(house.current, { photos: [{ id: photoId, uploadToken }] })
  return { incidentId: id, photoId, url }
}

describe('A photo of a report', () => {
  it('is seen by staff who may open the report, asking each time', async () => {
    const { url } = await aReportedPhoto()
    for (const agent of [house.current.clerk, house.current.technician]) {
      const answer = await agent.get(url)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('private, no-cache')
      expect(answer.headers.get('vary')).toContain('Cookie')
      const etag = answer.headers.get('etag') ?? ''
      expect((await agent.get(url, { 'If-None-Match': etag })).status).toBe(304)
    }
  })

  it('is not seen by staff of another commune, nor of another territory', async () => {
    const { url } = await aReportedPhoto()
    const gommegnies = await bodyOf(house.current, { commune: 'Gommegnies' })
    const neighbour = await anAgent(house.current, { scope: { kind: 'body', id: gommegnies.id } })
    const other = '200000001'
    const names = { name: 'Ailleurs', slug: 'ailleurs', referencePrefix: 'AIL' }
    await house.current.database.write((tx) =>
      tx.insert(territory).values({ siren: other, ...names, createdAt: 1 }),
    )
    const stranger = await anAgent(house.current, {
      role: 'admin',
      scope: { kind: 'territory', id: other, territory: other },
    })
    for (const agent of [neighbour, stranger]) expect((await agent.get(url)).status).toBe(404)
  })

  it('is seen by anyone once approved and published, and by no stranger once hidden', async () => {
    const { incidentId, photoId, url } = await aReportedPhoto()
    const { clerk } = house.current
    const approval = await clerk.edit(incidentId, {
      photos: [{ id: photoId, approved: true }],
      published: true,
    })
    expect(approval.status).toBe(200)
    const answer = await house.current.request(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=86400, s-maxage=300, immutable')
    expect(answer.headers.get('vary') ?? '').not.toContain('Cookie')

    expect((await clerk.edit(incidentId, { hiddenReason: 'On voit un visage' })).status).toBe(200)
    expect((await house.current.request(url)).status).toBe(404)
    expect((await clerk.get(url)).status).toBe(200)
  })
})
