import { DrizzleQueryError } from 'drizzle-orm/errors'
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino'

/** An error for the log. A failed query is told by its text and its cause: its values are people's words and addresses. */
function describeError(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error instanceof Error ? stdSerializers.err(error) : error
  return { type: error.name, query: error.query, cause: describeError(error.cause) }
}

/** Structured logs, one JSON object a line, with a request id and no personal data. On stdout unless told otherwise. */
export function createLogger({ level }: { level: string }, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}
