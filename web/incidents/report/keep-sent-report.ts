import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { phoneDatabase } from '../../offline/database.ts'

/** Keeps the private link on the phone as soon as the server has given it; false when in memory only. */
export async function keepSentReport(_send: unknown, answer: unknown): Promise<boolean> {
  const accepted = answer as AcceptedIncident
  return (await phoneDatabase()).put('followed', {
    id: accepted.id,
    reference: accepted.reference,
    secret: accepted.secret,
    categoryName: accepted.category.name,
    categoryIcon: accepted.category.icon,
    communeName: accepted.commune.name,
    bodyName: accepted.body.name,
    status: accepted.status,
    statusAt: accepted.createdAt,
    createdAt: accepted.createdAt,
    dueAt: accepted.dueAt,
    plannedOn: null,
    readAt: accepted.createdAt,
  })
}
