import type { Refusal } from './territory.contours.ts'
import type { CountryReport } from './territory-country.usecases.ts'
import type { TerritoryReport } from './territory-import.usecases.ts'
import type { RoadsReport } from './territory-roads.usecases.ts'

/** What an import did, as the person who ran it reads it. */

const shownAtMost = 12
const fields: Record<string, string> = {
  name: 'nom',
  population: 'population',
  postalCodes: 'codes postaux',
  contour: 'contour',
  approximate: 'précision',
}
const number = new Intl.NumberFormat('fr-FR')

function count(n: number, one: string, many: string): string {
  return `${number.format(n)} ${n > 1 ? many : one}`
}

/** A headed list, shortened; nothing when it is empty. */
function list<T>(head: string, items: readonly T[], say: (item: T) => string): string[] {
  if (items.length === 0) return []
  const more = items.length - shownAtMost
  return [
    `${head} (${number.format(items.length)}) :`,
    ...items.slice(0, shownAtMost).map((item) => `  - ${say(item)}`),
    ...(more > 0 ? [`  - et ${number.format(more)} de plus`] : []),
  ]
}

const refusals = (refused: Refusal[]) => list('Refusés', refused, ({ what, reason }) => `${what} : ${reason}`)
const named = ({ code, name }: { code: string; name: string }) => `${name} (${code})`

function fieldsOf(changed: string[]): string {
  // A centre moves with its contour: saying both would say it twice.
  const said = changed.flatMap((field) => fields[field] ?? [])
  return said.length > 0 ? said.join(', ') : 'centre'
}

export function sayTerritory(report: TerritoryReport, { dryRun }: { dryRun: boolean }): string {
  const { territory, added, changed, unchanged } = report
  const done = !report.differs
    ? 'rien à changer'
    : territory.created
      ? dryRun
        ? 'serait ouvert'
        : 'ouvert'
      : dryRun
        ? 'serait mis à jour'
        : 'mis à jour'
  return [
    `${territory.name} (${territory.siren}) : ${done}.`,
    [
      count(added.length, 'commune ajoutée', 'communes ajoutées'),
      count(changed.length, 'modifiée', 'modifiées'),
      count(unchanged, 'inchangée', 'inchangées'),
    ].join(', '),
    ...list('Modifiées', changed, (commune) => `${named(commune)} : ${fieldsOf(commune.fields)}`),
    ...list('Sans contour dans le fichier', report.missingBoundary, (commune) =>
      commune.kept ? `${named(commune)} : l’ancien contour reste` : named(commune),
    ),
    ...list(
      'Contours réunis de communes qui ont fusionné',
      report.assembled,
      (commune) => `${named(commune)} : ${commune.from.join(' + ')}`,
    ),
    ...list('Contours qui ne sont plus une commune', report.unknownBoundary, (commune) =>
      commune.mergedInto ? `${named(commune)}, réunie à ${commune.mergedInto}` : named(commune),
    ),
    ...list('Ne sont plus membres, gardées avec leurs signalements', report.gone, named),
    ...refusals(report.refused),
    ...(report.ignored > 0
      ? [`${count(report.ignored, 'contour', 'contours')} d’autres territoires laissés de côté`]
      : []),
    ...(dryRun ? ['Essai à blanc : rien n’a été écrit.'] : []),
  ].join('\n')
}

export function sayCountry(report: CountryReport, { dryRun }: { dryRun: boolean }): string {
  const same = report.added + report.changed + report.removed === 0
  return [
    same ? 'Répertoire des communes : rien à changer.' : 'Répertoire des communes :',
    [
      count(report.added, 'commune ajoutée', 'communes ajoutées'),
      count(report.changed, 'modifiée', 'modifiées'),
      count(report.unchanged, 'inchangée', 'inchangées'),
      count(report.removed, 'retirée', 'retirées'),
    ].join(', '),
    ...list('Sans contour dans le fichier', report.missingBoundary, named),
    ...refusals(report.refused),
    ...(dryRun ? ['Essai à blanc : rien n’a été écrit.'] : []),
  ].join('\n')
}

export function sayRoads(report: RoadsReport, { dryRun }: { dryRun: boolean }): string {
  const { territory } = report
  const same = report.added + report.changed + report.removed === 0
  return [
    `Routes de ${territory.name} (${territory.siren}) :${same ? ' rien à changer.' : ''}`,
    [
      count(report.added, 'ligne ajoutée', 'lignes ajoutées'),
      count(report.changed, 'modifiée', 'modifiées'),
      count(report.unchanged, 'inchangée', 'inchangées'),
      count(report.removed, 'retirée', 'retirées'),
    ].join(', '),
    ...list('Organismes ajoutés', report.bodiesAdded, (name) => name),
    ...refusals(report.refused),
    ...(report.elsewhere > 0
      ? [`${count(report.elsewhere, 'ligne', 'lignes')} hors du territoire laissées de côté`]
      : []),
    ...(dryRun ? ['Essai à blanc : rien n’a été écrit.'] : []),
  ].join('\n')
}
