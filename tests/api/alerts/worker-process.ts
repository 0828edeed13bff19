import { createPushSender } from '../../../api/alerts/alerts.push.ts'
import type { Sender } from '../../../api/alerts/alerts.types.ts'
import { openPushKeys } from '../../../api/alerts/alerts.vapid.ts'
import { systemClock } from '../../../api/platform/clock.ts'
import { createMailer } from '../../../api/platform/mailer.ts'
import { createWorker } from '../../../api/worker/worker.ts'
import { openDeps, trialHandler } from './house.ts'

/** A worker alone in its process, as production runs it, for tests that kill it. SIGTERM ends it with its count. */
const { DATABASE_URL: url = '', SMTP_URL: smtp = '', HOLD: hold } = process.env
const deps = await openDeps({ url, clock: systemClock, env: { SMTP_URL: smtp, LOG_LEVEL: 'error' } })
const mailer = createMailer(deps)
const sender = createPushSender({ ...deps, pushKeys: await openPushKeys(deps) })
let pushes = 0
const pushSender: Sender = (due) => {
  pushes++
  if (hold !== undefined) {
    console.log('holding')
    // The moment between the transaction and the sending, made as long as the test needs.
    return new Promise(() => {})
  }
  return sender(due)
}
const worker = createWorker({
  deps,
  mailer,
  pushSender,
  handlers: { trial: trialHandler },
  tasks: [],
  times: { idleMs: 50, busyMs: 10, leaseMs: 1500 },
})
worker.start()
console.log('ready')
process.once('SIGTERM', () => {
  void worker.stop().then(async () => {
    await deps.database.close()
    console.log(JSON.stringify({ pushes }))
    process.exit(0)
  })
})
