import { writeCsv } from '../platform/csv.ts'
import type { DeskRow } from './desk.repository.ts'
import { isLate } from './desk.rules.ts'

const header = [
  'reference',
  'categorie',
  'commune',
  'code_insee',
  'organisme',
  'etat',
  'en_retard',
  'lat',
  'lon',
  'lieu',
  'texte',
  'texte_publie',
  'moi_aussi',
  'agent',
  'prevu_le',
  'signale_le',
  'lu_le',
  'resolu_le',
  'echeance',
  'canal',
]

const iso = (instant: number | null) => (instant === null ? '' : new Date(instant).toISOString())

/** Incidents for a spreadsheet. No contact of a reporter: a file travels further than the desk. */
export function writeDeskCsv(rows: DeskRow[], now: number): string {
  return writeCsv(
    header,
    rows.map((row) => {
      const { incident } = row
      return [
        incident.reference,
        row.categoryName,
        row.communeName,
        incident.communeCode,
        row.bodyName,
        incident.status,
        isLate(incident, now) ? 'oui' : 'non',
        incident.lat,
        incident.lon,
        incident.place,
        incident.words,
        incident.publicWords,
        incident.meTooCount,
        row.assigneeName,
        incident.plannedOn,
        iso(incident.createdAt),
        iso(incident.acknowledgedAt),
        iso(incident.resolvedAt),
        iso(incident.dueAt),
        incident.channel,
      ]
    }),
  )
}
