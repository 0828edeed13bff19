import type { Moderated, ModeratedEvent, ModeratedList } from '../../api/agenda/moderation.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { agendaSettings } from '../../db/schema/index.ts'
import type { DemoApp, Store } from './demo-app.ts'
import { anAgent, type Agent } from './desk.ts'

type Act = { version?: number; key?: string }

/** What somebody at the desk does with the agenda, by the API. */
export function atTheDesk(agent: Agent) {
  const path = (id: string) => `/api/desk/events/${id}`
  const read = async (id: string): Promise<ModeratedEvent> => {
    const answer = await agent.get(path(id))
    if (answer.status !== 200) throw new Error(`not moderated: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as ModeratedEvent
  }
  const seen = async (id: string, { version, key }: Act) => ({
    version: version ?? (await read(id)).version,
    ...(key ? { key } : {}),
  })
  return {
    agent,
    see: (id: string) => agent.get(path(id)),
    read,
    /** Acts by one of its routes, at the version it has now unless told otherwise. */
    act: async (id: string, to: string, body: object = {}, sent: Act = {}) =>
      agent.post(`${path(id)}/${to}`, { id: systemIds.next(), ...body }, await seen(id, sent)),
    correct: async (id: string, content: object, sent: Act = {}) =>
      agent.put(`${path(id)}/content`, { id: systemIds.next(), content }, await seen(id, sent)),
    settle: (id: string, flagId: string) => agent.post(`${path(id)}/flags/${flagId}/settle`, {}),
    queue: async (query: string): Promise<ModeratedList> => {
      const answer = await agent.get(`/api/desk/events?${query}`)
      if (answer.status !== 200) throw new Error(`no queue: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as ModeratedList
    },
    counts: async () => (await agent.get('/api/desk/agenda/counts')).json(),
  }
}
export type Desk = ReturnType<typeof atTheDesk>

/** Somebody of a role and scope, at the desk of the agenda. */
export async function aModeratorAt(
  app: DemoApp,
  given: Omit<Parameters<typeof anAgent>[1], 'role' | 'scope'> & Partial<Parameters<typeof anAgent>[1]> = {},
): Promise<Desk> {
  return atTheDesk(
    await anAgent(app, { role: 'moderator', scope: { kind: 'territory', id: demoSiren }, ...given }),
  )
}

/** What the answer to an act says of the event. */
export async function eventIn(answer: Response): Promise<ModeratedEvent> {
  if (answer.status !== 200) throw new Error(`refused: ${answer.status} ${await answer.text()}`)
  const { event } = (await answer.json()) as Moderated
  if (!event) throw new Error('the event has left the queue')
  return event
}

/** What the demo territory decides of its agenda. */
export async function decideOfAgenda(
  { deps: { database } }: Store,
  change: { moderation?: 'commune' | 'territory'; forbiddenWords?: string[] },
): Promise<void> {
  await database.write((tx) =>
    tx
      .insert(agendaSettings)
      .values({ territorySiren: demoSiren, ...change })
      .onConflictDoUpdate({ target: agendaSettings.territorySiren, set: change }),
  )
}
