import type { Config } from '../../config.ts'
import { createRemoteReader, FetchError, type FetchFault } from '../../platform/remote-file.ts'
import type { OperatorRow } from './operators.repository.ts'
import { openKey } from './operators.secrets.ts'

export type OperatorFault = FetchFault | 'no-address' | 'no-key' | 'unreadable'

/** A call that came to nothing. `status`: what the other side answered, when it did. */
export class OperatorError extends Error {
  readonly fault: OperatorFault
  readonly status: number | null
  constructor(fault: OperatorFault, status: number | null = null) {
    super(fault)
    this.fault = fault
    this.status = status
  }
}

type Call = {
  method?: 'GET' | 'POST' | 'PATCH'
  path: string
  query?: Record<string, string>
  body?: unknown
}
export type OperatorClient = ReturnType<typeof createOperatorClient>

/** A search is answered at once or not at all; two megabytes are ten thousand journeys. */
export const searchLimits = { bytes: 2 * 1024 * 1024, timeoutMs: 1500 } as const
/** What is written may take longer: nobody waits for it. */
export const writeLimits = { bytes: 256 * 1024, timeoutMs: 10_000 } as const

/**
 * Calls another operator's interface with the key it gave us: only at public addresses, never through a redirection
 * (a key is for one place), no more than `limits`. Answers the JSON, null for an answer without content. Throws
 * `OperatorError`, nothing else.
 */
export function createOperatorClient(
  config: Pick<Config, 'secret' | 'fetchAllowLoopback'>,
  limits: { bytes: number; timeoutMs: number },
) {
  const fetchRemote = createRemoteReader({ allowLoopback: config.fetchAllowLoopback, limits })

  return async function call(
    operator: Pick<OperatorRow, 'baseUrl' | 'sealedKey'>,
    { method = 'GET', path, query, body }: Call,
  ): Promise<unknown> {
    const { baseUrl } = operator
    if (baseUrl === null) throw new OperatorError('no-address')
    const key = keyTo(config.secret, operator)
    try {
      const answer = await fetchRemote({
        url: `${baseUrl}${path}${query ? `?${new URLSearchParams(query)}` : ''}`,
        method,
        redirects: 0,
        headers: {
          'User-Agent': 'Bocage (Standard Covoiturage)',
          Accept: 'application/json',
          ...(key === null ? {} : { 'X-API-Key': key }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return read(answer?.bytes)
    } catch (error) {
      if (error instanceof FetchError) throw new OperatorError(error.fault, error.status)
      throw error
    }
  }
}

function keyTo(secret: string, { sealedKey }: Pick<OperatorRow, 'sealedKey'>): string | null {
  if (sealedKey === null) return null
  try {
    return openKey(secret, sealedKey)
  } catch {
    // SECRET changed since: to be given again.
    throw new OperatorError('no-key')
  }
}

function read(bytes: Buffer | undefined): unknown {
  if (!bytes || bytes.length === 0) return null
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    throw new OperatorError('unreadable')
  }
}
