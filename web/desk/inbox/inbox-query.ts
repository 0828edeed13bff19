import type { LocationQuery } from 'vue-router'
import { queues, type Queue } from '../../../api/incidents/desk.rules.ts'
import { statuses, type Status } from '../../../api/incidents/incidents.rules.ts'

/** What the inbox shows, as it stands in its address: a link shows the same to a colleague who may see it. */
export type InboxFilters = {
  queue: Queue
  q: string
  body: string
  commune: string
  category: string
  status: Status | ''
  /** A colleague's id, `me` or `none`. */
  assignee: string
  unread: '' | 'true'
  /** `west,south,east,north`: only what the map shows. */
  bbox: string
}

const one = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

export function filtersOf(query: LocationQuery): InboxFilters {
  const queue = one(query['queue'])
  const status = one(query['status'])
  return {
    queue: queues.find((known) => known === queue) ?? 'to-sort',
    q: one(query['q']).slice(0, 100),
    body: one(query['body']),
    commune: one(query['commune']),
    category: one(query['category']),
    status: statuses.find((known) => known === status) ?? '',
    assignee: one(query['assignee']),
    unread: one(query['unread']) === 'true' ? 'true' : '',
    bbox: one(query['bbox']),
  }
}

/** Only what differs from the start is written: `/agents?queue=late`. */
export function queryOf(filters: InboxFilters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([name, value]) => value !== '' && !(name === 'queue' && value === 'to-sort'),
    ),
  )
}

/** What was narrowed, beside the queue and the text. */
export const narrowed = ['body', 'commune', 'category', 'status', 'assignee', 'unread', 'bbox'] as const

export function countOf(filters: InboxFilters): number {
  return narrowed.filter((name) => filters[name] !== '').length
}

export const noFilters = (queue: Queue): InboxFilters => ({ ...filtersOf({}), queue })
