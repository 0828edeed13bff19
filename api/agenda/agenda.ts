import type { OutboxHandler } from '../alerts/alerts.types.ts'
import type { MayRead } from '../media/media.usecases.ts'
import { createRouter, type Deps } from '../platform/http.ts'
import { createRemoteReader } from '../platform/remote-file.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import { rowByRow, type Task } from '../worker/worker.tasks.ts'
import { eraseOldAgenda } from './agenda-retention.usecases.ts'
import { createAgendaRoutes } from './agenda.routes.ts'
import { createAuthorDeviceRoutes } from './author-devices.routes.ts'
import { createAuthorRoutes } from './author.routes.ts'
import { extendOccurrences } from './events-dates.usecases.ts'
import { createImagePolicy } from './events-images.usecases.ts'
import { createEventHandler } from './events-notifications.usecases.ts'
import { eventWanted } from './events-followers.usecases.ts'
import { createViewCounter } from './events-views.ts'
import { createExportRoutes } from './exports.routes.ts'
import { createModerationToolRoutes } from './moderation-tools.routes.ts'
import { createModerationRoutes } from './moderation.routes.ts'
import { createImportRoutes } from './imports.routes.ts'
import { createPaperRoutes } from './paper/paper.routes.ts'
import { createOrganizerRoutes, type OrganizerRouteDeps } from './organizers.routes.ts'
import { createProposalRoutes } from './proposals.routes.ts'
import { hasDueSources, refreshDueSources } from './sources-refresh.usecases.ts'

/** How events are written and read, put together: its routes, what the worker does for it, and who may see its images. */
export function createAgenda(
  deps: Deps & { directory: Directory; inviteBySignIn: OrganizerRouteDeps['inviteBySignIn'] },
) {
  const views = createViewCounter(deps)
  const imports = {
    ...deps,
    fetchRemote: createRemoteReader({ allowLoopback: deps.config.fetchAllowLoopback }),
  }
  return {
    routes: createRouter()
      .route('/', createProposalRoutes(deps))
      .route('/', createAuthorRoutes(deps))
      .route('/', createAuthorDeviceRoutes(deps))
      .route('/', createOrganizerRoutes(deps))
      .route('/', createExportRoutes(deps))
      .route('/', createModerationRoutes(deps))
      .route('/', createModerationToolRoutes(deps))
      .route('/', createImportRoutes(imports))
      .route('/', createPaperRoutes(deps))
      // Last: an event's key is any word.
      .route('/', createAgendaRoutes({ ...deps, views })),
    handler: createEventHandler(deps) satisfies OutboxHandler,
    wanted: eventWanted,
    /** Writes what is still only counted. */
    settle: views.flush,
    mayReadImage: createImagePolicy(deps) satisfies MayRead,
    tasks: [
      {
        name: 'event-sources',
        everyMs: 2_000,
        soon: true,
        terms: rowByRow,
        hasWork: () => hasDueSources(deps),
        run: () => refreshDueSources(imports),
      },
      { name: 'event-dates', everyMs: 24 * 3_600_000, run: () => extendOccurrences(deps) },
      { name: 'old-agenda', everyMs: 6 * 3_600_000, run: () => eraseOldAgenda(deps) },
    ] satisfies Task[],
  }
}
