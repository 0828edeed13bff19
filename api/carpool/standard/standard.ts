import { createRouter, type Deps } from '../../platform/http.ts'
import type { RideIndexes } from '../ride-index.ts'
import { createOperatorAdminRoutes } from './operators-admin.routes.ts'
import { createStandardRoutes } from './standard.routes.ts'

/** How rides are shared with other operators: the interface they call, and what administrators say of them. */
export function createStandard(deps: Deps & { indexes: RideIndexes }) {
  return {
    routes: createRouter().route('/', createOperatorAdminRoutes(deps)).route('/', createStandardRoutes(deps)),
  }
}
