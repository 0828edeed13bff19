import { ref } from 'vue'
import type { Held } from './phone-store.ts'
import { openPhoneDatabase, type PhoneDatabase, type StorageTrouble } from './open-database.ts'

let opening: Promise<PhoneDatabase> | undefined
/** As long as the page: a connection may be closed under it. */
const held: Held = new Map()

/**
 * What the person is told of their phone: it keeps nothing (`none`: forbidden, private window), has no room left
 * (`full`), or was used by a newer version of the app (`newer`), which kept what this one may not know of.
 */
export const storageTrouble = ref<StorageTrouble>(null)

/** The one database of this page: see `open-database.ts`. */
export function phoneDatabase(): Promise<PhoneDatabase> {
  opening ??= openPhoneDatabase(
    {
      trouble: (what) => {
        storageTrouble.value = what
      },
      closed: () => {
        opening = undefined
      },
    },
    held,
  )
  return opening
}
