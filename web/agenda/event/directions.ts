/** `phone`: whichever map the phone opens by itself. */
export type WayName = 'phone' | 'apple' | 'osm' | 'google'
type Place = { name: string; lon: number; lat: number }

/** Links that open a map at the place, by the person's own choice: none is asked anything before. */
export function directionsTo({ name, lon, lat }: Place): { name: WayName; href: string }[] {
  const at = `${lat.toFixed(5)},${lon.toFixed(5)}`
  return [
    // RFC 5870; the label between brackets is Android's.
    { name: 'phone', href: `geo:${at}?q=${at}(${encodeURIComponent(name)})` },
    { name: 'apple', href: `https://maps.apple.com/?daddr=${at}` },
    { name: 'osm', href: `https://www.openstreetmap.org/directions?to=${at}` },
    { name: 'google', href: `https://www.google.com/maps/dir/?api=1&destination=${at}` },
  ]
}
