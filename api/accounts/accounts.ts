import { createRouter, type Deps } from '../platform/http.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { Language } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { createMemberRoutes } from './accounts-members.routes.ts'
import { createAuth } from './accounts.auth.ts'
import { signInMail } from './accounts.mails.ts'
import { createAccountRoutes } from './accounts.routes.ts'
import { deleteExpiredSignIns, forgetFormerStaff, readActor, requestSignIn } from './accounts.usecases.ts'
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
    /** Mails a link to a member who was just named: at most as many as they would ask for. What fails is logged alone. */
    inviteBySignIn: (person: { email: string; language: Language; caller: Caller }) =>
      background.run('invitation by sign-in link', () => requestSignIn({ ...inside, ...person })),
    settle: background.settle,
  }
}
