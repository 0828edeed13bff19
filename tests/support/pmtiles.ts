import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A basemap as small as one can be, made here: one tile of water, said of every tile of the world from zoom 0 to 14.
// PMTiles version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), Mapbox Vector Tile 2.1.

function varint(value: number): number[] {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0))
    if (left < 128) return bytes
  }
}
const field = (number: number, bytes: number[]) => [
  ...varint(number * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
]
const whole = (number: number, value: number) => [...varint(number * 8), ...varint(value)]
const text = (value: string) => [...Buffer.from(value)]
const zigzag = (value: number) => (value < 0 ? -value * 2 - 1 : value * 2)

/** The layer `water`, one square over the whole tile. */
function waterTile(): number[] {
  const extent = 4096
  const move = (count: number, command: number) => count * 8 + command
  const geometry = [
    [move(1, 1), zigzag(-64), zigzag(-64)],
    [move(3, 2), zigzag(extent + 128), 0, 0, zigzag(extent + 128), zigzag(-extent - 128), 0],
    [move(1, 7)],
  ].flatMap((numbers) => numbers.flatMap(varint))
  const feature = [...field(2, [0, 0]), ...whole(3, 3), ...field(4, geometry)]
  const layer = [
    ...field(1, text('water')),
    ...field(2, feature),
    ...field(3, text('kind')),
    ...field(4, field(1, text('lake'))),
    ...whole(5, extent),
    ...whole(15, 2),
  ]
  return field(3, layer)
}

/** The file: header, a root directory of one run, metadata, the tile. Nothing in it is compressed. */
export function aBasemap(description = '{}'): Buffer {
  const tile = waterTile()
  const everyTile = (4 ** 15 - 1) / 3
  // Number of entries, then of each: id (from the one before), run, length, offset plus one.
  const directory = [...varint(1), ...varint(0), ...varint(everyTile), ...varint(tile.length), ...varint(1)]
  const metadata = text(description)
  const header = Buffer.alloc(127)
  header.write('PMTiles', 0)
  header.writeUInt8(3, 7)
  const [root, about] = [127, 127 + directory.length]
  const data = about + metadata.length
  const places = [root, directory.length, about, metadata.length, data, 0, data, tile.length, everyTile, 1, 1]
  places.forEach((place, index) => header.writeBigUInt64LE(BigInt(place), 8 + index * 8))
  // Not clustered; directory and tiles as they are; vector tiles; zoom 0 to 14; the whole world.
  ;[0, 1, 1, 1, 0, 14].forEach((value, index) => header.writeUInt8(value, 96 + index))
  ;[-1800000000, -850000000, 1800000000, 850000000].forEach((value, index) =>
    header.writeInt32LE(value, 102 + index * 4),
  )
  return Buffer.concat([header, Buffer.from([...directory, ...metadata, ...tile])])
}

/** Serves it by range to any origin, as the server of a basemap does, and counts what is asked. */
export async function serveBasemap() {
  let file = aBasemap()
  let asked = 0
  /** How many more ranges are answered before the network is cut; or a whole page answered to everything. */
  let left = Infinity
  let page: string | null = null
  let isMute = false
  const server = createServer((request, response) => {
    const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end()
    if (isMute) return response
    if (page !== null) return response.writeHead(200, { ...cors, 'Content-Type': 'text/html' }).end(page)
    if (left-- <= 0) return response.destroy()
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const part = file.subarray(Number(from ?? 0), Number(to ?? file.length) + 1)
    asked++
    response.writeHead(206, {
      ...cors,
      'Content-Type': 'application/octet-stream',
      'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${file.length}`,
      'Cache-Control': 'no-store',
    })
    return response.end(part)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/monde.pmtiles`,
    asked: () => asked,
    /** Another writing of the file takes its place: the same tile, elsewhere in it. */
    replace: () => {
      file = aBasemap(`{"name":"${file.length}"}`)
    },
    cutAfter: (ranges: number) => {
      left = ranges
    },
    /** Takes every request and answers none. */
    fallMute: () => {
      isMute = true
    },
    answerPage: (html: string | null) => {
      page = html
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
