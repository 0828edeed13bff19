import { createHash } from 'node:crypto'
import type { Deps } from '../platform/http.ts'
import { findAnswer, writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import type { Language } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { FetchError, type FetchRemote } from '../platform/remote-file.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import type { ReadFile } from './import-draft.ts'
import { areReadersBusy, formatOf, readImport } from './import-reader.ts'
import { saySourceFault } from './import.words.ts'
import { requireImporter, termsOf, type Importer } from './imports-access.usecases.ts'
import { createMatcher, type Matcher } from './imports-match.usecases.ts'
import { foresee, runImport, type ImportReport } from './imports-run.usecases.ts'
import { importProblems } from './imports.problems.ts'
import { findFileSource, insertSource, recordReading, type SourceRow } from './imports.repository.ts'
import type { ImportPreview, ImportQuery, ImportReportView } from './imports.schemas.ts'
import { toPreview, toReport } from './imports.views.ts'

export type ImportDeps = Deps & { directory: Directory; fetchRemote: FetchRemote }

/** Reading a file keeps a processor busy for a second or two. */
export const importRate: RateRule = { name: 'import', windowSeconds: 3600, perDevice: 60, perAddress: 300 }

const busySeconds = 30

type Asked = { actor: Actor; query: ImportQuery; language: Language; caller: Caller }

/**
 * What a file would bring, line by line: nothing is written. Throws what `requireImporter` does, `import-unreadable`
 * when nothing can be read of it, `import-busy`, `too-many-requests`.
 */
export async function previewFile(
  deps: ImportDeps,
  { bytes, ...asked }: Asked & { bytes: Buffer },
): Promise<ImportPreview> {
  const importer = await enter(deps, asked)
  return preview(deps, { ...asked, importer, file: await readOrRefuse(deps, bytes) })
}

/** The same for a file that lies at an address. Throws `import-address-refused` too. */
export async function previewAddress(
  deps: ImportDeps,
  { url, ...asked }: Asked & { url: string },
): Promise<ImportPreview> {
  const importer = await enter(deps, asked)
  const remote = await deps.fetchRemote({ url }).catch((error: unknown) => {
    throw error instanceof FetchError ? refusal('import-address-refused', error.fault) : error
  })
  return preview(deps, {
    ...asked,
    importer,
    file: await readOrRefuse(deps, remote?.bytes ?? Buffer.alloc(0)),
  })
}

/**
 * Brings a file's events in. The same file again, or with the same key, brings nothing twice; a line corrected since
 * corrects its event. Throws what `previewFile` does.
 */
export async function importFile(
  deps: ImportDeps,
  { bytes, write, ...asked }: Asked & { bytes: Buffer; write: WriteKey },
): Promise<Answer<ImportReportView>> {
  const { database, clock } = deps
  const kept = await findAnswer<ImportReport>(database.read, write)
  if (kept) return { status: kept.status, body: toReport(asked.language, kept.body) }
  const importer = await enter(deps, asked)
  const file = await readOrRefuse(deps, bytes)
  const source = await openFileSource(deps, { ...asked, importer, file })
  const { terms, match } = await prepareRun(deps, { source, actor: asked.actor })
  const report = await runImport(deps, { terms, match, file, follow: 'no' })
  const answer = await writeOnce({ database, clock, write }, async (tx) => {
    await recordReading(tx, source.id, { report, readAt: clock.now() })
    return { status: 201, body: report }
  })
  return { status: answer.status, body: toReport(asked.language, answer.body) }
}

async function enter(deps: ImportDeps, { actor, query, caller }: Asked): Promise<Importer> {
  const importer = await requireImporter(deps, {
    actor,
    territorySiren: query.territory,
    organizerId: query.organizer,
    communeCode: query.commune,
  })
  await deps.database.write((tx) => deps.rateLimiter.spend(tx, importRate, caller))
  return importer
}

function refusal(slug: 'import-unreadable' | 'import-address-refused', fault: string) {
  return importProblems[slug](
    { why: { fr: saySourceFault('fr', fault), en: saySourceFault('en', fault) } },
    { fault },
  )
}

async function readOrRefuse({ clock }: ImportDeps, bytes: Buffer): Promise<ReadFile> {
  if (areReadersBusy())
    throw importProblems['import-busy']({ seconds: busySeconds }, { retryAfter: busySeconds })
  const read = await readImport({ format: formatOf(bytes), bytes, now: clock.now() })
  if ('fault' in read) throw refusal('import-unreadable', read.fault)
  return read
}

async function preview(
  deps: ImportDeps,
  { actor, query, language, importer, file }: Asked & { importer: Importer; file: ReadFile },
): Promise<ImportPreview> {
  const source =
    (await findOwnFileSource(deps, { query, file })) ?? newFileSource(deps, { query, importer, file, actor })
  const { terms, match } = await prepareRun(deps, {
    source: { ...source, defaults: defaultsOf(query) },
    actor,
  })
  const lines = await foresee(deps, { terms, match, file })
  const waits = lines.some(({ given }) => given && !terms.trusts(given.prepared.content.communeCode))
  return toPreview(language, { file, lines, waits })
}

/** What decides of a source's events, read once for all of them. */
export async function prepareRun(
  deps: ImportDeps,
  { source, actor }: { source: SourceRow; actor: Actor },
): Promise<{ terms: Awaited<ReturnType<typeof termsOf>>; match: Matcher }> {
  const { territorySiren, defaults } = source
  const terms = await termsOf(deps, { source, actor })
  return { terms, match: await createMatcher(deps, { territorySiren, defaults }) }
}

const defaultsOf = ({ commune, category }: ImportQuery): SourceRow['defaults'] => ({
  ...(commune ? { communeCode: commune } : {}),
  ...(category ? { categoryId: category } : {}),
})

function findOwnFileSource(
  { database }: ImportDeps,
  { query, file }: { query: ImportQuery; file: ReadFile },
) {
  return findFileSource(database.read, {
    territorySiren: query.territory,
    organizerId: query.organizer ?? null,
    kind: file.format,
  })
}

/** Files given by hand come from whoever gives them: that is what readers are told of their origin. */
function newFileSource(
  { ids, clock }: ImportDeps,
  { query, importer, file, actor }: { query: ImportQuery; importer: Importer; file: ReadFile; actor: Actor },
): SourceRow {
  return {
    id: ids.next(),
    territorySiren: query.territory,
    organizerId: query.organizer ?? null,
    kind: file.format,
    name: importer.organizer?.name ?? importer.territory.name,
    url: null,
    defaults: {},
    marginKm: null,
    etag: null,
    lastModified: null,
    contentHash: null,
    report: null,
    error: null,
    failures: 0,
    readAt: null,
    nextAt: null,
    createdBy: actor?.userId ?? null,
    createdAt: clock.now(),
    active: true,
    version: 1,
  }
}

async function openFileSource(
  deps: ImportDeps,
  given: Asked & { importer: Importer; file: ReadFile },
): Promise<SourceRow> {
  const made = newFileSource(deps, given)
  const { territorySiren, organizerId, kind } = made
  const source = await deps.database.write(async (tx) => {
    const known = await findFileSource(tx, { territorySiren, organizerId, kind })
    if (!known) await insertSource(tx, made)
    return known ?? made
  })
  return { ...source, defaults: defaultsOf(given.query) }
}

/** Tells a file from another, whoever sends it again. */
export function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url')
}
