import { grown } from './matching-ids.rules.ts'

/**
 * Many short lists of departures, each in order of time, in flat arrays that grow by half. A list is a segment of the
 * pool with room for a power of two; a segment that is left is used again.
 */
export interface Segments {
  /** By list: where it begins, how long it is, and that it has room for 2^room. */
  start: Int32Array
  length: Int32Array
  room: Uint8Array
  /** By place in the pool: the departure in epoch seconds, and the slot of the trip. */
  time: Uint32Array
  slot: Int32Array
  poolEnd: number
  /** By room, the segments nobody uses. */
  readonly free: number[][]
}

export function createSegments(lists: number): Segments {
  const segments: Segments = {
    start: new Int32Array(0),
    length: new Int32Array(0),
    room: new Uint8Array(0),
    time: new Uint32Array(64),
    slot: new Int32Array(64),
    poolEnd: 0,
    free: [],
  }
  for (let number = 0; number < lists; number++) openList(segments, number)
  return segments
}

/** Makes an empty list of a number that has none. */
export function openList(segments: Segments, number: number): void {
  if (number >= segments.start.length) {
    segments.start = grown(segments.start, number + 1)
    segments.length = grown(segments.length, number + 1)
    segments.room = grown(segments.room, number + 1)
  }
  segments.start[number] = takeSegment(segments, 0)
  segments.length[number] = 0
  segments.room[number] = 0
}

/** Gives up a list; its number may be opened again. */
export function closeList(segments: Segments, number: number): void {
  leaveSegment(segments, segments.start[number]!, segments.room[number]!)
  segments.length[number] = 0
}

function takeSegment(segments: Segments, room: number): number {
  const free = segments.free[room]?.pop()
  if (free !== undefined) return free
  const start = segments.poolEnd
  segments.poolEnd += 2 ** room
  if (segments.poolEnd > segments.time.length) {
    segments.time = grown(segments.time, segments.poolEnd)
    segments.slot = grown(segments.slot, segments.poolEnd)
  }
  return start
}

function leaveSegment({ free }: Segments, start: number, room: number): void {
  while (free.length <= room) free.push([])
  free[room]!.push(start)
}

/** The first place of a list whose departure is not before `time`, or the place after its last. */
export function firstFrom({ start, length, time }: Segments, number: number, sought: number): number {
  let low = start[number]!
  let high = low + length[number]!
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle]! < sought) low = middle + 1
    else high = middle
  }
  return low
}

/** The place after the last of a list. */
export function endOf({ start, length }: Segments, number: number): number {
  return start[number]! + length[number]!
}

export function addDeparture(segments: Segments, number: number, time: number, slot: number): void {
  if (segments.length[number] === 2 ** segments.room[number]!) moveToWider(segments, number)
  const end = endOf(segments, number)
  const place = firstFrom(segments, number, time)
  segments.time.copyWithin(place + 1, place, end)
  segments.slot.copyWithin(place + 1, place, end)
  segments.time[place] = time
  segments.slot[place] = slot
  segments.length[number]!++
}

function moveToWider(segments: Segments, number: number): void {
  const from = segments.start[number]!
  const end = endOf(segments, number)
  const to = takeSegment(segments, segments.room[number]! + 1)
  segments.time.copyWithin(to, from, end)
  segments.slot.copyWithin(to, from, end)
  leaveSegment(segments, from, segments.room[number]!)
  segments.start[number] = to
  segments.room[number]!++
}

export function removeDeparture(segments: Segments, number: number, time: number, slot: number): void {
  const end = endOf(segments, number)
  let place = firstFrom(segments, number, time)
  while (place < end && segments.slot[place] !== slot) place++
  if (place === end) return
  segments.time.copyWithin(place, place + 1, end)
  segments.slot.copyWithin(place, place + 1, end)
  segments.length[number]!--
}

export function segmentBytes({ start, length, room, time, slot }: Segments): number {
  return [start, length, room, time, slot].reduce((sum, { byteLength }) => sum + byteLength, 0)
}
