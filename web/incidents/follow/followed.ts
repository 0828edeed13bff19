import { ref } from 'vue'
import type { PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { now } from '../../offline/clock.ts'
import { phoneDatabase } from '../../offline/database.ts'
import type { Followed } from '../../offline/stored.ts'

/** What this phone follows, newest first. */
export const followed = ref<Followed[]>([])

export async function refreshFollowed(): Promise<Followed[]> {
  const all = await (await phoneDatabase()).getAll('followed')
  followed.value = all.sort((a, b) => b.createdAt - a.createdAt)
  return followed.value
}

type Shown = Omit<PublicIncident, 'distanceMetres'>

/** Keeps or refreshes what is known of a followed incident; a private link already kept is never lost. */
export async function keepFollowed(incident: Shown, secret: string | null): Promise<void> {
  const database = await phoneDatabase()
  const before = await database.get('followed', incident.id)
  await database.put('followed', {
    id: incident.id,
    reference: incident.reference,
    secret: secret || before?.secret || null,
    categoryName: incident.category.name,
    categoryIcon: incident.category.icon,
    communeName: incident.commune.name,
    bodyName: incident.body.name,
    status: incident.status,
    statusAt: incident.statusAt,
    createdAt: incident.createdAt,
    dueAt: incident.dueAt,
    plannedOn: incident.plannedOn,
    readAt: now(),
  })
  await refreshFollowed()
}

export async function isFollowed(id: string): Promise<Followed | undefined> {
  return (await phoneDatabase()).get('followed', id)
}
