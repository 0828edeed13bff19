import { describe, expect, it } from 'vitest'
import type { Figures } from '../../../api/incidents/figures.schemas.ts'
import { useDesk } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'

const house = useDesk()
const figures = async (query: string) =>
  (await (await house.current.clerk.get(`/api/desk/figures?${query}`)).json()) as Figures

describe('figures', () => {
  it('count, medians and the late share, by category, commune and month of Paris', async () => {
    const { clerk, clock } = house.current
    clock.set('2026-08-31T21:30:00Z') // 23:30 in Paris: still August
    const first = await report(house.current)
    clock.set('2026-08-31T22:30:00Z') // 00:30 in Paris: September
    const second = await report(house.current)
    const third = await report(house.current, { commune: 'Maroilles', category: 'nid-de-poule' })
    clock.set('2026-09-01T22:30:00Z')
    await clerk.move(second.id, { to: 'acknowledged' })
    clock.set('2026-09-04T22:30:00Z')
    await clerk.move(first.id, { to: 'resolved' })
    await clerk.move(second.id, { to: 'resolved' })
    clock.set('2026-10-20T10:00:00Z')

    const byMonth = await figures('by=month&from=2026-07-01')
    expect(byMonth.rows.map(({ key, count }) => [key, count])).toEqual([
      ['2026-07', 0],
      ['2026-08', 1],
      ['2026-09', 2],
      ['2026-10', 0],
    ])
    const byCategory = await figures('by=category')
    expect(byCategory.rows.map(({ label, count, late }) => ({ label, count, late }))).toEqual([
      { label: 'Dépôt sauvage', count: 2, late: 0 },
      { label: 'Nid-de-poule', count: 1, late: 1 },
    ])
    // 4 d 1 h and 4 d; acknowledged after 1 d, and with its resolution after 4 d 1 h.
    expect(byCategory.rows[0]).toMatchObject({ medianDaysToResolve: 4, medianDaysToAcknowledge: 2.5 })
    expect(byCategory.rows[1]).toMatchObject({ medianDaysToResolve: null, lateShare: 1, open: 1 })
    expect(byCategory.total).toMatchObject({ count: 3, resolved: 2, late: 1 })
    const byCommune = await figures('by=commune&category=' + third.category.id)
    expect(byCommune.rows.map(({ label }) => label)).toEqual(['Maroilles'])
  })

  it('stay within one’s scope, and open in a spreadsheet with decimal commas', async () => {
    const { technician, clerk } = house.current
    const own = (await (await technician.get('/api/desk/figures')).json()) as Figures
    expect(own.total.count).toBe(2)
    const text = await (await clerk.get('/api/desk/figures.csv')).text()
    expect(text).toContain('Dépôt sauvage;2;0;2;0;2,5;4;0;0')
    expect(text.trimEnd().split('\r\n').at(-1)).toMatch(/^Ensemble;3;/)
    expect((await house.current.call('/api/desk/figures')).status).toBe(401)
  })
})
