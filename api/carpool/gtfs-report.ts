// What a feed is told of: why it was not taken, or what of it was refused or repaired, by file and line.

/** Why a whole feed is refused. */
export const gtfsFaults = [
  'not-a-zip',
  'damaged',
  'locked',
  'path-trick',
  'too-large',
  'file-missing',
  'file-twice',
  'two-feeds',
  'column-missing',
  'not-a-table',
  'line-unreadable',
  'mostly-wrong',
  'no-stop-here',
  'no-service',
  'over',
  'half-file',
  'too-many',
  'too-long',
] as const
export type GtfsFault = (typeof gtfsFaults)[number]
export type GtfsWhere = {
  file?: string | undefined
  line?: number | undefined
  column?: string | undefined
  /** A limit, a count or a day that the sentence names. */
  value?: string | number | undefined
}

/** Nothing was changed, and why. */
export class GtfsRefused extends Error {
  readonly fault: GtfsFault
  readonly where: GtfsWhere
  constructor(fault: GtfsFault, where: GtfsWhere = {}) {
    super(`${fault} ${JSON.stringify(where)}`)
    this.name = 'GtfsRefused'
    this.fault = fault
    this.where = where
  }
}

/** What was mended, and kept. */
export const gtfsRepairs = [
  'encoding',
  'delimiter',
  'in_folder',
  'coordinates_swapped',
  'coordinates_of_station',
  'decimal_comma',
  'zone_unknown',
  'zones_differ',
  'times_spread',
] as const
/** What was left out. */
export const gtfsRefusals = [
  'incomplete_line',
  'no_id',
  'id_repeated',
  'no_coordinates',
  'outside_france',
  'stop_unknown',
  'trip_unknown',
  'route_unknown',
  'service_unknown',
  'date_unreadable',
  'exception_unreadable',
  'time_unreadable',
  'time_goes_back',
  'no_times',
  'sequence_unreadable',
  'sequence_repeated',
  'trip_in_pieces',
  'headway_unreadable',
] as const
export type GtfsRepair = (typeof gtfsRepairs)[number]
export type GtfsRefusal = (typeof gtfsRefusals)[number]
export type GtfsLine = {
  file: string
  /** The header is line 1; null: the whole file. */
  line: number | null
  what: GtfsRepair | GtfsRefusal
  refused: boolean
  value: string | null
}

/** Of each kind in each file, the first ones are told by their line; all are counted. */
const toldOfEach = 20
const valueAtMost = 60

export function createGtfsReport() {
  const counts = new Map<string, number>()
  const lines: GtfsLine[] = []
  const refusedOf = new Map<string, number>()
  const isRefusal = (what: GtfsLine['what']): what is GtfsRefusal =>
    (gtfsRefusals as readonly string[]).includes(what)
  return {
    tell(file: string, line: number | null, what: GtfsLine['what'], value?: string): void {
      const refused = isRefusal(what)
      const key = `${file} ${what}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (refused) refusedOf.set(file, (refusedOf.get(file) ?? 0) + 1)
      if (count <= toldOfEach)
        lines.push({ file, line, what, refused, value: value ? value.slice(0, valueAtMost) : null })
    },
    refusedIn: (file: string) => refusedOf.get(file) ?? 0,
    read() {
      const totals = [...counts].map(([key, count]) => {
        const [file = '', what = ''] = key.split(' ')
        return { file, what: what as GtfsLine['what'], refused: isRefusal(what as GtfsLine['what']), count }
      })
      const sum = (refused: boolean) =>
        totals.filter((one) => one.refused === refused).reduce((all, { count }) => all + count, 0)
      return { refused: sum(true), repaired: sum(false), totals, lines }
    },
  }
}
export type GtfsReport = ReturnType<typeof createGtfsReport>
export type GtfsTold = ReturnType<GtfsReport['read']>
