import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'

/** Pictures of a map, all of one colour, served to any origin as map servers do; counts what is asked. */
export async function serveTiles() {
  const square = { width: 256, height: 256, channels: 3 as const, background: '#88aa44' }
  const tile = await sharp({ create: square }).png().toBuffer()
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Content-Type': 'image/png',
      // Kept by the app itself, or not at all.
      'Cache-Control': 'no-store',
    })
    return response.end(tile)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    /** As `TILE_URL` takes it. */
    url: `http://127.0.0.1:${port}/{z}/{x}/{y}.png`,
    asked: () => asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
