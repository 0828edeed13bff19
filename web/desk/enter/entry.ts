import { uuidv7 } from 'uuidv7'
import { ref, watch, type Ref } from 'vue'
import type { EnteredIncident } from '../../../api/incidents/desk.schemas.ts'
import type { PhotoReference } from '../../../api/incidents/incidents.schemas.ts'
import type { Locale } from '../../locales/i18n.ts'
import { recallInTab, rememberInTab } from '../../offline/in-tab.ts'
import { recall, remember } from '../../offline/remembered.ts'
import type { LonLat } from '../../ui/map/map-types.ts'

export type Channel = EnteredIncident['channel']

/** What leaves for the server. */
export type Sending = ReturnType<typeof toEntered> & { locale: Locale }

/** What the clerk writes down. `id` and `key` are made with it: sent again after a lost network, it exists once. */
export type Entry = {
  id: string
  key: string
  /** What left under them and was not answered: one of these may be there. */
  tried: Sending[]
  /** Under which name the caller is counted with each report that exists: pressed again, they are counted once. */
  joins: Record<string, string>
  channel: Channel
  siren: string
  categoryId: string
  communeCode: string
  place: string
  pin: LonLat | null
  departmentalRoad: boolean | null
  answers: Record<string, string>
  words: string
  name: string
  phone: string
  email: string
}

const kept = 'bocage.enter'
const lastChannel = 'enter-channel'

export function newEntry(siren: string): Entry {
  return {
    id: uuidv7(),
    key: uuidv7(),
    tried: [],
    joins: {},
    channel: recall(lastChannel) === 'counter' ? 'counter' : 'phone',
    siren,
    categoryId: '',
    communeCode: '',
    place: '',
    pin: null,
    departmentalRoad: null,
    answers: {},
    words: '',
    name: '',
    phone: '',
    email: '',
  }
}

function readKept(agentId: string): Entry | null {
  try {
    const { by, entry } = JSON.parse(recallInTab(kept) ?? 'null') as { by: string; entry: Entry }
    // A version of before kept less of it.
    return by === agentId ? { ...newEntry(entry.siren), ...entry } : null
  } catch {
    return null
  }
}

/**
 * The report being entered. A reload loses nothing: it stays in this tab, for this agent, until it is sent; closing the
 * tab forgets it, since it says who called. Its photos: `useEntryPhotos`.
 */
export function useEntry({ agentId, siren }: { agentId: () => string; siren: string }): Ref<Entry> {
  const entry = ref(readKept(agentId()) ?? newEntry(siren))
  watch(
    [entry, agentId] as const,
    ([now, by]) => {
      remember(lastChannel, now.channel)
      rememberInTab(kept, JSON.stringify({ by, entry: now }))
    },
    { deep: true },
  )
  return entry
}

/** The same words of another report: what left under the former names is no part of it. */
export const asAnother = (entry: Entry): Entry => {
  const { id, key, tried, joins } = newEntry(entry.siren)
  return { ...entry, id, key, tried, joins }
}

/** Of another territory, where its categories and places are not: still the same report, which may have left already. */
export function inTerritory(entry: Entry, siren: string): Entry {
  const { id, key, tried, joins, channel, words, name, phone, email } = entry
  return { ...newEntry(siren), id, key, tried, joins, channel, words, name, phone, email }
}

export type EntryError = 'category' | 'commune' | 'place' | 'phone' | 'email'
const emailLike = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/
const phoneLike = /^\+?[\d\s().-]{6,20}$/

/** What must be put right before sending, in the order of the page. */
export function faultsOf(entry: Entry): EntryError[] {
  const faults: Record<EntryError, boolean> = {
    category: entry.categoryId === '',
    commune: entry.pin === null && entry.communeCode === '',
    place: entry.pin === null && entry.place.trim() === '',
    phone: entry.phone.trim() !== '' && !phoneLike.test(entry.phone.trim()),
    email: entry.email.trim() !== '' && !emailLike.test(entry.email.trim()),
  }
  return (Object.keys(faults) as EntryError[]).filter((field) => faults[field])
}

/** What goes on the wire: nothing empty, and the pin rather than the commune when both are known. */
export function toEntered(entry: Entry, photos: PhotoReference[]) {
  const filled = <N extends string>(text: string, name: N) =>
    (text.trim() ? { [name]: text.trim() } : {}) as Partial<Record<N, string>>
  const contact = {
    ...filled(entry.name, 'name'),
    ...filled(entry.phone, 'phone'),
    ...filled(entry.email, 'email'),
  }
  return {
    id: entry.id,
    channel: entry.channel,
    categoryId: entry.categoryId,
    position: entry.pin,
    ...(entry.pin ? {} : { communeCode: entry.communeCode }),
    ...filled(entry.place, 'place'),
    ...filled(entry.words, 'words'),
    answers: entry.answers,
    ...(entry.departmentalRoad === null ? {} : { departmentalRoad: entry.departmentalRoad }),
    photos,
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
  }
}
