/** The parts of an OpenAPI 3.1 document that the tests read. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  exclusiveMinimum?: number
  minItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  example?: unknown
}
export type Operation = {
  'x-action'?: string
  parameters?: { in: string; name: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}
export type ApiDocument = {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

/** The smallest content that fits a schema: required fields only. `nextId` makes the UUIDs. */
export function sampleOf(schema: Schema | undefined, document: ApiDocument, nextId: () => string): unknown {
  const sample = (inner: Schema | undefined) => sampleOf(inner, document, nextId)
  if (!schema) return undefined
  if (schema.$ref) return sample(document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''])
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return sample(choice[0])
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part) as object))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties)
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name])]),
    )
  if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items))
  if (type === 'integer' || type === 'number') return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1
  if (type === 'boolean') return true
  if (schema.format === 'uuid') return nextId()
  if (schema.format === 'email') return 'camille@bavay.example'
  if (schema.format === 'date') return '2026-12-01'
  return 'Des mots simples'
}
