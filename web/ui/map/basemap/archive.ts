import { FetchSource, PMTiles, SharedPromiseCache, type RangeResponse, type Source } from 'pmtiles'
import { keepRange, readRange, type Span, versionOf } from './kept-ranges.ts'

/** What is read while a commune's part is being kept. */
export type Keeping = {
  /** Names of the ranges kept, with their sizes. */
  ranges: Map<string, number>
  /** Header and root directory: kept last, since they make the phone read this writing of the file and no other. */
  head: { length: number; data: ArrayBuffer; version: string } | null
}

/** A server that says nothing for so long is not waited for: nothing else is kept meanwhile. */
const patienceMs = 20_000
/** In the forest a network hardly answers without being gone: after so long what is kept is drawn. */
const slowMs = 3_000

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
    const span = { offset, length }
    if (this.#keeping) {
      const answer = await this.#fromServer(span, AbortSignal.timeout(patienceMs), etag)
      await this.#keep(this.#keeping, span, answer.data)
      return answer
    }
    let late: ReturnType<typeof setTimeout> | undefined
    /** What is kept, once the server took too long; without any, the server is waited for. */
    const slow = new Promise<RangeResponse>((resolve) => {
      const draw = async () => {
        const kept = await this.#fromPhone(span).catch(() => null)
        if (kept) resolve(kept)
      }
      late = setTimeout(() => void draw(), slowMs)
    })
    try {
      return await Promise.race([this.#fromServer(span, signal, etag), slow])
    } catch (error) {
      if (signal?.aborted) throw error
      const kept = await this.#fromPhone(span)
      if (!kept) throw error
      return kept
    } finally {
      clearTimeout(late)
    }
  }

  async #fromServer(span: Span, signal?: AbortSignal, etag?: string): Promise<RangeResponse> {
    const answer = await this.#server.getBytes(span.offset, span.length, signal, etag)
    // Browsers keep, and digest, in secure pages alone.
    if (span.offset === 0 && 'caches' in globalThis) this.#version = await versionOf(answer.data)
    return answer
  }

  async #fromPhone(span: Span): Promise<RangeResponse | null> {
    const isHead = span.offset === 0
    const data = await readRange({ url: this.#url, version: isHead ? null : this.#version }, span)
    if (data && isHead) this.#version = await versionOf(data)
    return data && { data }
  }

  async #keep(keeping: Keeping, span: Span, data: ArrayBuffer): Promise<void> {
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
