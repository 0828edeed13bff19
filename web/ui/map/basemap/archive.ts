import { FetchSource, PMTiles, SharedPromiseCache, type RangeResponse, type Source } from 'pmtiles'
import { keepRange, readRange } from './kept-ranges.ts'

/** What was read while a commune's part is being kept: names of ranges with their sizes. */
export type Keeping = Map<string, number>

/**
 * The basemap's file, by range: from its server, else what the phone keeps of it. With `keeping`, what is read is kept,
 * and read again from the server even if it is here.
 */
class KeptSource implements Source {
  readonly #url: string
  readonly #server: FetchSource
  readonly #keeping: Keeping | null

  constructor(url: string, keeping: Keeping | null) {
    this.#url = url
    this.#server = new FetchSource(url)
    this.#keeping = keeping
  }

  getKey(): string {
    return this.#url
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    const span = { offset, length }
    try {
      const { data } = await this.#server.getBytes(offset, length, signal)
      if (this.#keeping) this.#keeping.set(await keepRange(this.#url, span, data), data.byteLength)
      return { data }
    } catch (error) {
      if (signal?.aborted || this.#keeping) throw error
      const kept = await readRange(this.#url, span)
      if (!kept) throw error
      return { data: kept }
    }
  }
}

/** Opens the file. `onTile` is told of each tile whether it could be read; what could not is drawn as nothing. */
export class Basemap extends PMTiles {
  readonly #onTile: (isRead: boolean) => void

  constructor(
    url: string,
    {
      keeping = null,
      onTile = () => {},
    }: { keeping?: Keeping | null; onTile?: (isRead: boolean) => void } = {},
  ) {
    super(new KeptSource(url, keeping))
    this.#onTile = onTile
  }

  override async getZxy(z: number, x: number, y: number, signal?: AbortSignal) {
    try {
      const tile = await super.getZxy(z, x, y, signal)
      this.#onTile(true)
      return tile
    } catch (error) {
      if (signal?.aborted) throw error
      // A failure is remembered there: with the network back, it would still fail.
      this.cache = new SharedPromiseCache()
      this.#onTile(false)
      return undefined
    }
  }
}
