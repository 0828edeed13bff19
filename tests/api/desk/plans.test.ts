import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { countDesk, listDesk } from '../../../api/incidents/desk.repository.ts'
import type { Queue } from '../../../api/incidents/desk.rules.ts'
import type { Membership } from '../../../api/platform/policy.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useDesk } from '../../support/desk.ts'

const house = useDesk()
const scope = (rest: Partial<Membership>): Membership => ({
  role: 'clerk',
  territorySiren: demoSiren,
  scopeKind: 'territory',
  scopeId: demoSiren,
  ...rest,
})
const scopes = {
  territory: scope({}),
  commune: scope({ scopeKind: 'commune', scopeId: '59053' }),
  body: scope({ scopeKind: 'body', scopeId: 'x' }),
}

/** How SQLite would search the incidents for a query, statistics or not. */
async function planOf(query: { sql: string; params: unknown[] }): Promise<string> {
  const parts = query.sql.split('?')
  const text = parts.map((part, i) =>
    i < query.params.length ? sql`${sql.raw(part)}${query.params[i]}` : sql.raw(part),
  )
  const rows = await house.current.database.read.all<{ detail: string }>(
    sql`explain query plan ${sql.join(text, sql.raw(''))}`,
  )
  return rows.map(({ detail }) => detail).join('\n')
}

describe('what every desk on screen asks four times a minute', () => {
  const asked: [Queue, string][] = [
    ['to-sort', 'incident_waiting'],
    ['in-progress', 'incident_waiting'],
    ['late', 'incident_waiting'],
    ['mine', 'incident_waiting'],
    ['closed', 'incident_recent'],
    ['all', 'incident_recent'],
  ]
  it.each(asked)('the queue %s reads only what %s holds', async (queue, index) => {
    for (const [kind, one] of Object.entries(scopes)) {
      const asking = { scopes: [one], userId: 'me', now: 1 }
      const query = listDesk(house.current.database.read, { queue }, asking, { limit: 30 }).toSQL()
      expect(await planOf(query), kind).toContain(`incident USING INDEX ${index}`)
    }
  })

  it('an agent without any scope is given nothing', async () => {
    const asking = { scopes: [], userId: 'me', now: 1 }
    const { read } = house.current.database
    expect(await listDesk(read, { queue: 'all' }, asking, { limit: 30 })).toEqual([])
    expect(await countDesk(read, asking)).toEqual({
      'to-sort': 0,
      'in-progress': 0,
      late: 0,
      mine: 0,
      'to-publish': 0,
    })
  })
})
