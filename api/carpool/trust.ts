import type { OutboxHandler } from '../alerts/alerts.types.ts'
import { createRouter, type Deps } from '../platform/http.ts'
import type { Task } from '../worker/worker.tasks.ts'
import { createBlockRoutes } from './blocks.routes.ts'
import { createGuardianHandler } from './guardians-notifications.usecases.ts'
import { createGuardianRoutes } from './guardians.routes.ts'
import { renewAgreements } from './guardians.usecases.ts'
import type { RideIndexes } from './ride-index.ts'
import { createReportRoutes } from './reports.routes.ts'
import { createSharingRoutes } from './sharing.routes.ts'
import { createTravellerHandler } from './trust-notifications.usecases.ts'

/** Trust between people who share rides: its routes, what it tells, and what the worker does for it. */
export function createTrust(deps: Deps & { indexes: RideIndexes }) {
  return {
    routes: createRouter()
      .route('/', createSharingRoutes(deps))
      .route('/', createBlockRoutes(deps))
      .route('/', createReportRoutes(deps))
      .route('/', createGuardianRoutes(deps)),
    handlers: {
      traveller: createTravellerHandler(deps),
      guardian: createGuardianHandler(deps),
    } satisfies Record<string, OutboxHandler>,
    tasks: [
      { name: 'guardians', everyMs: 24 * 3_600_000, run: () => renewAgreements(deps) },
    ] satisfies Task[],
  }
}
