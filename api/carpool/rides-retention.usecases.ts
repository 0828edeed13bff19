import { addDays } from '../platform/days.rules.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { deleteOldRequests } from './requests.repository.ts'
import { deleteOldAid } from './aid.repository.ts'
import {
  deleteOldBookings,
  deleteOldDepartures,
  deleteOldMessages,
  deleteOldTrips,
  deleteForgotten,
  findIdleTravellers,
} from './rides-retention.repository.ts'
import { deleteOldReports } from './reports.repository.ts'
import { listTerritories } from '../territory/territory.usecases.ts'
import { foldOldDays } from './ride-counts.repository.ts'
import { deleteOldElsewhereMessages, deleteOldRidesElsewhere } from './standard/elsewhere.repository.ts'
import { keepBarred } from './suspensions.usecases.ts'
import { forget } from './travellers-erase.usecases.ts'

const DAY = 86_400_000
/** How long rides are kept: docs/personal-data.md. */
const messagesKeptMs = 30 * DAY
const ridesKeptMs = 90 * DAY
/** After their last day. */
const requestsKeptDays = 30
const peopleKeptMs = 365 * DAY
const reportsKeptMs = 365 * DAY
/** A sign-up whose link was never used, or whose rules were never accepted. */
const unconfirmedKeptMs = 7 * DAY
const atOnce = 500

/** Forgets what is over, and who shares rides no more. In batches, each a transaction. */
export async function eraseOldRides({
  database,
  clock,
  ids,
  config,
}: Pick<Deps, 'database' | 'clock' | 'ids'> & { config: Pick<Config, 'secret'> }): Promise<void> {
  const now = clock.now()
  const rides = { before: now - ridesKeptMs, limit: atOnce }
  const inBatches = async (work: () => Promise<number>) => {
    while ((await work()) >= atOnce);
  }
  await inBatches(() =>
    database.write((tx) => deleteOldMessages(tx, { before: now - messagesKeptMs, limit: atOnce })),
  )
  await inBatches(() =>
    database.write((tx) => deleteOldElsewhereMessages(tx, { before: now - messagesKeptMs, limit: atOnce })),
  )
  await inBatches(() => database.write((tx) => deleteOldRidesElsewhere(tx, rides)))
  await inBatches(() => database.write((tx) => deleteOldBookings(tx, rides)))
  await inBatches(() => database.write((tx) => deleteOldAid(tx, rides)))
  await inBatches(() => database.write((tx) => deleteOldDepartures(tx, rides)))
  await inBatches(() => database.write((tx) => deleteOldTrips(tx, rides)))
  const lastKept = addDays(wallOfInstant(now).day, -requestsKeptDays)
  await inBatches(() => database.write((tx) => deleteOldRequests(tx, { before: lastKept, limit: atOnce })))
  await inBatches(() =>
    database.write(async (tx) => {
      const idle = await findIdleTravellers(tx, {
        agreedBefore: now - peopleKeptMs,
        othersBefore: now - unconfirmedKeptMs,
        limit: atOnce,
      })
      for (const row of idle) {
        // Suspended, one does not come back by waiting to be forgotten; a year after, nothing of it is kept.
        await keepBarred(tx, { config, at: row.suspendedAt ?? now }, row)
        await forget(tx, { clock, ids }, row, now - peopleKeptMs)
      }
      return idle.length
    }),
  )
  await inBatches(() =>
    database.write((tx) => deleteOldReports(tx, { before: now - reportsKeptMs, limit: atOnce })),
  )
  // Of what is gone, figures keep the month, the day of the week and the hour.
  const sirens = (await listTerritories({ database })).items.map(({ siren }) => siren)
  const before = wallOfInstant(now - ridesKeptMs).day
  while (
    (await database.write((tx) => foldOldDays(tx, { territorySirens: sirens, before, limit: atOnce }))) > 0
  );
  await inBatches(() => database.write((tx) => deleteForgotten(tx, { before: now, limit: atOnce })))
}
