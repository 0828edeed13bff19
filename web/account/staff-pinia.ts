import { createPinia } from 'pinia'

/** Holds the stores of the staff's screens. Apart from main.ts, so that residents' phones never fetch Pinia. */
export const staffPinia = createPinia()
