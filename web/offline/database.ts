import { computed, ref } from 'vue'
import type { PhoneDatabase, StorageTrouble } from './open-database.ts'

/** How long another window may keep the phone's memory from this one before the person is told. */
const patienceMs = 3_000
let database: Promise<PhoneDatabase> | undefined

/**
 * What the person is told of their phone: it keeps nothing (`none`: forbidden, private window), has no room left
 * (`full`), was used by a newer version of the app (`newer`), which kept what this one may not know of, or is kept from
 * this window by another (`blocked`).
 */
export const storageTrouble = ref<StorageTrouble>(null)

/** What is written from now on goes with the page, or may. */
export const keepsNothing = computed(() => storageTrouble.value !== null && storageTrouble.value !== 'newer')

type Opener = typeof import('./open-database.ts')
let opener: Opener['openPhoneDatabase'] | undefined

/** For screens on which one writes: what opens it comes with them, since a browser asks once for a part that fails it. */
export function openWith(openPhoneDatabase: Opener['openPhoneDatabase']): void {
  opener ??= openPhoneDatabase
}

/** What opens it comes beside the first screen, not before it. */
async function begin(): Promise<PhoneDatabase> {
  const open = opener ?? (await import('./open-database.ts')).openPhoneDatabase
  return open((what) => {
    storageTrouble.value = what
  }, patienceMs)
}

/** The one database of this page: see `open-database.ts`. */
export function phoneDatabase(): Promise<PhoneDatabase> {
  database ??= begin().catch((error: unknown) => {
    database = undefined
    throw error
  })
  return database
}
