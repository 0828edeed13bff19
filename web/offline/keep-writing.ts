import { effectScope, nextTick, toRaw, watch, type EffectScope, type Ref } from 'vue'
import { locked } from './locks.ts'
import { merged, type Sides } from './merged.ts'
import { recall, remember } from './remembered.ts'

const saveAfterMs = 150
/** Tells the other windows of this phone whose kept text has changed, by the name it is rescued under. */
const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel('bocage.writing') : null

/** A form being written, and how this phone keeps it. */
export type Writing<Form extends object, Rescued extends object> = {
  /** What it holds; null before it is read, and when nothing is written. */
  form: Ref<Form | null>
  /** False when it could be held in memory only. */
  keep: (form: Form) => Promise<unknown>
  /** Under which name its last letters are rescued. */
  rescuedAs: string
  /** What of it can be written in an instant: all but the bytes of photos. */
  wordsOf: (form: Form) => Rescued
  /** What changes when a photo is chosen or removed. */
  bytesOf: (form: Form) => unknown
  idOf: (form: Form) => string
  /** Whether it would be lost if another took its place on the screen. */
  isBegun: (form: Form) => boolean
  /** What this phone keeps where `mine` would be, as any window wrote it. */
  read: (mine: Form) => Promise<Form | null | undefined>
  /** What two windows made of it, where its fields alone do not tell. */
  merge?: (sides: Sides<Form>) => Form
}

/** What goes on in the place of a form that has left. */
export type Another<Form> = { hasLeft: (id: string) => Promise<boolean>; of: (left: Form) => Form }

/** Photos are told by their ids: their bytes are not copied. */
const copied = <Form>(form: Form) => JSON.parse(JSON.stringify(form)) as Form

/** To this page too, where the form was left and opened again: a photo came late. */
function tellAllWindows(name: string): void {
  if (!windows) return
  const once = new BroadcastChannel(windows.name)
  once.postMessage(name)
  once.close()
}

/**
 * Saves a form a moment after each change, so that a reload, a way back or a tab that the phone closes loses nothing: at
 * once when a photo is chosen, since bytes can't be rescued; and the last letters typed before the page goes are rescued
 * where a database would come too late.
 */
export function keepWriting<Form extends object, Rescued extends object>({
  form,
  keep,
  rescuedAs,
  wordsOf,
  bytesOf,
  idOf,
  isBegun,
  read,
  merge = merged,
}: Writing<Form, Rescued>) {
  /** What is put on the screen as another window wrote it is written already. */
  let taking = false
  /** Set while something typed is not yet written. */
  let timer: ReturnType<typeof setTimeout> | undefined
  let scope: EffectScope | null = null
  /** As this window knew it last to be kept: what differs was changed since, here or in another. */
  let known: Form | null = null
  let timesDropped = 0

  /** One window at a time reads what is kept and writes over it. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => locked(`bocage.writing.${rescuedAs}`, work)

  /** False when it could be held in memory only. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    const saving = timer
    const times = timesDropped
    const kept = await alone(async () => times !== timesDropped || write())
    // Only what is written counts as saved, unless more was typed meanwhile.
    if (kept && timer === saving) {
      timer = undefined
      forgetRescued()
    }
    if (kept) windows?.postMessage(rescuedAs)
    return kept
  }

  async function write(): Promise<boolean> {
    const there = form.value && (await read(form.value))
    if (!form.value) return true
    // An empty form takes the place of nothing that another window has begun.
    if (there && idOf(there) !== idOf(form.value) && !isBegun(form.value)) {
      known = copied(there)
      void take(there)
      return true
    }
    if (there) joinWith(there)
    const written = copied(form.value)
    const isKept = (await keep(form.value)) !== false
    known = written
    return isKept
  }

  /** What another window has written since is on this screen too, before this one writes over it. */
  function joinWith(there: Form): void {
    const mine = toRaw(form.value)
    if (!mine || !known || idOf(there) !== idOf(mine) || idOf(known) !== idOf(mine)) return
    const both = merge({ base: known, mine, there })
    if (JSON.stringify(both) !== JSON.stringify(mine)) void take(both)
  }

  async function take(newer: Form): Promise<void> {
    taking = true
    form.value = newer
    await nextTick()
    taking = false
  }

  const shown = () => form.value && JSON.stringify([wordsOf(form.value), bytesOf(form.value)])

  async function heard({ data }: MessageEvent): Promise<void> {
    if (data !== rescuedAs || timer !== undefined || !form.value) return
    const before = shown()
    const newer = await read(form.value)
    // What was typed here meanwhile is newer still.
    if (!newer || !form.value || timer !== undefined || shown() !== before) return
    if (idOf(newer) !== idOf(form.value) && isBegun(form.value)) return
    known = copied(newer)
    await take(newer)
  }
  const hear = (message: MessageEvent) => void heard(message).catch(() => undefined)

  /**
   * Where a photo is ready only once its form was left: what is kept is as `add` makes it, with what was written since, in
   * whatever window. Of one that has left, as `another`.
   */
  async function addLate(add: (to: Form) => Form, another: Another<Form>): Promise<void> {
    await alone(async () => {
      if (!form.value) return
      const there = (await read(form.value)) ?? form.value
      await keep(add((await another.hasLeft(idOf(there))) ? another.of(there) : there))
    })
    tellAllWindows(rescuedAs)
  }

  /** Saves what is not yet. */
  async function flush(): Promise<void> {
    if (timer !== undefined) await save()
  }

  /** Older than what is kept now: it would come back over it. */
  function forgetRescued(): void {
    if (recall(rescuedAs)) remember(rescuedAs, '')
  }

  function rescue(): void {
    if (timer !== undefined && form.value) remember(rescuedAs, JSON.stringify(wordsOf(form.value)))
  }

  const hidden = () => {
    if (document.visibilityState === 'hidden') void flush()
  }

  /** `kept`: what was found on this phone, if anything was. */
  function begin(kept: Form | null | undefined): void {
    known = kept ? copied(kept) : null
    if (scope) return
    scope = effectScope(true)
    scope.run(() => {
      watch(
        form,
        () => {
          if (taking) return
          clearTimeout(timer)
          timer = setTimeout(() => void save(), saveAfterMs)
        },
        { deep: true },
      )
      watch(
        () => form.value && bytesOf(form.value),
        (bytes) => void (bytes && !taking && save()),
      )
    })
    windows?.addEventListener('message', hear)
    window.addEventListener('pagehide', rescue)
    document.addEventListener('visibilitychange', hidden)
  }

  /** What was typed since the last save is left as it is, and `erase` comes after what is being written. */
  function drop(erase: () => Promise<void>): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    timesDropped++
    forgetRescued()
    return alone(erase)
  }

  /** Saves what is not yet, and stops watching: the screen is left. */
  function end(): void {
    void flush()
    scope?.stop()
    scope = null
    windows?.removeEventListener('message', hear)
    window.removeEventListener('pagehide', rescue)
    document.removeEventListener('visibilitychange', hidden)
  }

  /** The letters rescued from a page that closed too soon, given once; null when there are none that are `ours`. */
  function takeRescued(ours: (rescued: Rescued) => boolean): Rescued | null {
    const rescued = JSON.parse(recall(rescuedAs) || 'null') as Rescued | null
    if (!rescued || !ours(rescued)) return null
    forgetRescued()
    return rescued
  }

  return { begin, save, addLate, flush, drop, end, takeRescued }
}
