import { onBeforeUnmount } from 'vue'
import { onBeforeRouteLeave, useRouter, type NavigationFailureType } from 'vue-router'

/** By its number: the first screen is spared the names of the others. */
const aborted: NavigationFailureType.aborted & number = 4

/**
 * Whether the person is still on the screen that asks. The one that says what became of what they sent is for who waited
 * for it: whoever left meanwhile, even while the screen they go to is being fetched, is not pulled back.
 */
export function useStillHere(): () => boolean {
  const { currentRoute, afterEach } = useRouter()
  const screen = () => currentRoute.value.matched.at(-1)
  const own = screen()
  let isLeaving = false
  onBeforeRouteLeave(() => {
    isLeaving = true
  })
  // They were asked whether they would lose what they wrote, and stayed.
  const forgo = afterEach((_to, _from, failure) => {
    if (Number(failure?.type) === aborted) isLeaving = false
  })
  onBeforeUnmount(forgo)
  return () => !isLeaving && screen() === own
}
