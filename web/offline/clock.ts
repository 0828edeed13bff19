import { ref } from 'vue'

const worthSaying = 3_600_000

/** How far this device's clock runs ahead of the service's, milliseconds; 0 while they agree within an hour. */
export const clockAhead = ref(0)

/** The moment it is, also on a device whose clock is wrong by a day. Epoch milliseconds. */
export const now = (): number => Date.now() - clockAhead.value

/** Learns the hour from an answer of the service, unless the browser may have kept it from earlier. */
export function learnHour(headers: Headers): void {
  const said = Date.parse(headers.get('Date') ?? '')
  if (Number.isNaN(said) || /max-age=[1-9]/.test(headers.get('Cache-Control') ?? '')) return
  const ahead = Date.now() - said
  clockAhead.value = Math.abs(ahead) > worthSaying ? ahead : 0
}
