import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CommunePage, CommuneRef } from '../../api/communes/communes.schemas.ts'
import { inForceAt } from '../alerts/as-now.ts'
import { NetworkError, ProblemError } from '../http/errors.ts'
import { errorSentence } from '../locales/error-sentence.ts'
import { now } from '../offline/clock.ts'
import { keepAmong } from '../offline/kept-among.ts'
import { recallRead } from '../offline/pack/recall-read.ts'
import { readCommune } from './communes-api.ts'

const keptKind = 'communes'
const keptAtMost = 8

/** What is over has nothing to say, whenever the rest was read. */
export function stillTrue(page: CommunePage, at: number): CommunePage {
  return {
    ...page,
    alerts: inForceAt(page.alerts, at),
    // One kept by an earlier version of the app knows of none.
    outside: (page.outside ?? []).filter(({ endsAt }) => endsAt > at),
    events: page.events.filter(({ endAt }) => endAt > at),
    aires: page.aires.map((aire) => ({
      ...aire,
      departures: aire.departures.filter(({ departAt }) => departAt > at),
    })),
  }
}

/** The page of a commune: read from the service, else as it was last seen here, with when that was. */
export function useCommune() {
  const { t, locale } = useI18n()
  const page = shallowRef<CommunePage | null>(null)
  /** When it was read; null of what the service has just said. */
  const keptAt = ref<number | null>(null)
  const failure = ref('')
  /** Communes that a wrong address may have meant. */
  const meant = shallowRef<CommuneRef[] | null>(null)
  const unclear = ref(false)

  /** Answers what is shown then; null when nothing could be read. */
  async function load(address: string): Promise<CommunePage | null> {
    const keyOf = (path: string) => `${path.toLowerCase()} ${locale.value}`
    const asked = `/communes/${address}`
    try {
      const read = await readCommune(address, locale.value)
      page.value = stillTrue(read, now())
      keptAt.value = null
      failure.value = ''
      meant.value = null
      // By its own address, and by the one that led here: both are gone back to.
      for (const path of new Set([asked, read.commune.path]))
        await keepAmong(keptKind, keyOf(path), read, keptAtMost).catch(() => undefined)
    } catch (error) {
      if (error instanceof ProblemError && [404, 409].includes(error.status)) {
        unclear.value = error.status === 409
        meant.value = (error.members['communes'] as CommuneRef[] | undefined) ?? []
        return null
      }
      const kept =
        error instanceof NetworkError
          ? await recallRead<CommunePage>(
              { path: `/api/communes/${encodeURIComponent(address)}` },
              { kind: keptKind, key: keyOf(asked) },
            )
          : null
      if (kept) {
        page.value = stillTrue(kept.data, now())
        keptAt.value = kept.at
        failure.value = ''
      } else failure.value = error instanceof NetworkError ? t('commune.offline') : errorSentence(error)
    }
    return page.value
  }
  return { page, keptAt, failure, meant, unclear, load }
}
