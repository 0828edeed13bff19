import { runCommand } from '../command-line.ts'
import { systemClock } from '../platform/clock.ts'
import { createLogger } from '../platform/logger.ts'
import { StartupError } from '../startup.ts'
import { rotatePushKeys } from './alerts.vapid.ts'

const usage = 'Usage : npm run push-keys -- rotate'

await runCommand(async ({ database, config }) => {
  if (process.argv[2] !== 'rotate' || process.argv.length > 3) throw new StartupError(usage)
  const logger = createLogger({ level: config.logLevel })
  const publicKey = await rotatePushKeys({ database, clock: systemClock, config, logger })
  return `Nouvelle clé : ${publicKey}\nLes téléphones la prennent quand Bocage y est ouvert. D’ici là, et pendant 180 jours au plus, les anciennes servent encore.`
})
