import type { OutboxHandler } from '../alerts/alerts.types.ts'
import type { MayRead } from '../media/media.usecases.ts'
import { createRouter, type Deps } from '../platform/http.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import { rowByRow, type Task } from '../worker/worker.tasks.ts'
import { createRemoteReader } from '../platform/remote-file.ts'
import { refreshNational } from './aires-refresh.usecases.ts'
import { createAidHandler } from './aid-notifications.usecases.ts'
import { createAidRoutes } from './aid.routes.ts'
import { createAireAdminRoutes } from './aires-admin.routes.ts'
import { createAireHandler } from './aires-news.usecases.ts'
import { createAirePhotoPolicy } from './aires-photos.usecases.ts'
import { createAireRoutes } from './aires.routes.ts'
import { createBusFeedRoutes } from './bus-feeds.routes.ts'
import { createFeedReader } from './gtfs-feeds.usecases.ts'
import { hasFeedsToRead, refreshDueFeeds } from './gtfs-refresh.usecases.ts'
import { createSignRoutes } from './paper/sign.routes.ts'
import { moveBookings } from './bookings-clock.usecases.ts'
import { createBookingHandler } from './bookings-notifications.usecases.ts'
import { createBookingChangeRoutes } from './bookings-changes.routes.ts'
import { createEventRideHandler } from './event-news.usecases.ts'
import { createBookingDaysRoutes } from './bookings-days.routes.ts'
import { createBookingDeviceRoutes } from './bookings-devices.routes.ts'
import { createBookingRoutes } from './bookings.routes.ts'
import { createDeskChangeRoutes } from './desk-changes.routes.ts'
import { createDeskDayRoutes } from './desk-days.routes.ts'
import { createDeskRequestRoutes } from './desk-requests.routes.ts'
import { createDeskRideRoutes } from './desk-rides.routes.ts'
import { createHelperRoutes } from './helpers.routes.ts'
import { remindOfBookings } from './bookings-reminders.usecases.ts'
import { eraseOldRides } from './rides-retention.usecases.ts'
import { createRequestWatch } from './request-watch.ts'
import { hasRequestsToMatch, matchRequests } from './requests-match.usecases.ts'
import { createRequestHandler } from './requests-notifications.usecases.ts'
import { tellMatches } from './requests-tell.usecases.ts'
import { createRequestRoutes } from './requests.routes.ts'
import { createRideIndexes } from './ride-index.ts'
import { readEventRides } from './event-rides.usecases.ts'
import { createEventRideRoutes } from './event-rides.routes.ts'
import { createRideFigureRoutes } from './ride-figures.routes.ts'
import { createUnmetCounter } from './unmet-counter.ts'
import { createSearchRoutes } from './search.routes.ts'
import { createStandard } from './standard/standard.ts'
import { createTrust } from './trust.ts'
import { createTravellerRoutes, type Invite } from './travellers.routes.ts'
import { refreshTravelTimes } from './travel-refresh.usecases.ts'
import { createTripChangeRoutes } from './trips-change.routes.ts'
import { createTripRoutes } from './trips.routes.ts'
import { extendTrips } from './trips-days.usecases.ts'

/** How aires and rides are put together: what the worker does for them, and what it tells of them. */
export function createCarpool(deps: Deps & { directory: Directory; inviteBySignIn: Invite }) {
  const unmet = createUnmetCounter(deps)
  const rides = { ...deps, indexes: createRideIndexes(deps), unmet }
  const trust = createTrust(rides)
  const asked = { ...rides, watch: createRequestWatch(rides) }
  const readFeeds = createFeedReader(deps.config)
  const fetchRemote = createRemoteReader({ allowLoopback: deps.config.fetchAllowLoopback })
  const standard = createStandard(rides)
  return {
    /** For the pages that need no script. */
    indexes: rides.indexes,
    routes: createRouter()
      .route('/', createAireRoutes(deps))
      .route('/', createAireAdminRoutes(deps))
      .route('/', createBusFeedRoutes(deps))
      .route('/', createSignRoutes(deps))
      .route('/', createTravellerRoutes(deps))
      .route('/', createSearchRoutes(rides))
      .route('/', createEventRideRoutes(rides))
      .route('/', createRideFigureRoutes(deps))
      .route('/', createTripRoutes(rides))
      .route('/', createTripChangeRoutes(rides))
      .route('/', createBookingRoutes(rides))
      .route('/', createDeskRideRoutes(rides))
      .route('/', createDeskDayRoutes(rides))
      .route('/', createDeskChangeRoutes(deps))
      .route('/', createDeskRequestRoutes(rides))
      .route('/', createHelperRoutes(deps))
      .route('/', createAidRoutes(rides))
      .route('/', createBookingChangeRoutes(rides))
      .route('/', createBookingDaysRoutes(rides))
      .route('/', createBookingDeviceRoutes(deps))
      .route('/', trust.routes)
      .route('/', createRequestRoutes(asked))
      .route('/', standard.routes),
    mayReadPhoto: createAirePhotoPolicy(deps) satisfies MayRead,
    handlers: {
      aire: createAireHandler(deps),
      aid: createAidHandler(deps),
      booking: standard.alsoTelling(createBookingHandler(deps)),
      ...standard.handlers,
      ...trust.handlers,
      'ride-request': createRequestHandler(rides),
    } satisfies Record<string, OutboxHandler>,
    /** What else is told when an event of the agenda changes: whose rides lead there. */
    eventHandler: createEventRideHandler(deps),
    /** Rides to an event, for the page that needs no script. */
    ridesTo: (asked: Parameters<typeof readEventRides>[1]) => readEventRides(rides, asked),
    /** Writes what is still only counted. */
    settle: unmet.flush,
    /** Tells other operators. */
    operatorSender: standard.sender,
    tasks: [
      ...standard.tasks,
      ...trust.tasks,
      { name: 'aire-base', everyMs: 24 * 3_600_000, run: () => refreshNational({ ...deps, fetchRemote }) },
      {
        name: 'ride-requests',
        everyMs: 2_000,
        soon: true,
        // Done twice at once, nothing is told twice.
        terms: rowByRow,
        hasWork: () => hasRequestsToMatch(deps),
        evenSoMs: 60_000,
        run: async () => {
          await matchRequests(asked)
          await tellMatches(asked)
        },
      },
      {
        name: 'bus-feeds',
        everyMs: 2_000,
        soon: true,
        terms: rowByRow,
        hasWork: () => hasFeedsToRead(deps),
        run: () => refreshDueFeeds({ ...deps, fetchRemote: readFeeds }),
      },
      { name: 'bookings', everyMs: 60_000, run: () => moveBookings(deps) },
      { name: 'booking-reminders', everyMs: 60_000, run: () => remindOfBookings(deps) },
      { name: 'old-rides', everyMs: 6 * 3_600_000, run: () => eraseOldRides(deps) },
      { name: 'trip-days', everyMs: 24 * 3_600_000, run: () => extendTrips(deps) },
      { name: 'aire-travel', everyMs: 10 * 60_000, run: () => refreshTravelTimes(deps) },
    ] satisfies Task[],
  }
}
