import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BookingStatus } from '../../../api/carpool/bookings.rules.ts'
import { bookedMarks, markBooked, noteBookings, takeLostBookings } from '../../../web/offline/booked.ts'
import { sinceAccepted } from '../../../web/offline/since-accepted.ts'

// Seats asked for from this phone: what it asks the server about, and what it says of those that are lost.

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
})
afterEach(() => void vi.unstubAllGlobals())

const seven = Date.parse('2026-11-30T06:30:00Z')
const eight = seven + 3_600_000
const before = seven - 3_600_000
const seat = (id: string, pickUpAt: number, status: BookingStatus = 'WAITING_CONFIRMATION') => ({
  id,
  pickUpAt,
  status,
})
const keys = (now = before) => bookedMarks(now).map(({ key }) => key)

describe('seats asked for from this phone', () => {
  beforeEach(() => {
    markBooked({ key: 'there', acceptedAt: 1 }, [seat('a', seven), seat('b', eight)])
    markBooked({ key: 'tomorrow', acceptedAt: 2 }, [seat('c', seven + 86_400_000)])
  })

  it('are asked about until they have left, each car by its hour', () => {
    expect(keys()).toEqual(['there', 'tomorrow'])
    expect(bookedMarks(seven)[0]?.rides).toEqual({ b: eight })
    expect(keys(eight)).toEqual(['tomorrow'])
  })

  it('are told once when the server lost them, soonest first, and are asked about no more', () => {
    expect(takeLostBookings(new Set(['tomorrow', 'there', 'another']))).toEqual([
      seven,
      eight,
      seven + 86_400_000,
    ])
    expect(keys()).toEqual([])
    expect(takeLostBookings(new Set(['there']))).toEqual([])
  })

  it('are not missed once cancelled or refused, by whoever did it; one moved is of its new hour', () => {
    noteBookings([seat('a', seven, 'CANCELLED'), seat('c', eight, 'CONFIRMED'), seat('another', seven)])
    expect(takeLostBookings(new Set(['there', 'tomorrow']))).toEqual([eight, eight])
    markBooked({ key: 'one', acceptedAt: 3 }, [seat('d', seven)])
    noteBookings([seat('d', seven, 'CANCELLED')])
    expect(keys()).toEqual([])
  })

  it('answered twice by the same write are kept once', () => {
    markBooked({ key: 'there', acceptedAt: 1 }, [seat('a', seven), seat('b', eight)])
    expect(keys()).toEqual(['tomorrow', 'there'])
  })

  it('leave the phone with who asked for them, and not with what else is cancelled', async () => {
    await sinceAccepted({ id: 'a-trip' }, 'ended')
    expect(keys()).toHaveLength(2)
    await sinceAccepted({ account: 'odile' }, 'ended')
    expect(keys()).toEqual([])
  })

  it('that another hand wrote over are nothing', () => {
    kept.set('bocage.rides.booked', '{broken')
    expect(keys()).toEqual([])
  })
})
