import { onBeforeUnmount, onMounted } from 'vue'

/** Keeps the screen lit as long as it is looked at, where the browser can (https://www.w3.org/TR/screen-wake-lock/). */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | null = null
  async function hold() {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    // Refused on a low battery: the screen's own settings decide then.
    lock = await navigator.wakeLock.request('screen').catch(() => null)
  }
  const again = () => void hold()
  onMounted(() => {
    void hold()
    document.addEventListener('visibilitychange', again)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', again)
    void lock?.release().catch(() => undefined)
  })
}
