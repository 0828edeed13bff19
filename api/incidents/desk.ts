import { createRouter } from '../platform/http.ts'
import { createDeskPersonRoutes } from './desk-person.routes.ts'
import { createReplyRoutes } from './desk-reply.routes.ts'
import { createDeskToolRoutes } from './desk-tools.routes.ts'
import { createDeskWorkRoutes } from './desk-work.routes.ts'
import { createDeskRoutes } from './desk.routes.ts'
import { createFigureRoutes } from './figures.routes.ts'
import type { ReportDeps } from './incidents-report.usecases.ts'

/** The staff side of incidents put together, and the links by which other bodies answer. */
export function createDesk(deps: ReportDeps) {
  return createRouter()
    .route('/', createDeskRoutes(deps))
    .route('/', createDeskWorkRoutes(deps))
    .route('/', createDeskPersonRoutes(deps))
    .route('/', createDeskToolRoutes(deps))
    .route('/', createFigureRoutes(deps))
    .route('/', createReplyRoutes(deps))
}
