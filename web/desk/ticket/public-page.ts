import type { PublicIncidentPage } from '../../../api/incidents/incidents.schemas.ts'
import type { Ticket } from '../../../api/incidents/desk.schemas.ts'

/** The report as the part that draws its way expects it. */
export function publicPageOf(ticket: Ticket): PublicIncidentPage {
  return {
    id: ticket.id,
    reference: ticket.reference,
    category: ticket.category,
    commune: ticket.commune,
    body: ticket.body,
    status: ticket.status,
    open: ticket.open,
    words: ticket.publicWords,
    position: ticket.position,
    photos: ticket.photos,
    meTooCount: ticket.meTooCount,
    createdAt: ticket.createdAt,
    statusAt: ticket.statusAt,
    dueAt: ticket.dueAt,
    plannedOn: ticket.plannedOn,
    distanceMetres: null,
    history: ticket.history.filter((entry) => entry.public),
    mergedInto: ticket.mergedInto,
  }
}
