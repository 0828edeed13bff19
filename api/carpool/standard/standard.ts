import type { OutboxHandler } from '../../alerts/alerts.types.ts'
import { createRouter, type Deps } from '../../platform/http.ts'
import type { Task } from '../../worker/worker.tasks.ts'
import type { RideIndexes } from '../ride-index.ts'
import { createElsewhereHandler } from './elsewhere-news.usecases.ts'
import { createElsewhereSearch } from './elsewhere-search.usecases.ts'
import { createElsewhereRoutes } from './elsewhere.routes.ts'
import { createForeignHandler, queueMoved } from './foreign-news.usecases.ts'
import { createOperatorSender } from './operator-sender.ts'
import { createOperatorAdminRoutes } from './operators-admin.routes.ts'
import { createStandardBookingRoutes } from './standard-bookings.routes.ts'
import { createStandardRoutes } from './standard.routes.ts'

/** How rides are shared with other operators: the interface they call, theirs that we call, and what is told. */
export function createStandard(deps: Deps & { indexes: RideIndexes }) {
  const searchElsewhere = createElsewhereSearch(deps)
  const foreign = createForeignHandler(deps)
  return {
    routes: createRouter()
      .route('/', createOperatorAdminRoutes(deps))
      .route('/', createStandardRoutes(deps))
      .route('/', createStandardBookingRoutes(deps))
      .route('/', createElsewhereRoutes({ ...deps, searchElsewhere })),
    /** What our own people are told of a booking, and the operator of a passenger of theirs. */
    alsoTelling:
      (own: OutboxHandler): OutboxHandler =>
      async (row, read) => [...(await own(row, read)), ...(await foreign(row, read))],
    handlers: {
      'booking-state': foreign,
      'ride-elsewhere': createElsewhereHandler(deps),
    } satisfies Record<string, OutboxHandler>,
    sender: createOperatorSender(deps),
    tasks: [{ name: 'operator-states', everyMs: 60_000, run: () => queueMoved(deps) }] satisfies Task[],
  }
}
