import { FetchSource, PMTiles, SharedPromiseCache, type RangeResponse, type Source } from 'pmtiles'
import { keepRange, readRange, versionOf } from './kept-ranges.ts'

/** What is read while a commune's part is being kept. */
export type Keeping = {
  /** Names of the ranges kept, with their sizes. */
  ranges: Map<string, number>
  /** Header and root directory: kept last, since they make the phone read this writing of the file and no other. */
  head: { length: number; data: ArrayBuffer; version: string } | null
}

/** A server that says nothing for so long is not waited for: nothing else is kept meanwhile. */
const patienceMs = 20_000

/**
 * The basemap's file, by range: from its server, else what the phone keeps of it. With `keeping`, what is read is kept,
 * and read again from the server even if it is here. Ranges are of the writing of the file whose head was read last: a
 * file replaced on its server never mixes with what was kept of the former.
 */
class KeptSource implements Source {
  readonly #url: string
  readonly #server: FetchSource
  readonly #keeping: Keeping | null
  #version = ''

  constructor(url: string, keeping: Keeping | null) {
    this.#url = url
    this.#server = new FetchSource(url)
    this.#keeping = keeping
  }

  getKey(): string {
    return this.#url
  }

  async getBytes(
    offset: number,
    length: number,
    signal?: AbortSignal,
    etag?: string,
  ): Promise<RangeResponse> {
    const isHead = offset === 0
    try {
      const patience = this.#keeping ? AbortSignal.timeout(patienceMs) : signal
      const answer = await this.#server.getBytes(offset, length, patience, etag)
      if (isHead) this.#version = await versionOf(answer.data)
      if (this.#keeping) await this.#keep(this.#keeping, { offset, length }, answer.data)
      return answer
    } catch (error) {
      if (signal?.aborted || this.#keeping) throw error
      const version = isHead ? null : this.#version
      const kept = await readRange({ url: this.#url, version }, { offset, length })
      if (!kept) throw error
      if (isHead) this.#version = await versionOf(kept)
      return { data: kept }
    }
  }

  async #keep(keeping: Keeping, span: { offset: number; length: number }, data: ArrayBuffer): Promise<void> {
    const version = this.#version
    if (span.offset === 0) {
      if (keeping.head && keeping.head.version !== version) throw new TypeError('The file was replaced')
      keeping.head = { length: span.length, data, version }
    } else keeping.ranges.set(await keepRange({ url: this.#url, version }, span, data), data.byteLength)
  }
}

/** Opens the file. `onTile` is told of each tile whether it could be read, else why; what could not is drawn as nothing. */
export class Basemap extends PMTiles {
  readonly #onTile: (isRead: boolean, why?: unknown) => void

  constructor(
    url: string,
    {
      keeping = null,
      onTile = () => {},
    }: { keeping?: Keeping | null; onTile?: (isRead: boolean, why?: unknown) => void } = {},
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
      this.#onTile(false, error)
      return undefined
    }
  }
}
