import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { sharedData } from './geo-data.ts'

const file = join(sharedData, 'standards', 'standard-covoiturage_openapi.yaml')

/** Why answers cannot be checked against the published schema here, or null when they can. */
export const missingStandard = (): string | null => (existsSync(file) ? null : `${file} not found`)

type Json = Record<string, unknown>

/**
 * Checks what is sent and answered against the published OpenAPI document of the Standard Covoiturage. Each answers
 * the faults, none when all is well; an answer that the document does not know of is a fault.
 */
export function openStandard() {
  const document = parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, { responses: Record<string, Json>; requestBody?: Json }>>
  }
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  // Formats of OpenAPI that say of numbers what their type says already.
  for (const format of ['long', 'float', 'double']) ajv.addFormat(format, true)
  ajv.addFormat('partial-time', /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?$/)
  ajv.addSchema(document, 'standard')
  const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
  const check = (pointer: string[], value: unknown): string[] => {
    const validate = ajv.getSchema(`standard#/${pointer.map(escaped).join('/')}`)
    if (!validate) return [`no schema at ${pointer.join('/')}`]
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  const media = ['content', 'application/json', 'schema']
  return {
    /** An answer to a call of `path` (`/bookings/{bookingId}`). */
    faultsOfAnswer(path: string, method: string, status: number, value: unknown): string[] {
      const answer = document.paths[path]?.[method]?.responses[status]
      if (!answer) return [`${method} ${path} answers no ${status}`]
      const { $ref, content } = answer as { $ref?: string; content?: unknown }
      if ($ref) {
        const pointer = $ref.slice('#/'.length).split('/')
        const named = pointer.reduce<unknown>((at, part) => (at as Json)[part], document) as Json
        return named['content'] ? check([...pointer, ...media], value) : []
      }
      return content ? check(['paths', path, method, 'responses', String(status), ...media], value) : []
    },
    /** What is sent to it. */
    faultsOfRequest: (path: string, method: string, value: unknown) =>
      check(['paths', path, method, 'requestBody', ...media], value),
  }
}
