import { pino, type Logger } from 'pino'

/** Structured logs on stdout, one JSON object a line, with a request id and no personal data. */
export function createLogger({ level }: { level: string }): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}
