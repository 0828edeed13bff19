import type { BatchHandler } from '../alerts/alerts.types.ts'
import type { WantedChecks } from '../alerts/still-wanted.ts'
import type { RideIndexes } from '../carpool/ride-index.ts'
import type { Deps } from '../platform/http.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import type { Task } from '../worker/worker.tasks.ts'
import { isDigestMailWanted } from './digest-mail.usecases.ts'
import { startDigests } from './digest.usecases.ts'
import { deleteToldCauses, gatherCauses } from './wish-causes.usecases.ts'
import { createWishHandler } from './wish-notifications.usecases.ts'
import { lookForRides } from './wish-rides.usecases.ts'
import { createWishRoutes } from './wishes.routes.ts'
import { deleteOrphanWishes, isWishWanted } from './wishes.usecases.ts'

/** How wishes are put together: what people leave, what the worker looks for, what it tells. */
export function createWishes(deps: Deps & { directory: Directory; indexes: RideIndexes }) {
  return {
    routes: createWishRoutes(deps),
    handlers: { wish: createWishHandler(deps) } satisfies Record<string, BatchHandler>,
    wanted: {
      user: isWishWanted,
      device: isWishWanted,
      'alert-follower': isDigestMailWanted,
    } satisfies WantedChecks,
    tasks: [
      {
        name: 'wishes',
        everyMs: 60_000,
        run: async () => {
          await lookForRides(deps)
          await gatherCauses(deps)
        },
      },
      { name: 'digests', everyMs: 60_000, run: () => startDigests(deps) },
      {
        name: 'old-wishes',
        everyMs: 24 * 3_600_000,
        run: async () => {
          await deleteToldCauses(deps)
          await deleteOrphanWishes(deps)
        },
      },
    ] satisfies Task[],
  }
}
