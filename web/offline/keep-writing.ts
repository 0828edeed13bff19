import { effectScope, nextTick, watch, type EffectScope, type Ref } from 'vue'
import { recall, remember } from './remembered.ts'

const saveAfterMs = 150
/** Tells the other windows of this phone whose kept text has changed, by the name it is rescued under. */
const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel('bocage.writing') : null

/** A form being written, and how this phone keeps it. */
export type Writing<Form, Rescued extends object> = {
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
  /**
   * What another window of this phone has written since, to be taken so that a letter typed here does not undo it; null where
   * there is nothing of the same.
   */
  readNewer: () => Promise<Form | null>
}

/** To this page too, where the form was left and opened again: a photo came late. */
export function tellAllWindows(name: string): void {
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
export function keepWriting<Form, Rescued extends object>({
  form,
  keep,
  rescuedAs,
  wordsOf,
  bytesOf,
  readNewer,
}: Writing<Form, Rescued>) {
  /** What is put on the screen as another window wrote it is written already. */
  let taking = false
  /** Set while something typed is not yet written. */
  let timer: ReturnType<typeof setTimeout> | undefined
  let scope: EffectScope | null = null

  /** False when it could be held in memory only. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    const saving = timer
    const kept = !form.value || (await keep(form.value)) !== false
    // Only what is written counts as saved, unless more was typed meanwhile.
    if (kept && timer === saving) {
      timer = undefined
      forgetRescued()
    }
    if (kept) windows?.postMessage(rescuedAs)
    return kept
  }

  const shown = () => form.value && JSON.stringify([wordsOf(form.value), bytesOf(form.value)])

  async function heard({ data }: MessageEvent): Promise<void> {
    if (data !== rescuedAs || timer !== undefined) return
    const before = shown()
    const newer = await readNewer()
    // What was typed here meanwhile is newer still.
    if (!newer || timer !== undefined || shown() !== before) return
    taking = true
    form.value = newer
    await nextTick()
    taking = false
  }
  const hear = (message: MessageEvent) => void heard(message).catch(() => undefined)

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

  function begin(): void {
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

  /** What was typed since the last save is left as it is. */
  function drop(): void {
    clearTimeout(timer)
    timer = undefined
    forgetRescued()
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

  return { begin, save, flush, drop, end, takeRescued }
}
