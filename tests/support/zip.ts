import { crc32, deflateRawSync } from 'node:zlib'

export type Packed = {
  name: string
  content: string | Buffer
  /** Stored as it is. */
  plain?: boolean
  /** What the table of contents says otherwise than the truth. */
  size?: number
  crc?: number
  locked?: boolean
  /** Shares the bytes of the file before it. */
  shares?: boolean
}

/** A zip (PKWARE's APPNOTE) of these files, honest unless told otherwise. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = []
  const contents: Buffer[] = []
  let offset = 0
  let last = 0
  for (const { name, content, plain, size, crc, locked, shares } of files) {
    const bytes = Buffer.from(content)
    const packed = plain ? bytes : deflateRawSync(bytes)
    const path = Buffer.from(name)
    const facts = Buffer.alloc(22)
    facts.writeUInt16LE(locked ? 1 : 0, 2)
    facts.writeUInt16LE(plain ? 0 : 8, 4)
    facts.writeUInt32LE(crc ?? crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(size ?? bytes.length, 18)
    facts.writeUInt16LE(20, 0)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    facts.copy(local, 4)
    local.writeUInt16LE(path.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    facts.copy(central, 6)
    central.writeUInt16LE(path.length, 28)
    central.writeUInt32LE(shares ? last : offset, 42)
    contents.push(central, path)
    if (shares) continue
    last = offset
    parts.push(local, path, packed)
    offset += local.length + path.length + packed.length
  }
  const table = Buffer.concat(contents)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(table.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, table, end])
}
