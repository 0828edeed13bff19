import type { Language } from '../platform/problems.ts'
import { sayEventFault, saySourceFault } from './import.words.ts'
import type { ImportFault, ReadFile } from './import-draft.ts'
import { outcomes, type Outcome } from './imports-apply.usecases.ts'
import type { ImportReport, Line } from './imports-run.usecases.ts'
import type { SourceRow } from './imports.repository.ts'
import type { EventSourceView, ImportPreview, ImportReportView } from './imports.schemas.ts'
import { describeRule } from './schedule-words.rules.ts'

const shownLines = 300

const toFault = (language: Language, fault: ImportFault) => ({
  line: fault.line,
  title: fault.title,
  code: fault.code,
  refused: fault.refused,
  detail: sayEventFault(language, fault),
})
const toDropped = (dropped: Record<string, number>) =>
  Object.entries(dropped)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count)

/** What a file would bring, for the person who gave it: what is wrong first. */
export function toPreview(
  language: Language,
  { file, lines, waits }: { file: ReadFile; lines: Line[]; waits: boolean },
): ImportPreview {
  const faults = Map.groupBy(file.faults, ({ line }) => line)
  const shown = lines.map(({ event, outcome, given }): ImportPreview['lines'][number] => {
    const [first] = event.schedule.spans
    return {
      line: event.line,
      title: event.title,
      outcome,
      start: first?.start ?? null,
      end: first?.end ?? null,
      allDay: event.schedule.allDay,
      moreDates: event.schedule.spans.length - 1,
      rule: event.schedule.rule === undefined ? null : describeRule(event.schedule, language),
      place: given?.prepared.place?.row.name ?? event.place?.name ?? null,
      newPlace: given?.prepared.place?.isNew ?? false,
      commune: given?.prepared.communeName ?? event.place?.commune ?? null,
      faults: (faults.get(event.line) ?? []).map((fault) => toFault(language, fault)),
    }
  })
  const read = new Set(lines.map(({ event }) => event.line))
  // Those that the reader refused are in no list of events.
  const unread = [...faults]
    .filter(([line, found]) => !read.has(line) && found.some(({ refused }) => refused))
    .map(([line, found]): ImportPreview['lines'][number] => ({
      line,
      title: found[0]?.title ?? null,
      outcome: 'refused',
      start: null,
      end: null,
      allDay: false,
      moreDates: 0,
      rule: null,
      place: null,
      newPlace: false,
      commune: null,
      faults: found.map((fault) => toFault(language, fault)),
    }))
  const all = [...shown, ...unread]
  const weight = ({ outcome, faults }: ImportPreview['lines'][number]) =>
    outcome === 'refused' ? 0 : faults.length > 0 ? 1 : 2
  const sorted = all.sort((a, b) => weight(a) - weight(b) || a.line - b.line)
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  for (const { outcome } of all) counts[outcome]++
  return {
    format: file.format,
    total: all.length,
    counts,
    waits,
    lines: sorted.slice(0, shownLines),
    moreLines: Math.max(0, sorted.length - shownLines),
    dropped: toDropped(file.dropped),
  }
}

export function toReport(language: Language, report: ImportReport): ImportReportView {
  return {
    ...report,
    dropped: toDropped(report.dropped),
    faults: report.faults.map((fault) => toFault(language, fault)),
  }
}

function stateOf({ url, active, error, readAt }: SourceRow): EventSourceView['state'] {
  if (url === null) return 'file'
  if (!active) return 'paused'
  if (error !== null) return 'broken'
  return readAt === null ? 'waiting' : 'ok'
}

export function toSourceView(
  language: Language,
  { source, organizer }: { source: SourceRow; organizer: { id: string; name: string } | null },
): EventSourceView {
  const { id, kind, name, url, defaults, marginKm, active, failures, readAt, nextAt, createdAt, version } =
    source
  return {
    id,
    kind,
    name,
    url,
    organizer: organizer && { id: organizer.id, name: organizer.name },
    defaults,
    marginKm,
    active,
    state: stateOf(source),
    problem: source.error === null ? null : saySourceFault(language, source.error),
    failures,
    readAt,
    nextAt,
    report: source.report === null ? null : toReport(language, source.report as ImportReport),
    createdAt,
    version,
  }
}
