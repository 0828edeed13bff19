import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { Slide } from './slides.ts'

/** Goes from slide to slide by itself, each for as long as it takes to read; what is added meanwhile takes its place. */
export function useTurning(slides: Ref<readonly Slide[]>) {
  const at = ref(0)
  const paused = ref(false)
  const slide = computed(() => slides.value[at.value % Math.max(1, slides.value.length)] ?? null)
  let timer = 0

  function wait() {
    window.clearTimeout(timer)
    if (!paused.value && slide.value) timer = window.setTimeout(() => go(1), slide.value.seconds * 1000)
  }
  function go(step: number) {
    const count = Math.max(1, slides.value.length)
    at.value = (at.value + step + count) % count
    wait()
  }
  watch(slides, (after, before) => {
    // The same slide goes on when it is still there.
    const shown = before[at.value]?.key
    const place = after.findIndex(({ key }) => key === shown)
    at.value = place >= 0 ? place : 0
    if (place < 0) wait()
  })
  watch(paused, wait)
  onMounted(wait)
  onBeforeUnmount(() => window.clearTimeout(timer))
  return { slide, at, paused, go }
}
