import { inject, ref, type InjectionKey } from 'vue'
import { once } from '../../http/write-once.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { actOn, type Act, type BookingView } from './rides-api.ts'

/** Another way to act on a booking than one's own: for somebody whom one speaks for. */
export const bookingDoor: InjectionKey<typeof actOn> = Symbol('booking door')

/** Does something to a booking: what is under way, what went wrong, and a write that is the same when it is sent again. */
export function useBookingAct(bookingId: () => string, done: (booking: BookingView) => void) {
  const door = inject(bookingDoor, actOn)
  const busy = ref('')
  const failure = ref('')

  /** True when it was done. `name`: what is shown as busy. */
  async function run(act: Act, body?: object, name: string = act): Promise<boolean> {
    if (busy.value) return false
    busy.value = name
    failure.value = ''
    try {
      const id = bookingId()
      done(await once(id, [act, body], (key) => door(id, act, { body, key })))
      return true
    } catch (error) {
      failure.value = errorSentence(error)
      return false
    } finally {
      busy.value = ''
    }
  }
  return { busy, failure, run }
}
