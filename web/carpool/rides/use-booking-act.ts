import { inject, ref, type InjectionKey } from 'vue'
import { uuidv7 } from 'uuidv7'
import { ProblemError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { actOn, type Act, type BookingView } from './rides-api.ts'

/** Another way to act on a booking than one's own: for somebody whom one speaks for. */
export const bookingDoor: InjectionKey<typeof actOn> = Symbol('booking door')

/** Does something to a booking: what is under way, what went wrong, and a write that is the same when it is sent again. */
export function useBookingAct(bookingId: () => string, done: (booking: BookingView) => void) {
  const door = inject(bookingDoor, actOn)
  const busy = ref('')
  const failure = ref('')
  let key = uuidv7()
  let sent = ''

  /** True when it was done. `name`: what is shown as busy. */
  async function run(act: Act, body?: object, name: string = act): Promise<boolean> {
    if (busy.value) return false
    busy.value = name
    failure.value = ''
    const asked = JSON.stringify([act, body])
    if (asked !== sent) key = uuidv7()
    sent = asked
    try {
      done(await door(bookingId(), act, { body, key }))
      sent = ''
      return true
    } catch (error) {
      failure.value = errorSentence(error)
      if (error instanceof ProblemError) sent = ''
      return false
    } finally {
      busy.value = ''
    }
  }
  return { busy, failure, run }
}
