import { onMounted, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { territory } from '../../territory/territory.ts'
import { wallOf } from './days.ts'
import { readCost, readEventRides } from './rides-api.ts'
import type { TripForm } from './trip-form.ts'

const fiveMinutes = 300_000

/**
 * Fills a trip's form for the event that the address names: there in time, back after it. Once one's own aire is chosen,
 * the hour of leaving follows from the drive. What is read stays with the draft, so that a sign-in link loses nothing.
 */
export function useEventTrip(form: Ref<TripForm>, blank: () => TripForm) {
  const route = useRoute()
  const asked = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }

  onMounted(async () => {
    const [id, date] = [asked('evenement'), asked('date')]
    if (!id || (form.value.event?.id === id && form.value.event.date === date)) return
    const read = await readEventRides(id, { date: date || undefined, limit: 1 }).catch(() => null)
    const { event, reach } = read ?? {}
    if (!event || !reach?.open) return
    const { arriveBy, leaveAt } = reach
    const [there, back] = [wallOf(arriveBy), wallOf(Math.ceil(leaveAt / fiveMinutes) * fiveMinutes)]
    form.value = {
      ...blank(),
      to: reach.aires[0]!.aire.id,
      ...there,
      isReturn: true,
      backDay: back.day,
      backTime: back.time,
      event: { ...event, arriveBy, leaveAt },
    }
  })

  watch(
    () => [form.value.from, form.value.to] as const,
    async ([from, to]) => {
      const { event, seats } = form.value
      if (!event || !from || !to || from === to || !territory.value) return
      const way = await readCost({ territory: territory.value.siren, from, to, seats }).catch(() => null)
      if (!way || form.value.event !== event || form.value.from !== from || form.value.to !== to) return
      const leave = Math.floor((event.arriveBy - way.seconds * 1000) / fiveMinutes) * fiveMinutes
      Object.assign(form.value, wallOf(leave))
    },
  )
}
