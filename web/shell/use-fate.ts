import { useRouter } from 'vue-router'
import { toast } from '../ui/toast.ts'
import { useStillHere } from './use-still-here.ts'

/**
 * Leads to the page that says what becomes of what was sent, `at` its id. What waits or was refused, whoever left meanwhile
 * finds among what they follow; that it has left they are told by `title`.
 */
export function useFate({ at, title }: { at: (id: string) => string; title: () => string }) {
  const router = useRouter()
  const isStillHere = useStillHere()
  async function showFate(id: string, isSent = false): Promise<void> {
    // A screen that can't be had is said by whoever fetches screens; pressed again, it is asked for again.
    if (isStillHere()) await router.replace(at(id)).catch(() => undefined)
    else if (isSent) toast(title())
  }
  return { isStillHere, showFate }
}
