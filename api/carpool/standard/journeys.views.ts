import type { Config } from '../../config.ts'
import { wallOfInstant } from '../../platform/paris-time.ts'
import type { DepartureRow } from '../departures.repository.ts'
import type { OpenedIndex } from '../ride-index.ts'
import { aireRefOf, wishesOf } from '../rides.views.ts'
import type { AireRef } from '../rides.schemas.ts'
import { travelOf } from '../travel.rules.ts'
import { walkOf, type Ends } from './journeys.points.ts'
import type { Operator } from './operators.usecases.ts'
import { ownDomain, pseudonymOf } from './operators.secrets.ts'
import type { StandardPrice } from './standard.schemas.ts'

export type Viewing = {
  config: Pick<Config, 'secret' | 'publicUrl'>
  operator: Operator
  opened: OpenedIndex
}

export const secondsOf = (at: number) => Math.floor(at / 1000)
const addressOf = ({ name, commune }: AireRef) => (commune ? `${name}, ${commune}` : name)

/** One of our people as an operator knows them: never more than what whoever searches here reads. */
export const viewPerson = (
  { config, operator }: Pick<Viewing, 'config' | 'operator'>,
  person: { id: string; name: string },
) => ({
  id: pseudonymOf(config.secret, operator.id, person.id),
  operator: ownDomain(config.publicUrl),
  alias: person.name,
})

export const viewPrice = (cents: number): StandardPrice =>
  cents === 0 ? { type: 'FREE' } : { type: 'PAYING', amount: cents / 100, currency: 'EUR' }

/** Our page that shows a ride: the search that finds it. */
export function rideUrl(publicUrl: string, from: string, to: string, at: number): string {
  const { day, time } = wallOfInstant(at)
  return `${publicUrl}/trajets?${new URLSearchParams({ from, to, at: `${day}T${time}` })}`
}

/** What journeys and trips of the standard say alike of a way between two aires, by number. */
export function viewWay({ config, opened }: Viewing, pickUp: number, dropOff: number, at: number) {
  const from = aireRefOf(opened, pickUp)
  const to = aireRefOf(opened, dropOff)
  const way = travelOf(opened.travel, pickUp, dropOff)
  return {
    operator: ownDomain(config.publicUrl),
    passengerPickupLat: from.lat,
    passengerPickupLng: from.lon,
    passengerDropLat: to.lat,
    passengerDropLng: to.lon,
    passengerPickupAddress: addressOf(from),
    passengerDropAddress: addressOf(to),
    duration: way?.seconds ?? 0,
    distance: way?.metres ?? 0,
    webUrl: rideUrl(config.publicUrl, from.id, to.id, at),
  }
}

/** What a driver's journey and trip say beyond it. */
export function viewDrive(
  viewing: Viewing,
  {
    departure,
    driver,
    ends,
    pickUp,
    dropOff,
    at,
  }: {
    departure: Pick<DepartureRow, 'originId' | 'destinationId' | 'wishes'>
    driver: { id: string; name: string }
    ends: Ends
    pickUp: number
    dropOff: number
    at: number
  },
) {
  const { opened } = viewing
  const origin = aireRefOf(opened, opened.numberOf.get(departure.originId)!)
  const destination = aireRefOf(opened, opened.numberOf.get(departure.destinationId)!)
  const to = walkOf(ends.departure, opened.aires[pickUp]!)
  const from = walkOf(opened.aires[dropOff]!, ends.arrival)
  const wishes = new Set(wishesOf(departure.wishes))
  return {
    ...viewWay(viewing, pickUp, dropOff, at),
    driver: viewPerson(viewing, driver),
    driverDepartureLat: origin.lat,
    driverDepartureLng: origin.lon,
    driverArrivalLat: destination.lat,
    driverArrivalLng: destination.lon,
    driverDepartureAddress: addressOf(origin),
    driverArrivalAddress: addressOf(destination),
    departureToPickupWalkingDistance: to.metres,
    departureToPickupWalkingDuration: to.seconds,
    dropoffToArrivalWalkingDistance: from.metres,
    dropoffToArrivalWalkingDuration: from.seconds,
    preferences: { smoking: wishes.has('smoking'), animals: wishes.has('pets') },
  }
}
