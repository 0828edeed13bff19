import { onBeforeUnmount, ref } from 'vue'

/** Whether there is room for a list and a map side by side (the width of tokens' two-column layouts). */
export function useWide() {
  const query = matchMedia('(min-width: 56rem)')
  const wide = ref(query.matches)
  const follow = () => {
    wide.value = query.matches
  }
  query.addEventListener('change', follow)
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return wide
}
