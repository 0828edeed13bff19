import type { AiresReport } from './aires-import.usecases.ts'
import type { BnlcRefusal, BnlcRepair, BnlcReport } from './carpool.bnlc.ts'

const words: Record<BnlcRepair | BnlcRefusal, string> = {
  commune_by_boundary: 'la commune déclarée n’est pas celle du point : celle du point est gardée',
  commune_unverified: 'commune non vérifiée, faute de limites : la commune déclarée est gardée',
  coordinates_swapped: 'longitude et latitude échangées : remises à l’endroit',
  insee_padded: 'code INSEE complété d’un zéro',
  decimal_comma: 'virgule décimale lue comme un point',
  kind_unknown: 'type inconnu : lu comme une aire',
  date_unreadable: 'date illisible : laissée de côté',
  value_left_out: 'valeur illisible : laissée de côté',
  open_unsaid: 'ouverture non dite : considérée comme ouverte',
  name_repeated: 'nom répété dans la commune : distingué',
  columns_missing: 'colonnes absentes',
  incomplete_line: 'ligne incomplète',
  no_id: 'sans identifiant',
  id_repeated: 'identifiant déjà lu plus haut',
  no_name: 'sans nom',
  no_insee: 'sans commune',
  coordinates_unreadable: 'coordonnées illisibles',
  outside_france: 'hors de France',
  at_sea: 'dans aucune commune',
}

function lineOf({ line, name, what, refused, column, declared, kept }: BnlcReport): string {
  const about = [name && `« ${name} »`, words[what]].filter(Boolean).join(' : ')
  const values = declared && kept ? ` (${declared} → ${kept})` : declared ? ` (${declared})` : ''
  return `  ligne ${line}${refused ? ', refusée' : ''} : ${about}${column || declared ? values : ''}`
}

/** What an import did, for the person who ran it: each refusal and each repair by its line, the refusals first. */
export function sayAires(report: AiresReport, { dryRun }: { dryRun: boolean }): string {
  const { lines, added, updated, unchanged, withdrawn, refused, repaired, unknownColumns } = report
  const told = report.reports.toSorted((a, b) => Number(b.refused) - Number(a.refused) || a.line - b.line)
  return [
    dryRun ? 'Essai : rien n’a été écrit.' : '',
    `${lines} lignes lues : ${added} aires ajoutées, ${updated} mises à jour, ${unchanged} inchangées, ${withdrawn} retirées.`,
    `${refused} lignes refusées, ${repaired} réparations.`,
    ...told.map(lineOf),
    unknownColumns.length > 0 ? `Colonnes non lues : ${unknownColumns.join(', ')}.` : '',
    ...report.selections.map(
      ({ name, selection: { listed, entered, left } }) =>
        `${name} : ${listed} aires proposées (${entered} de plus, ${left} de moins).`,
    ),
  ]
    .filter(Boolean)
    .join('\n')
}
