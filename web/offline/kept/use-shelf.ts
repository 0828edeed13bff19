import { computed, shallowRef } from 'vue'
import { i18n } from '../../locales/i18n.ts'
import { now } from '../clock.ts'
import { whatFits } from '../pack/limits.ts'
import { pageStore } from '../pack/page-store.ts'
import { refreshPack } from '../pack/refresh.ts'
import { forgetBasemap, keepBasemap } from './basemaps.ts'
import {
  basemapBytes,
  emptyShelf,
  forgetPack,
  packBytes,
  readShelf,
  writeShelf,
  type KeptPack,
  type RefreshWhen,
  type Shelf,
} from '../pack/shelf.ts'

/** The packs of this phone, and what its person may do with them. Each act answers once it is done. */
export function useShelf() {
  const shelf = shallowRef<Shelf>(emptyShelf)
  const look = async () => {
    shelf.value = await readShelf(pageStore)
  }
  async function change(to: Partial<Shelf>): Promise<void> {
    await writeShelf(pageStore, { ...(await readShelf(pageStore)), ...to })
    await look()
  }
  return {
    packs: computed(() => shelf.value.packs),
    when: computed(() => shelf.value.when),
    limitBytes: computed(() => shelf.value.limitBytes),
    basemaps: computed(() => shelf.value.basemaps),
    bytes: computed(
      () =>
        shelf.value.packs.reduce((sum, pack) => sum + packBytes(pack), 0) +
        basemapBytes(shelf.value.basemaps),
    ),
    look,
    setWhen: (when: RefreshWhen) => change({ when }),
    /** A smaller room is made at once: what no longer fits is forgotten. */
    setLimit: async (limitBytes: number) => {
      const before = await readShelf(pageStore)
      const { stay, goes } = whatFits(before.packs, limitBytes)
      for (const pack of goes) await forgetPack(pageStore, pack)
      const packs = stay.reduce((sum, pack) => sum + packBytes(pack), 0)
      for (const { code } of before.basemaps.toReversed())
        if (packs + basemapBytes((await readShelf(pageStore)).basemaps) > limitBytes)
          await forgetBasemap(code)
      await change({ limitBytes, packs: stay })
    },
    /** By the person's own press: whatever the network, and however fresh it is. */
    refresh: async (code: string) => {
      await refreshPack(pageStore, { code, lang: i18n.global.locale.value, now: now() })
      await look()
    },
    keepBasemap: async (asked: Parameters<typeof keepBasemap>[0]) => {
      await keepBasemap(asked).finally(look)
    },
    forgetBasemap: async (code: string) => {
      await forgetBasemap(code)
      await look()
    },
    forget: async (pack: KeptPack) => {
      await forgetPack(pageStore, pack)
      const { packs } = await readShelf(pageStore)
      await change({ packs: packs.filter(({ code }) => code !== pack.code) })
    },
  }
}
