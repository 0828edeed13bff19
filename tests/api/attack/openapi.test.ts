import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { useEverything } from '../../support/everything.ts'

type Json = Record<string, unknown>
type Answers = Record<string, { content?: Record<string, { schema?: Json }> }>
type Document = Json & {
  paths: Record<string, Record<string, { responses: Answers }>>
  components: { schemas: Record<string, Json> }
}
type Seen = { method: string; path: string; status: number; type: string; body: unknown }

let app: DemoApp
let document: Document
const seen: Seen[] = []

beforeAll(async () => {
  app = await openDemoApp()
  document = (await (await app.request('/api/openapi.json')).json()) as Document
  // Every answer of the whole application passes here.
  const { fetch } = app.app
  app.app.fetch = async (request, ...rest) => {
    const answer = await fetch(request, ...rest)
    const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
    seen.push({
      method: request.method.toLowerCase(),
      path: new URL(request.url).pathname,
      status: answer.status,
      type,
      body: type.endsWith('json') ? await answer.clone().json() : null,
    })
    return answer
  }
  await useEverything(app)
  for (const path of [
    '/healthz',
    '/readyz',
    '/api/push/key',
    '/api/locate?lat=50.29&lon=3.79',
    '/api/territories',
  ])
    await app.request(path)
  for (const path of [
    '/api/incidents?limit=0',
    '/api/incidents/x',
    '/api/desk/counts',
    '/api/reporter/incident',
  ])
    await app.request(path)
}, 120_000)
afterAll(() => app.close())

/** The operation that a request went to: the path with the most words of its own. */
function operationOf({ method, path }: Seen) {
  const parts = path.split('/')
  const fits = Object.keys(document.paths).filter((template) => {
    const wanted = template.split('/')
    return (
      wanted.length === parts.length &&
      // `{id}.ics`: what follows a parameter is said too.
      wanted.every((part, i) =>
        part.startsWith('{') ? parts[i]?.endsWith(part.split('}')[1] ?? '') : part === parts[i],
      )
    )
  })
  const own = (template: string) => template.replace(/\{\w+\}/g, '').length
  const [template] = fits.toSorted((a, b) => a.split('{').length - b.split('{').length || own(b) - own(a))
  return template === undefined ? undefined : { template, operation: document.paths[template]?.[method] }
}

type Shape = Json & { properties?: Json; required?: string[]; allOf?: unknown[]; $ref?: string }
/** A schema in one piece, its objects closed: a field that nobody documented is a fault. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const { $ref, allOf, ...own } = schema as Shape
  if ($ref) return closed(document.components.schemas[$ref.split('/').at(-1) ?? ''])
  const parts = [...(allOf ?? []), own].map((part) =>
    part === own ? closedParts(own) : closed(part),
  ) as Shape[]
  const whole: Shape = Object.assign({}, ...parts)
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Json
  if (Object.keys(properties).length === 0) return whole
  const required = [...new Set(parts.flatMap((part) => part.required ?? []))]
  return { additionalProperties: false, ...whole, properties, required }
}
const closedParts = (own: Json) =>
  Object.fromEntries(
    Object.entries(own).map(([key, value]) => [
      key,
      key === 'properties' && value
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]))
        : ['items', 'anyOf', 'oneOf', 'additionalProperties'].includes(key)
          ? closed(value)
          : value,
    ]),
  )

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

it('says of every operation what it does, and names each once', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item)) as Json[]
  expect(operations.length).toBeGreaterThan(60)
  for (const operation of operations) expect(String(operation['summary'] ?? '').length).toBeGreaterThan(5)
})

it('documents every status and type that is answered', () => {
  const undocumented = seen
    .map((one) => ({ one, found: operationOf(one) }))
    .filter(({ one, found }) => {
      const answer = found?.operation?.responses[String(one.status)] ?? found?.operation?.responses['default']
      return found?.operation && (!answer || (one.type && answer.content && !(one.type in answer.content)))
    })
    .map(({ one, found }) => `${one.method} ${found?.template} ${one.status} ${one.type}`)
  expect([...new Set(undocumented)]).toEqual([])
})

it('is kept by every answer of the whole application: no field missing, none more', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const checks = new Map<string, ReturnType<typeof ajv.compile>>()
  const faults = new Set<string>()
  const checked = new Set<string>()
  for (const one of seen) {
    const found = operationOf(one)
    const responses = found?.operation?.responses
    const status = responses && String(one.status) in responses ? String(one.status) : 'default'
    if (!found || one.body === null || !responses?.[status]?.content?.[one.type]?.schema) continue
    // Problems carry members of their own beside the standard ones (RFC 9457 §3.2).
    if (one.type === 'application/problem+json') continue
    const ref = `${one.method} ${found.template} ${status}`
    const check = checks.get(ref) ?? ajv.compile(closed(responses[status].content[one.type]?.schema) as Json)
    checks.set(ref, check)
    checked.add(`${one.method} ${found.template}`)
    if (!check(one.body))
      for (const { instancePath, message, params } of check.errors ?? [])
        faults.add(
          `${one.method} ${found.template}: ${instancePath.replace(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`,
        )
  }
  expect([...faults]).toEqual([])
  expect(checked.size).toBeGreaterThan(35)
})

it('the test sees a field that nobody documented, in a schema that extends another too', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const check = ajv.compile(closed({ $ref: '#/components/schemas/ReporterIncident' }) as Json)
  const page = seen.find(({ path, status }) => path === '/api/reporter/incident' && status === 200)
    ?.body as Json
  expect(check(page)).toBe(true)
  expect(check({ ...page, email: 'r@exemple.fr' })).toBe(false)
  const { reference: _, ...less } = page
  expect(check(less)).toBe(false)
})

it('problems are all of the documented shape', () => {
  const problems = seen.filter(({ type }) => type === 'application/problem+json')
  expect(problems.length).toBeGreaterThan(3)
  for (const { body, status } of problems)
    expect(body).toMatchObject({
      type: expect.stringMatching(/^\/problems\/[a-z-]+$/) as string,
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
      status,
    })
})
