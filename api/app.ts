import { join } from 'node:path'
import { createAddressStopRoutes } from './alerts/address-stops.routes.ts'
import { createPhoneMoveRoutes } from './alerts/phone-moves.routes.ts'
import { forgetMoves } from './alerts/phone-moves.usecases.ts'
import { forgetOldCalls } from './alerts/alert-calls.usecases.ts'
import { createPhoneListRoutes } from './alerts/phone-list.routes.ts'
import { forgetOldListed } from './alerts/phone-list.usecases.ts'
import { createPushPreferenceRoutes } from './alerts/push-preferences.routes.ts'
import { openPushKeys } from './alerts/alerts.vapid.ts'
import { createPushSender } from './alerts/alerts.push.ts'
import type { OutboxHandler } from './alerts/alerts.types.ts'
import { channelByChannel } from './alerts/alert-fan-out.ts'
import { createFollowerRoutes } from './alerts/alert-followers.routes.ts'
import { forgetUnconfirmed, stopAlerts } from './alerts/alert-followers.usecases.ts'
import { createAlertMailHandler, withMailInstead } from './alerts/alert-mail.usecases.ts'
import { createConfirmMailHandler } from './alerts/confirm-mail.usecases.ts'
import { alertWanted } from './alerts/alert-wanted.usecases.ts'
import { alertHandler } from './alerts/alert-notifications.usecases.ts'
import { createAlertFilePolicy } from './alerts/alert-files.usecases.ts'
import { createAlertTemplateRoutes } from './alerts/alert-template.routes.ts'
import { createAlertDeskRoutes } from './alerts/alert-desk.routes.ts'
import { hasScheduled, publishScheduled } from './alerts/alert-desk.usecases.ts'
import { createAlertPublicRoutes } from './alerts/alert-public.routes.ts'
import { createAlertRoutes } from './alerts/alerts.routes.ts'
import { createAlertFollowPages } from './alerts/pages/follow.routes.ts'
import { createAlertPages } from './alerts/pages/pages.routes.ts'
import { createAlertSmsAskHandler, createAlertSmsHandler } from './alerts/alert-sms.usecases.ts'
import { createSmsRoutes } from './alerts/sms.routes.ts'
import { createSilentPhoneHandler, tellOfSilentPhones } from './alerts/silent-phones.usecases.ts'
import { createBounceRoutes } from './alerts/mail-bounces.routes.ts'
import { forgetOldMailboxes } from './alerts/mail-bounces.usecases.ts'
import { createPushShownRoutes } from './alerts/push-shown.routes.ts'
import { createOutsideRoutes } from './alerts/outside.routes.ts'
import {
  createOutsideReader,
  deleteOverOutside,
  hasDueOutside,
  refreshOutside,
} from './alerts/outside-refresh.usecases.ts'
import { createAccounts } from './accounts/accounts.ts'
import { carryEvents, stopEvents } from './agenda/events-followers.usecases.ts'
import { createAgenda } from './agenda/agenda.ts'
import { createEmbedPages } from './agenda/pages/embed.routes.ts'
import { createAgendaPages } from './agenda/pages/pages.routes.ts'
import { createProposePages } from './agenda/pages/propose.routes.ts'
import { listPlaces } from './agenda/proposing.usecases.ts'
import { carryRides } from './carpool/bookings-devices.usecases.ts'
import { createCarpool } from './carpool/carpool.ts'
import { createAirePages } from './carpool/pages/pages.routes.ts'
import { createCommuneRoutes } from './communes/communes.routes.ts'
import { createCommunePages } from './communes/pages/pages.routes.ts'
import { answerStandardError, isStandardCall } from './carpool/standard/standard.errors.ts'
import { createHomePages } from './home/home.routes.ts'
import { createDocsRoutes, type ApiDocument } from './docs.routes.ts'
import { createDesk } from './incidents/desk.ts'
import { carryReports, incidentWanted, stopReports } from './incidents/incidents-followers.usecases.ts'
import { createIncidentHandler } from './incidents/incidents-notifications.usecases.ts'
import { eraseOldContacts } from './incidents/incidents-retention.usecases.ts'
import { createPhotoPolicy } from './incidents/incidents-photos.usecases.ts'
import { createReporterRoutes } from './incidents/incidents-reporter.routes.ts'
import { createIncidentRoutes } from './incidents/incidents.routes.ts'
import { createReportPages, type PlacesOf } from './incidents/pages/pages.routes.ts'
import { createReportStart } from './incidents/pages/start.routes.ts'
import { createPhotoProcessor } from './media/media.processing.ts'
import { createMediaRoutes } from './media/media.routes.ts'
import { createMediaStorage } from './media/media.storage.ts'
import { createUploadPieces } from './media/resumable.pieces.ts'
import { deleteOldUploads } from './media/resumable.usecases.ts'
import { createShownPhotos } from './media/shown.ts'
import { deleteOrphanedMedia, type MayRead } from './media/media.usecases.ts'
import { createAccessibilityPage } from './pages/accessibility.routes.ts'
import { createLinkPages } from './pages/link.routes.ts'
import { createPlanPage } from './pages/plan.routes.ts'
import { createRouter, type AppContext, type Deps } from './platform/http.ts'
import { createMailboxPage } from './platform/mail-page.ts'
import { createMailer } from './platform/mailer.ts'
import { answerProblem, identify, limitBody, requestContext, securityHeaders } from './platform/middleware.ts'
import { commonProblems } from './platform/problems.ts'
import { createShell } from './platform/page-shell.ts'
import { createServiceRoutes } from './service.routes.ts'
import { createTerritoryRoutes } from './territory/territory.routes.ts'
import { createGeography } from './territory/territory-geography.ts'
import { createDirectory } from './territory/territory.usecases.ts'
import { viewOnlyTerritory } from './territory/territory.views.ts'
import { createWebRoutes } from './web.routes.ts'
import { createWriteRoutes } from './writes.routes.ts'
import { carryWishes } from './wishes/wishes.usecases.ts'
import { createFollowCallRoutes } from './wishes/follow-calls.routes.ts'
import { createWishes } from './wishes/wishes.ts'
import { createWorker } from './worker/worker.ts'
import { housekeeping, rowByRow } from './worker/worker.tasks.ts'

/** Calls that take something else than JSON, and limit it themselves. */
const ownBodies =
  /^\/api\/(?:media(?:\/|$)|desk\/documents$|imports(?:\/preview)?$|(?:event-|alert-)?followers\/stop\/|mail-bounces$|sms-replies$)/

/** A photo belongs to one thing: the domain that knows it says who may see it. */
const firstMayRead =
  (...policies: MayRead[]): MayRead =>
  async (asked) => {
    for (const mayRead of policies) {
      const visibility = await mayRead(asked)
      if (visibility) return visibility
    }
    return null
  }

/** What two domains have to say of one change. */
const inTurn =
  (...handlers: OutboxHandler[]): OutboxHandler =>
  async (row, read) => {
    const drafts = []
    for (const handle of handlers) drafts.push(...(await handle(row, read)))
    return drafts
  }

/**
 * Puts the domains together: the HTTP application, the worker, and what must end with them. `webDir` is the built web
 * app; without it the API alone is served. `announce` writes a line for whoever started the server.
 */
export async function createApp(
  deps: Deps,
  { webDir, announce }: { webDir?: string | undefined; announce?: (line: string) => void } = {},
) {
  const { config, database } = deps
  const mailer = createMailer({ ...deps, ...(announce ? { announce } : {}) })
  const directory = createDirectory({ database })
  const geography = createGeography({ database, directory })
  const shell = createShell({
    webDir,
    opened: (language) => viewOnlyTerritory({ database, directory, geography, config, language }),
  })
  const pushKeys = await openPushKeys(deps)
  const accounts = createAccounts({ ...deps, mailer })
  const media = { ...deps, storage: createMediaStorage(config), processor: createPhotoProcessor() }
  const resumable = { ...media, pieces: createUploadPieces({ folder: join(config.dataDir, 'uploads') }) }
  const agenda = createAgenda({ ...deps, directory, inviteBySignIn: accounts.inviteBySignIn })
  const carpool = createCarpool({ ...deps, directory, inviteBySignIn: accounts.inviteBySignIn })
  const wishes = createWishes({ ...deps, directory, indexes: carpool.indexes })
  const outside = { ...deps, directory, fetchRemote: createOutsideReader(config) }
  const worker = createWorker({
    deps,
    mailer,
    pushSender: createPushSender({ ...deps, pushKeys }),
    operatorSender: carpool.operatorSender,
    handlers: {
      incident: createIncidentHandler(deps),
      event: inTurn(agenda.handler, carpool.eventHandler),
      alert: channelByChannel(
        withMailInstead(deps, alertHandler),
        createAlertMailHandler(deps),
        createAlertSmsHandler(deps),
      ),
      'alert-mail': createConfirmMailHandler(deps),
      'device.silent': createSilentPhoneHandler(deps),
      'alert-sms': createAlertSmsAskHandler(deps),
      ...wishes.handlers,
      ...carpool.handlers,
    },
    wanted: [alertWanted, incidentWanted, agenda.wanted, wishes.wanted],
    tasks: [
      ...housekeeping(deps),
      ...agenda.tasks,
      ...carpool.tasks,
      ...wishes.tasks,
      {
        name: 'scheduled-alerts',
        everyMs: 2_000,
        soon: true,
        terms: rowByRow,
        hasWork: () => hasScheduled(deps),
        run: () => publishScheduled(deps),
      },
      { name: 'unconfirmed-followers', everyMs: 6 * 3_600_000, run: () => forgetUnconfirmed(deps) },
      { name: 'phone-moves', everyMs: 6 * 3_600_000, run: () => forgetMoves(deps) },
      { name: 'old-phone-list', everyMs: 24 * 3_600_000, run: () => forgetOldListed(deps) },
      { name: 'old-alert-calls', everyMs: 6 * 3_600_000, run: () => forgetOldCalls(deps) },
      { name: 'silent-phones', everyMs: 24 * 3_600_000, run: () => tellOfSilentPhones(deps) },
      { name: 'old-mailboxes', everyMs: 24 * 3_600_000, run: () => forgetOldMailboxes(deps) },
      {
        name: 'outside-feeds',
        everyMs: 2_000,
        soon: true,
        terms: rowByRow,
        hasWork: () => hasDueOutside(deps),
        run: () => refreshOutside(outside),
      },
      { name: 'old-outside', everyMs: 24 * 3_600_000, run: () => deleteOverOutside(deps) },
      { name: 'old-sign-ins', everyMs: 6 * 3_600_000, run: accounts.deleteExpired },
      { name: 'former-staff', everyMs: 24 * 3_600_000, run: accounts.forgetFormerStaff },
      { name: 'old-contacts', everyMs: 6 * 3_600_000, run: () => eraseOldContacts(deps) },
      { name: 'orphaned-media', everyMs: 3_600_000, run: () => deleteOrphanedMedia(media) },
      { name: 'old-uploads', everyMs: 3_600_000, run: () => deleteOldUploads(resumable) },
    ],
  })

  /** Places whose point is known, for a report that has no map. */
  const placesOf: PlacesOf = async ({ territorySiren, code }) => {
    const { items } = await listPlaces({ database }, { territory: territorySiren, commune: code, limit: 100 })
    return items
      .filter(({ positionApproximate }) => !positionApproximate)
      .map(({ id, name, lat, lon }) => ({ id, name, lat, lon }))
  }

  const app = createRouter()
  const answerError = (error: Error, c: AppContext) =>
    (isStandardCall(c.req.path) ? answerStandardError : answerProblem)(error, c)
  app.onError(answerError)
  app.notFound((c) => answerError(commonProblems['not-found'](), c))
  app.use('*', requestContext(deps))
  app.use('*', securityHeaders({ config }))
  app.use('/api/*', limitBody({ exempt: ownBodies }))
  app.use('/api/*', identify({ config, readActor: accounts.readActor }))
  app.use('*', async (c, next) => {
    await next()
    // What was just written may have to be told.
    if (c.req.method !== 'GET' && c.res.status < 300) worker.nudge()
  })

  const describe = (): ApiDocument =>
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Bocage',
        version: '0.1.0',
        description:
          'Errors are problem details (RFC 9457). Writes carry Idempotency-Key; edits carry If-Match.',
        license: { name: 'AGPL-3.0-or-later', url: 'https://www.gnu.org/licenses/agpl-3.0.html' },
      },
      servers: [{ url: config.publicUrl }],
    }) as ApiDocument

  app.route('/', createServiceRoutes({ ...deps, mailer }))
  app.route('/', createWriteRoutes(deps))
  app.route('/', createTerritoryRoutes({ ...deps, directory, geography }))
  app.route('/', createIncidentRoutes({ ...deps, directory }))
  app.route('/', createReporterRoutes(deps))
  app.route('/', createDesk({ ...deps, directory }))
  app.route('/', agenda.routes)
  app.route('/', carpool.routes)
  app.route(
    '/',
    createMediaRoutes({
      ...resumable,
      shown: createShownPhotos(media),
      mayRead: firstMayRead(
        createPhotoPolicy(deps),
        agenda.mayReadImage,
        carpool.mayReadPhoto,
        createAlertFilePolicy(deps),
      ),
    }),
  )
  app.route('/', createAlertRoutes({ ...deps, pushKeys }))
  app.route('/', createPushPreferenceRoutes(deps))
  app.route('/', createPushShownRoutes(deps))
  app.route(
    '/',
    createPhoneMoveRoutes({ ...deps, carry: [carryReports, carryEvents, carryWishes, carryRides] }),
  )
  app.route(
    '/',
    createAddressStopRoutes({
      ...deps,
      stops: { reports: stopReports, events: stopEvents, alerts: stopAlerts },
    }),
  )
  app.route('/', createAlertPublicRoutes(deps))
  app.route('/', createAlertDeskRoutes(deps))
  app.route('/', createAlertTemplateRoutes(deps))
  app.route('/', createPhoneListRoutes(deps))
  app.route('/', createFollowCallRoutes(deps))
  app.route('/', createCommuneRoutes({ ...deps, directory, indexes: carpool.indexes }))
  app.route('/', createFollowerRoutes(deps))
  app.route('/', createSmsRoutes(deps))
  app.route('/', createBounceRoutes(deps))
  app.route('/', createOutsideRoutes(deps))
  app.route('/', wishes.routes)
  app.route('/', accounts.routes)
  app.route('/', createMailboxPage(deps))
  app.route('/', createDocsRoutes({ describe }))
  app.route('/', createAgendaPages({ ...deps, webDir, shell, ridesTo: carpool.ridesTo }))
  app.route('/', createAirePages({ ...deps, shell, indexes: carpool.indexes }))
  app.route('/', createAlertPages({ ...deps, shell }))
  app.route('/', createAlertFollowPages({ ...deps, shell }))
  app.route('/', createCommunePages({ ...deps, shell, indexes: carpool.indexes }))
  app.route('/', createEmbedPages(deps))
  app.route('/', createLinkPages({ ...deps, shell }))
  app.route('/', createAccessibilityPage({ ...deps, shell }))
  app.route('/', createPlanPage({ ...deps, shell }))
  app.route('/', createProposePages({ ...deps, directory, media, shell }))
  app.route('/', createReportPages({ ...deps, directory, media, shell, placesOf }))
  app.route('/', createReportStart({ ...deps, shell }))
  app.route('/', createHomePages({ ...deps, shell }))
  if (webDir) app.route('/', createWebRoutes({ webDir, shell }))

  return {
    app,
    worker,
    directory,
    media,
    mailer,
    /** Ends what was begun outside a request: the worker, the mails under way. */
    close: async () => {
      await worker.stop()
      await agenda.settle()
      await carpool.settle()
      await accounts.settle()
      mailer.close()
    },
  }
}
