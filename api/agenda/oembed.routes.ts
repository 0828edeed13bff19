import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, type Deps, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { describeEmbed } from './oembed.usecases.ts'

const oembedAnswer = z
  .object({
    type: z.literal('rich'),
    version: z.literal('1.0'),
    title: z.string(),
    author_name: z.string().optional(),
    provider_name: z.string(),
    provider_url: z.string(),
    cache_age: z.number(),
    thumbnail_url: z.string().optional(),
    thumbnail_width: z.number().optional(),
    thumbnail_height: z.number().optional(),
    /** A frame of ours. */
    html: z.string(),
    width: z.number(),
    height: z.number(),
  })
  .openapi('Oembed')

const pixels = z.coerce.number().int().min(1).max(10_000).optional()
const oembed = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/oembed',
  summary: 'How to show a page of the agenda, or one event, in another page (oEmbed 1.0)',
  tags: ['Agenda'],
  request: {
    query: z.object({
      url: z.url().max(2000),
      maxwidth: pixels,
      maxheight: pixels,
      format: z.string().max(20).optional(),
    }),
  },
  responses: { 200: jsonAnswer(oembedAnswer, 'The frame to show'), default: problemAnswer },
})

/** What sites that know oEmbed (WordPress, Drupal, chats) ask when somebody pastes the address of a page of ours. */
export function createOembedRoutes(deps: Pick<Deps, 'config' | 'database' | 'clock'>) {
  return createRouter().openapi(oembed, async (c) => {
    const { url, maxwidth, maxheight, format } = c.req.valid('query')
    const language = c.get('language')
    const answer = await describeEmbed(deps, { url, maxwidth, maxheight, format, language })
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cache-Control', 'public, no-cache')
    return c.json(answer, 200)
  })
}
