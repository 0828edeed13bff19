import { zipOf, type Packed } from './zip.ts'

export type Tables = Record<string, string | Buffer>

/** Three stops on a line from west to east in Pays de Mormal; `aFeed` serves them twice a weekday each way. */
export const busStops = {
  ouest: { id: 'S1', name: 'Église', lat: 50.2505, lon: 3.5505 },
  milieu: { id: 'S2', name: 'Mairie', lat: 50.2505, lon: 3.6205 },
  est: { id: 'S3', name: 'Gare', lat: 50.2505, lon: 3.6905 },
} as const

const stopLine = ({ id, name, lat, lon }: { id: string; name: string; lat: number; lon: number }) =>
  `${id},${name},${lat},${lon}`

/** The tables of a small feed: line 401 on working days but 25 December, which runs as on Sunday 27 instead. */
export function feedTables(changes: Tables = {}): Tables {
  return {
    'agency.txt':
      'agency_id,agency_name,agency_url,agency_timezone\nA,Cars du Nord,https://cars.example,Europe/Paris\n',
    'feed_info.txt':
      'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nCars du Nord,https://cars.example,fr,2026-11\n',
    'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon', ...Object.values(busStops).map(stopLine), ''].join(
      '\n',
    ),
    'routes.txt': 'route_id,route_short_name,route_long_name,route_type\nR,401,Ouest - Est,3\n',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20261101,20270630\nD,0,0,0,0,0,0,1,20261101,20270630\n',
    'calendar_dates.txt': 'service_id,date,exception_type\nW,20261225,2\nD,20261225,1\n',
    'trips.txt':
      'route_id,service_id,trip_id,trip_headsign\nR,W,T1,Est\nR,W,T2,Est\nR,W,T3,Ouest\nR,D,T4,Est dimanche\n',
    'stop_times.txt': [
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
      'T1,7:30:00,7:30:00,S1,1',
      'T1,7:40:00,7:41:00,S2,2',
      'T1,7:55:00,7:55:00,S3,3',
      'T2,25:10:00,25:10:00,S1,1',
      'T2,25:20:00,25:20:00,S2,2',
      'T2,25:35:00,25:35:00,S3,3',
      'T3,18:00:00,18:00:00,S3,1',
      'T3,18:15:00,18:15:00,S2,2',
      'T3,18:25:00,18:25:00,S1,3',
      'T4,10:00:00,10:00:00,S1,1',
      'T4,10:25:00,10:25:00,S3,2',
      '',
    ].join('\n'),
    ...changes,
  }
}

/** The same as a zip. A table that is `''` is left out. */
export const aFeed = (changes: Tables = {}, more: readonly Packed[] = []): Buffer =>
  zipOf([
    ...Object.entries(feedTables(changes)).flatMap(([name, content]) =>
      content === '' ? [] : [{ name, content }],
    ),
    ...more,
  ])

/** A line between two places, every hour of every day, for screens read at any moment; `endsOn` as `20991231`. */
export const hourlyFeed = (
  from: { lat: number; lon: number },
  to: { lat: number; lon: number },
  { endsOn = '20991231' }: { endsOn?: string } = {},
): Buffer =>
  aFeed({
    'stops.txt': [
      'stop_id,stop_name,stop_lat,stop_lon',
      `A,Halle,${from.lat + 0.001},${from.lon}`,
      `B,Gare routière,${to.lat + 0.001},${to.lon}`,
    ].join('\n'),
    'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,1,1,20200101,${endsOn}\n`,
    'calendar_dates.txt': '',
    'trips.txt': [
      'route_id,service_id,trip_id,trip_headsign',
      ...hours.map((hour) => `R,W,T${hour},Valenciennes par la vallée`),
    ].join('\n'),
    'stop_times.txt': [
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type',
      ...hours.flatMap((hour) => [
        `T${hour},${hour}:20:00,${hour}:20:00,A,1,${hour % 6 === 0 ? 2 : 0}`,
        `T${hour},${hour}:55:00,${hour}:55:00,B,2,0`,
      ]),
    ].join('\n'),
  })
const hours = Array.from({ length: 24 }, (_, hour) => hour)
