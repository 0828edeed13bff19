import { writeCsv } from '../platform/csv.ts'
import type { PublicIncident } from './incidents.schemas.ts'

const header = [
  'reference',
  'categorie',
  'commune',
  'code_insee',
  'organisme',
  'etat',
  'lat',
  'lon',
  'texte',
  'signale_le',
  'etat_depuis',
]

/** Published incidents for a spreadsheet; instants in ISO 8601. */
export function writeIncidentsCsv(incidents: PublicIncident[]): string {
  return writeCsv(
    header,
    incidents.map((incident) => [
      incident.reference,
      incident.category.name,
      incident.commune.name,
      incident.commune.code,
      incident.body.name,
      incident.status,
      incident.position.lat,
      incident.position.lon,
      incident.words,
      new Date(incident.createdAt).toISOString(),
      new Date(incident.statusAt).toISOString(),
    ]),
  )
}
