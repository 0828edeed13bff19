import { request, send, type RequestOptions } from '../http/client.ts'
import { useAdmin } from './admin.store.ts'

type Page<T> = { items: T[]; nextCursor: string | null }

const pathOf = (path: string) => `/api/territories/${useAdmin().siren}${path}`

/** Asks the API about the territory being set: `ask('/bodies')`. Throws as `request`. */
export function ask<T>(path: string, options?: RequestOptions): Promise<T> {
  return request<T>(pathOf(path), options)
}

/** Like `ask`, with the status: 201 when something was made. */
export function askWithStatus<T>(path: string, options?: RequestOptions) {
  return send<T>(pathOf(path), options)
}

/** Every page of a list that fits in memory: bodies, agents, decisions. */
export async function askAll<T>(path: string): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await ask<Page<T>>(path, { query: { limit: 100, cursor } })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  return items
}
