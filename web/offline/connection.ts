import { ref } from 'vue'

/** Whether the device says it has no network. False may still mean an unreachable server. */
export const offline = ref(navigator.onLine === false)

window.addEventListener('online', () => {
  offline.value = false
})
window.addEventListener('offline', () => {
  offline.value = true
})
