import { describe, expect, it } from 'vitest'
import type { DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { choose, meet } from '../../../web/desk/alerts/alert-clash.ts'
import { draftOf, toEdit, type AlertDraft } from '../../../web/desk/alerts/alert-form.ts'

// One's own draft of an alert, and the same alert as a colleague left it meanwhile.

const image = (mediaId: string, alt: string) => ({
  mediaId,
  alt,
  url: `/api/media/${mediaId}`,
  thumbUrl: `/api/media/${mediaId}?size=thumb`,
  width: 640,
  height: 480,
})
const anAlert = (over: Partial<DeskAlert> = {}): DeskAlert => ({
  id: 'a',
  kind: 'roads',
  title: 'Rue barrée',
  words: 'Passez par Houdain.',
  street: null,
  issuer: 'Commune de Bavay',
  whole: false,
  communes: [{ code: '59053', name: 'Bavay' }],
  area: null,
  image: null,
  document: null,
  startsAt: Date.UTC(2026, 10, 26, 8),
  endsAt: Date.UTC(2026, 10, 26, 18),
  territory: '200043321',
  status: 'draft',
  phase: 'current',
  publishAt: null,
  publishedAt: null,
  edition: 0,
  endWords: null,
  translations: {},
  updatedAt: 0,
  version: 1,
  actions: ['edit'],
  reach: { phones: 0 },
  delivery: null,
  history: [],
  ...over,
})
/** What comes of it when one wrote `mine` while a colleague saved `theirs`. */
const met = (mine: Partial<AlertDraft>, theirs: Partial<DeskAlert>, before: Partial<DeskAlert> = {}) => {
  const base = draftOf(anAlert(before))
  return meet({ ...base, ...mine }, { base, current: anAlert({ ...before, version: 2, ...theirs }) })
}

describe('Two people write one alert', () => {
  it('what one alone touched is as they left it: the other’s picture and document are not lost', () => {
    const document = { mediaId: 'd', name: 'Arrêté', url: '/api/media/d', bytes: 10 }
    const { draft, clash } = met({ title: 'Rue rouverte' }, { image: image('i', 'Plan'), document })
    expect(clash).toEqual({ fields: [], taken: ['image', 'document'] })
    expect(toEdit(draft)).toMatchObject({
      title: 'Rue rouverte',
      image: { mediaId: 'i', alt: 'Plan' },
      document: { mediaId: 'd', name: 'Arrêté' },
    })
  })

  it('what both touched is chosen: one’s own stays in the form, the other’s is at hand, and back again', () => {
    const first = met({ title: 'La mienne', words: 'Mes mots.' }, { title: 'La sienne' })
    expect(first.draft).toMatchObject({ title: 'La mienne', words: 'Mes mots.' })
    expect(first.clash.fields).toEqual([
      { field: 'title', mine: 'La mienne', theirs: 'La sienne', kept: 'mine' },
    ])
    const theirs = choose(first, 'title', 'theirs')
    expect(theirs.draft).toMatchObject({ title: 'La sienne', words: 'Mes mots.' })
    expect(theirs.clash.fields).toMatchObject([{ kept: 'theirs' }])
    expect(choose(theirs, 'title', 'mine').draft.title).toBe('La mienne')
  })

  it('a picture that the other replaced or took away is gone: nobody can keep it', () => {
    const before = { image: image('old', 'Plan') }
    const mine = { imageAlt: 'Plan de la déviation' }
    const replaced = met(mine, { image: image('new', 'Photo') }, before)
    expect(replaced.clash).toEqual({ fields: [], taken: ['image'] })
    expect(toEdit(replaced.draft).image).toEqual({ mediaId: 'new', alt: 'Photo' })
    expect(toEdit(met(mine, { image: null }, before).draft).image).toBeNull()
    // One chosen meanwhile is still to be sent: it stays.
    const chosen = { mediaId: 'mine', blob: new Blob(['x']), uploadToken: 't', bytes: 1 }
    const both = met({ image: chosen, imageAlt: 'La mienne' }, { image: image('new', 'Photo') }, before)
    expect(both.clash.fields).toMatchObject([{ field: 'image', kept: 'mine' }])
    expect(toEdit(both.draft).image).toMatchObject({ mediaId: 'mine', alt: 'La mienne' })
    expect(toEdit(choose(both, 'image', 'theirs').draft).image).toEqual({ mediaId: 'new', alt: 'Photo' })
  })

  it('communes ticked in another order are the same; an area takes the place of communes as a whole', () => {
    const both = [
      { code: '59053', name: 'Bavay' },
      { code: '59481', name: 'Le Quesnoy' },
    ]
    const same = met({ communes: ['59481', '59053'] }, { communes: both })
    expect(same.clash).toEqual({ fields: [], taken: [] })
    const corners = [
      { lon: 3.79, lat: 50.29 },
      { lon: 3.8, lat: 50.29 },
      { lon: 3.8, lat: 50.3 },
    ]
    const drawn = met({ corners }, { communes: both })
    expect(drawn.clash.fields).toMatchObject([{ field: 'where', kept: 'mine' }])
    expect(toEdit(drawn.draft)).toMatchObject({ communes: [], area: { type: 'Polygon' } })
    expect(toEdit(choose(drawn, 'where', 'theirs').draft)).toMatchObject({
      communes: ['59053', '59481'],
      area: null,
    })
  })

  it('of one that left meanwhile, a correction is told unless one says otherwise', () => {
    expect(met({ title: 'Autre' }, { status: 'published' }).draft.tell).toBe(true)
    expect(met({ tell: false }, { title: 'Autre' }, { status: 'published' }).draft.tell).toBe(false)
  })
})
