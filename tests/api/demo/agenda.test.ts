import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countQueues } from '../../../api/agenda/moderation-queues.usecases.ts'
import { createDemoAccounts } from '../../../api/demo-accounts.ts'
import { openDemoContent } from '../../../api/demo/demo-content.usecases.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { place } from '../../../db/schema/index.ts'
import { testApp, type TestApp } from '../../support/app.ts'

let app: TestApp
let staff: Awaited<ReturnType<typeof createDemoAccounts>>

beforeAll(async () => {
  app = await testApp()
  await openDemoTerritory(app.deps)
  staff = await createDemoAccounts(app.deps)
  await openDemoContent({ ...app.deps, directory: app.directory, media: app.media, staff })
})
afterAll(() => app.close())

describe('The agenda of the demo', () => {
  it('is that of a living territory: nearly all places are known, what waits is little, and one is late', async () => {
    const { counts, places } = await countQueues({ ...app.deps, actor: staff.moderator })
    const known = await app.database.read.select().from(place).where(eq(place.approved, true))
    expect(known.length).toBeGreaterThan(25)
    expect(places).toBeLessThanOrEqual(4)
    expect(counts).toMatchObject({ waiting: 3, late: 1, revisions: 1, flagged: 1 })
  })
})
