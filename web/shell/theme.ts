import { ref } from 'vue'
import { recall, remember } from '../offline/remembered.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

function chosen(): Theme {
  const value = recall('theme')
  return themes.find((one) => one === value) ?? 'system'
}

/** Colours in use: the phone's, unless another choice was made on this device. */
export const theme = ref<Theme>(chosen())

export function applyTheme(): void {
  if (theme.value === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme.value
}

export function chooseTheme(next: Theme): void {
  theme.value = next
  remember('theme', next)
  applyTheme()
}
