import { createRouter, type Deps } from '../platform/http.ts'
import type { Mailer } from '../platform/mailer.ts'
import { createMemberRoutes } from './accounts-members.routes.ts'
import { createAuth } from './accounts.auth.ts'
import { signInMail } from './accounts.mails.ts'
import { createAccountRoutes } from './accounts.routes.ts'
import { deleteExpiredSignIns, forgetFormerStaff, readActor } from './accounts.usecases.ts'
import { createBackground } from './background.ts'

/** The domain put together: who acts, its routes, its housekeeping, and `settle` to await the mails under way before stopping. */
export function createAccounts(deps: Deps & { mailer: Mailer }) {
  const { config, database, mailer, logger, clock } = deps
  const background = createBackground({ logger })
  const auth = createAuth({
    ...deps,
    sendLink: ({ email, token, language }) =>
      mailer.send(signInMail({ to: email, language, publicUrl: config.publicUrl, token })),
  })
  const inside = { ...deps, auth, background }
  return {
    readActor: (headers: Headers) => readActor({ auth, database, headers }),
    routes: createRouter().route('/', createAccountRoutes(inside)).route('/', createMemberRoutes(inside)),
    deleteExpired: () => deleteExpiredSignIns({ database, clock }),
    forgetFormerStaff: () => forgetFormerStaff({ database, clock }),
    settle: background.settle,
  }
}
