import type { FeedReport } from './gtfs-import.usecases.ts'
import { sayFeedLine } from './gtfs.words.ts'

/** What the reading of a feed did, for the person who ran it: each kind of fault by its first lines, refusals first. */
export function sayFeed(name: string, report: FeedReport): string {
  const { stops, routes, trips, stopTimes, refused, repaired, totals, lines } = report
  const told = lines.toSorted(
    (a, b) =>
      Number(b.refused) - Number(a.refused) || a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0),
  )
  const more = totals.filter(
    ({ file, what, count }) => count > lines.filter((one) => one.file === file && one.what === what).length,
  )
  return [
    `${name} : ${stops} arrêts, ${routes} lignes, ${trips} courses, ${stopTimes} passages gardés.`,
    `${refused} lignes refusées, ${repaired} réparations.`,
    ...told.map(
      ({ file, line, what, refused: isRefused, value }) =>
        `  ${file}${line === null ? '' : ` ligne ${line}`}${isRefused ? ', refusée' : ''} : ${sayFeedLine('fr', what)}${value ? ` (${value})` : ''}`,
    ),
    ...more.map(({ file, what, count }) => `  ${file} : ${sayFeedLine('fr', what)}, ${count} fois en tout`),
  ].join('\n')
}
