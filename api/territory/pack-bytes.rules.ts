/** Whole numbers and texts as bytes, small numbers in few bytes (LEB128, as WebAssembly and Protocol Buffers do). */
export class ByteWriter {
  readonly #bytes: number[] = []

  byte(value: number): void {
    this.#bytes.push(value & 0xff)
  }

  /** A whole number from 0 to 2^53 - 1. */
  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes.push((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes.push(rest)
  }

  /** A whole number within ±2^52: 0, -1, 1, -2… take the place of 0, 1, 2, 3… */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value)
  }

  text(value: string): void {
    const utf8 = new TextEncoder().encode(value)
    this.unsigned(utf8.length)
    for (const byte of utf8) this.#bytes.push(byte)
  }

  /** What was written, followed by its checksum. */
  finish(): Uint8Array<ArrayBuffer> {
    const checksum = fnv1a(this.#bytes)
    for (let shift = 0; shift < 32; shift += 8) this.byte(checksum >>> shift)
    return Uint8Array.from(this.#bytes)
  }
}

/** Thrown when bytes are no pack, a pack of another version, or a damaged one. */
export class InvalidPack extends Error {
  constructor(reason: string) {
    super(`Territory pack: ${reason}`)
    this.name = 'InvalidPack'
  }
}

const CHECKSUM_BYTES = 4

export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  /** Throws InvalidPack when the checksum does not match: a download cut short, a bad disk. */
  constructor(bytes: Uint8Array) {
    if (bytes.length < CHECKSUM_BYTES) throw new InvalidPack('cut short')
    this.#bytes = bytes.subarray(0, -CHECKSUM_BYTES)
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(-CHECKSUM_BYTES)
    if (fnv1a(this.#bytes) !== (a | (b << 8) | (c << 16) | (d << 24)) >>> 0) throw new InvalidPack('damaged')
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new InvalidPack('cut short')
    return byte
  }

  unsigned(): number {
    let value = 0
    for (let weight = 1; weight < 2 ** 53; weight *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return value
    }
    throw new InvalidPack('number too large')
  }

  signed(): number {
    const value = this.unsigned()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  text(): string {
    const length = this.unsigned()
    if (this.#at + length > this.#bytes.length) throw new InvalidPack('cut short')
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length
    return text
  }
}

/** FNV-1a, 32 bits (RFC draft eastlake-fnv): finds accidents, not attacks. */
function fnv1a(bytes: Iterable<number>): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
