/** One car of a ride, as a link or a request names it. */
export type LinkedLeg = { departureId: string; pickUpId: string; dropOffId: string }

/** A ride as the address of a page, or `GET /api/rides/one`, names it. */
export const linkedLegs = (legs: readonly LinkedLeg[]): string =>
  legs.map(({ departureId, pickUpId, dropOffId }) => [departureId, pickUpId, dropOffId].join('.')).join('_')

/** The page of ours that opens a ride ready to be booked: `/trajets/reserver?trajet=…&places=1`. */
export const rideLink = (legs: readonly LinkedLeg[], seats: number): string =>
  `/trajets/reserver?trajet=${linkedLegs(legs)}&places=${seats}`
