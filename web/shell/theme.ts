import { ref } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const rememberedAs = 'bocage.theme'

function remembered(): Theme {
  const value = localStorage.getItem(rememberedAs)
  return themes.find((one) => one === value) ?? 'system'
}

/** Colours in use: the phone's, unless another choice was made on this device. */
export const theme = ref<Theme>(remembered())

export function applyTheme(): void {
  if (theme.value === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme.value
}

export function chooseTheme(next: Theme): void {
  theme.value = next
  localStorage.setItem(rememberedAs, next)
  applyTheme()
}
