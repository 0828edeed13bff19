import { accessSync, constants, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Config, ConfigError } from './config.ts'

/** What keeps the server from starting, as one sentence for the person who starts it. */
export class StartupError extends Error {}

export const webDir = fileURLToPath(new URL('../dist/web/', import.meta.url))

/** Creates the data folder when absent. Throws StartupError when it can't be written to. */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartupError(
      `Le dossier des données ${dataDir} ne peut pas être écrit (${codeOf(error)}) : ` +
        'changez ses droits ou donnez-en un autre avec DATA_DIR.',
      { cause: error },
    )
  }
}

/** Throws StartupError when the web app was not built. */
export function requireWeb(): void {
  try {
    accessSync(`${webDir}index.html`, constants.R_OK)
  } catch (error) {
    throw new StartupError(
      "L'application web n'est pas construite : lancez « npm start », qui la construit, ou « npm run build ».",
      { cause: error },
    )
  }
}

/** A sentence for a database that does not open. The address is left out: it may carry a token. */
export function databaseProblem(error: unknown, config: Config): StartupError {
  const which = config.databaseUrl.startsWith('file:')
    ? `La base de données ${new URL(config.databaseUrl).pathname}`
    : 'La base de données nommée par DATABASE_URL'
  return new StartupError(
    `${which} ne peut pas être ouverte (${codeOf(error)}) : vérifiez DATABASE_URL et DATA_DIR.`,
    { cause: error },
  )
}

/** A sentence for an address that can't be listened on. */
export function listenProblem(error: unknown, { port, host }: Config): StartupError {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Le port ${port} est déjà pris : arrêtez l'autre programme, ou lancez « PORT=${port + 1} npm start ».`,
    EACCES: `Le port ${port} est réservé au système : choisissez-en un au-dessus de 1023, par exemple « PORT=3000 npm start ».`,
    EADDRNOTAVAIL: `L'adresse ${host} n'est pas une adresse de cette machine : changez HOST.`,
  }
  const code = codeOf(error)
  return new StartupError(
    sentences[code] ?? `Le serveur ne peut pas écouter sur le port ${port} (${code}).`,
    { cause: error },
  )
}

/** True when the sentence is all the person needs, and a stack would only hide it. */
export function isForThePerson(error: unknown): error is Error {
  return error instanceof StartupError || error instanceof ConfigError
}

/** The innermost stable code, else the first words said about it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error.cause instanceof Error ? codeOf(error.cause) : ''
  const own = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return inner || own || error.message.split('\n')[0] || error.name
}
