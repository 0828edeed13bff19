import { computed, shallowRef } from 'vue'
import { i18n } from '../../locales/i18n.ts'
import { whatFits } from '../pack/limits.ts'
import { pageStore } from '../pack/page-store.ts'
import { keepPictures, sweepPictures } from '../pack/pictures.ts'
import { refreshPack } from '../pack/refresh.ts'
import { refreshWhileClosed } from '../pack/while-closed.ts'
import { fitBasemaps, keepBasemap, withoutBasemap } from './basemaps.ts'
import {
  oneAtTheShelf,
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
  /** Changes it, alone; the shelf as it then is. */
  async function change(to: (before: Shelf) => Promise<Partial<Shelf>> | Partial<Shelf>): Promise<void> {
    await oneAtTheShelf(async () => {
      const before = await readShelf(pageStore)
      const after = { ...before, ...(await to(before)) }
      await writeShelf(pageStore, after)
      await sweepPictures(after.packs).catch(() => undefined)
    })
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
    setWhen: async (when: RefreshWhen) => {
      await change(() => ({ when }))
      await refreshWhileClosed(when).catch(() => undefined)
    },
    /** A smaller room is made at once: what no longer fits is forgotten. */
    setLimit: (limitBytes: number) =>
      change(async ({ packs, basemaps }) => {
        const { stay, goes } = whatFits(packs, limitBytes)
        for (const pack of goes) await forgetPack(pageStore, pack)
        const room = limitBytes - stay.reduce((sum, pack) => sum + packBytes(pack), 0)
        return { limitBytes, packs: stay, basemaps: await fitBasemaps(basemaps, room) }
      }),
    /** By the person's own press: whatever the network, and however fresh it is. */
    refresh: async (code: string) => {
      await change(({ refused }) => ({ refused: refused.filter((one) => one !== code) }))
      const asked = { code, lang: i18n.global.locale.value }
      await oneAtTheShelf(() => refreshPack(pageStore, asked))
      await look()
      // What is read is up to date: its pictures come behind.
      void keepPictures(pageStore, asked).then(look, () => undefined)
    },
    keepBasemap: async (asked: Parameters<typeof keepBasemap>[0]) => {
      await keepBasemap(asked).finally(look)
    },
    forgetBasemap: (code: string) => change(({ basemaps }) => withoutBasemap(basemaps, code)),
    forget: (pack: KeptPack) =>
      change(async ({ packs, refused }) => {
        await forgetPack(pageStore, pack)
        return { packs: packs.filter(({ code }) => code !== pack.code), refused: [...refused, pack.code] }
      }),
  }
}
