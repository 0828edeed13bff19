import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import {
  confirmationDays,
  contactRetentionDays,
  eraseOldContacts,
} from '../../../api/incidents/incidents-retention.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { incident, incidentContact, incidentFollower, incidentUpdate } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { report } from '../../support/incidents.ts'

const app = useDemoApp()

it('erases the people of incidents closed long ago, and nothing else', async () => {
  const { deps, database, clock } = app.current
  const contact = { email: 'ancienne@exemple.fr' }
  const closed = await report(app.current, { contact })
  const open = await report(app.current, { contact })
  await app.current.call(`/api/incidents/${open.id}/followers`, {
    body: { id: systemIds.next(), email: 'jamais@exemple.fr' },
  })
  await database.write((tx) =>
    tx.update(incident).set({ status: 'resolved', open: false }).where(eq(incident.id, closed.id)),
  )
  const people = async () => ({
    contacts: (await database.read.select().from(incidentContact)).map((row) => row.incidentId).toSorted(),
    followers: (await database.read.select().from(incidentFollower)).map((row) => row.email).toSorted(),
  })
  const all = { contacts: [closed.id, open.id].toSorted() }

  clock.advance({ days: confirmationDays - 1 })
  expect(await eraseOldContacts(deps)).toEqual({ erased: 0 })
  expect(await people()).toMatchObject(all)
  clock.advance({ days: 2 })
  expect(await eraseOldContacts(deps)).toEqual({ erased: 1 })
  expect((await people()).followers).not.toContain('jamais@exemple.fr')
  clock.advance({ days: contactRetentionDays })
  expect(await eraseOldContacts(deps)).toEqual({ erased: 2 })
  expect(await people()).toEqual({ contacts: [open.id], followers: ['ancienne@exemple.fr'] })
  expect(await eraseOldContacts(deps)).toEqual({ erased: 0 })
  const history = database.read.select().from(incidentUpdate).where(eq(incidentUpdate.incidentId, closed.id))
  expect(await history).toHaveLength(1)
})
