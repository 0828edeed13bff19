import { defineAsyncComponent } from 'vue'
import { speakOf } from '../locales/i18n.ts'

/** `KeptWrite.vue` with its words, fetched by the forms whose write has to wait. */
export const KeptWrite = defineAsyncComponent(async () => {
  await speakOf('sends')
  return import('./KeptWrite.vue')
})
