import { onBeforeUnmount } from 'vue'
import { onBeforeRouteLeave, useRouter, type NavigationFailureType } from 'vue-router'

/** By its number: the first screen is spared the names of the others. */
const cancelled: NavigationFailureType.cancelled & number = 8

/**
 * Whether the person is still on the screen that asks. The one that says what became of what they sent is for who waited
 * for it: whoever left meanwhile, even while the screen they go to is being fetched, is not pulled back.
 */
export function useStillHere(): () => boolean {
  const { currentRoute, afterEach, onError } = useRouter()
  const screen = () => currentRoute.value.matched.at(-1)
  const own = screen()
  let isLeaving = false
  onBeforeRouteLeave(() => {
    isLeaving = true
  })
  const stay = () => {
    isLeaving = false
  }
  // They were asked whether they would lose what they wrote, and stayed; or another way was taken, which says so itself.
  const forgo = afterEach((_to, _from, failure) => {
    if (failure ? Number(failure.type) !== cancelled : screen() === own) stay()
  })
  // The screen they went to could not be fetched.
  const forgoError = onError(stay)
  onBeforeUnmount(() => {
    forgo()
    forgoError()
  })
  return () => !isLeaving && screen() === own
}
