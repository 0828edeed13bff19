import { GtfsRefused, type GtfsReport } from './gtfs-report.ts'
import { openZip, type ZipFile } from './gtfs-zip.ts'

export const feedFiles = [
  'agency.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'feed_info.txt',
  'frequencies.txt',
  'routes.txt',
  'stop_times.txt',
  'stops.txt',
  'trips.txt',
] as const
export type FeedFile = (typeof feedFiles)[number]
export type FeedFiles = ReadonlyMap<FeedFile, ZipFile>
const needed: readonly FeedFile[] = ['stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt']

/**
 * The tables of a feed that we read, from its zip. A feed packed with its folder is taken, and that is told. Throws
 * GtfsRefused for what `openZip` does, a table that is missing or there twice, and two feeds in one zip.
 */
export function openFeed(bytes: Buffer, report: GtfsReport): FeedFiles {
  const ours = openZip(bytes).filter(({ name }) => (feedFiles as readonly string[]).includes(name))
  const folders = new Set(ours.map(({ folder }) => folder))
  if (ours.filter(({ name }) => name === 'stops.txt').length > 1 && folders.size > 1)
    throw new GtfsRefused('two-feeds')
  const files = new Map<FeedFile, ZipFile>()
  for (const file of ours) {
    const name = file.name as FeedFile
    if (files.has(name)) throw new GtfsRefused('file-twice', { file: name })
    files.set(name, file)
  }
  for (const file of needed) if (!files.has(file)) throw new GtfsRefused('file-missing', { file })
  for (const folder of folders) if (folder !== '') report.tell('stops.txt', null, 'in_folder', folder)
  return files
}
