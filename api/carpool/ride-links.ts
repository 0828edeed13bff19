/** One car of a ride, as a link or a request names it. */
export type LinkedLeg = { departureId: string; pickUpId: string; dropOffId: string }

/** The page of ours that opens a ride ready to be booked: `/trajets/reserver?trajet=…&places=1`. */
export function rideLink(legs: readonly LinkedLeg[], seats: number): string {
  const named = legs.map(({ departureId, pickUpId, dropOffId }) =>
    [departureId, pickUpId, dropOffId].join('.'),
  )
  return `/trajets/reserver?trajet=${named.join('_')}&places=${seats}`
}
