import { onBeforeUnmount, onMounted, ref } from 'vue'
import { recall, remember } from '../../offline/remembered.ts'

/** Off when someone dictates or uses another tool that types letters (WCAG 2.2, 2.1.4). */
export const shortcutsOn = ref(recall('shortcuts') !== 'off')

export function switchShortcuts(on: boolean): void {
  shortcutsOn.value = on
  remember('shortcuts', on ? 'on' : 'off')
}

const writesIn = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'

/** Runs `keys[key]` when a letter is pressed alone, outside any field or panel. */
export function useShortcuts(keys: Record<string, () => void>): void {
  function press(event: KeyboardEvent) {
    if (!shortcutsOn.value || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    if (
      target.closest(writesIn) ||
      target.closest('[role=application]') ||
      document.querySelector('dialog[open]')
    )
      return
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
