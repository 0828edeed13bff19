import { z } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { createRouter, defineRoute } from './platform/http.ts'
import { listProblems } from './platform/problems.ts'

type Operation = { summary?: string }
/** Structural: the document is made by the app that these routes are part of. */
export type ApiDocument = { paths?: Record<string, Record<string, Operation>> }

const tags = ['Service']

const json = defineRoute({
  'x-action': 'service.read',
  method: 'get',
  path: '/api/openapi.json',
  summary: 'This API, as OpenAPI 3.1',
  tags,
  responses: {
    200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.object({}).loose() } } },
  },
})

const page = defineRoute({
  'x-action': 'service.read',
  method: 'get',
  path: '/api',
  summary: 'This API, for a person to read',
  tags,
  responses: { 200: { description: 'HTML', content: { 'text/html': { schema: z.string() } } } },
})

/** The API's description, made from the same schemas that validate, for programs and for people. */
export function createDocsRoutes({ describe }: { describe: () => ApiDocument }) {
  return createRouter()
    .openapi(json, (c) => c.json(describe(), 200))
    .openapi(page, (c) => {
      const operations = Object.entries(describe().paths ?? {}).flatMap(([path, item]) =>
        Object.entries(item).map(([method, { summary }]) => ({
          call: `${method.toUpperCase()} ${path}`,
          summary,
        })),
      )
      return c.html(
        html`<!doctype html>
          <html lang="en">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <title>Bocage API</title>
              <link rel="icon" href="/icons/bocage.svg" />
              <link rel="stylesheet" href="/boite-mail.css" />
            </head>
            <body>
              <main>
                <h1>Bocage API</h1>
                <p>For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
                <h2>Calls</h2>
                <dl>
                  ${operations.map(
                    ({ call, summary }) =>
                      html`<dt><code>${call}</code></dt>
                        <dd>${summary ?? ''}</dd>`,
                  )}
                </dl>
                <h2>Problems</h2>
                <dl>
                  ${listProblems().map(
                    ({ slug, status, detail }) =>
                      html`<dt><code>/problems/${slug}</code> (${status})</dt>
                        <dd>${detail.en}</dd>`,
                  )}
                </dl>
              </main>
            </body>
          </html>`,
      )
    })
}
