import { ref, shallowRef } from 'vue'
import { recall, remember } from '../../offline/remembered.ts'

/** Chromium's own question (« Installer l'application ? »), held back until the person wants it. */
export type InstallPrompt = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }
export const installPrompt = shallowRef<InstallPrompt | null>(null)
/** The help is on screen. */
export const installOffered = ref(false)

const name = 'install'
const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches ||
  Boolean((navigator as { standalone?: boolean }).standalone)

/** Is the app one's own already, as far as this browser can tell? */
export const knownInstalled = () => isInstalled() || recall(name) === 'done'

function noteInstalled(): void {
  remember(name, 'done')
  installPrompt.value = null
  installOffered.value = false
}

/** Hears what browsers say of it: they say it once, early. */
export function hearInstall(): void {
  if (isInstalled()) remember(name, 'done')
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    // Browsers ask it only of who has not the app: it was taken off.
    if (recall(name) === 'done') remember(name, 'said')
    installPrompt.value = event as InstallPrompt
  })
  window.addEventListener('appinstalled', noteInstalled)
}

/**
 * Something just worked out for the person: the moment to say that the app can be kept at hand. Said once, and never
 * to who has it.
 */
export function afterSuccess(): void {
  if (knownInstalled() || recall(name)) return
  remember(name, 'said')
  installOffered.value = true
}
