import { baseCompile } from '@intlify/message-compiler'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

type Words = { [key: string]: string | Words }

/** Top-level keys fetched with the screens that use them; all others with the first screen. */
const keysOf: Record<string, readonly string[]> = {
  alert: ['alert', 'commune'],
  phone: ['phone', 'wish'],
  desk: ['alertDesk', 'desk', 'admin', 'account', 'stats', 'moderation', 'rideDesk', 'rideReports'],
  agenda: ['agenda', 'propose', 'organizer'],
  carpool: ['carpool', 'trust'],
}
const apart = Object.values(keysOf).flat()
const isIn = (part: string, key: string) => keysOf[part]?.includes(key) ?? !apart.includes(key)

/** French puts an unbreakable space before ? : ; » and after «, so that none is left alone on a line. */
function setInFrench(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? value.replace(/ (?=[?:;»])/g, '\u00a0').replace(/(?<=«) /g, '\u00a0')
        : setInFrench(value),
    ]),
  )
}

function compileWords(words: Words): object {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? baseCompile(value, { jit: true, optimize: true, minify: true, location: false } as object).ast
        : compileWords(value),
    ]),
  )
}

/**
 * `web/locales/fr.json?for=resident`, `?for=alert`, `?for=phone`, `?for=agenda`, `?for=carpool`, `?for=desk`: the same file in parts, each fetched when it is needed.
 * At build time the sentences are parsed as well: phones download neither vue-i18n's parser (7 kB compressed) nor
 * spend time on it, and a broken sentence fails the build.
 */
export function precompiledWords(): Plugin {
  let building = false
  return {
    name: 'bocage:precompiled-words',
    enforce: 'pre',
    config: (_, { command }) => {
      building = command === 'build'
      return building ? { define: { __INTLIFY_DROP_MESSAGE_COMPILER__: 'true' } } : {}
    },
    resolveId: {
      filter: { id: /\/\w+\.json\?for=(resident|alert|phone|agenda|carpool|desk)$/ },
      handler: (source) => `\0words/${source.split('/').at(-1)?.replace('.json?for=', '/')}`,
    },
    load: {
      filter: { id: /^\0words\// },
      handler(id) {
        const [, locale, part = ''] = id.split('/')
        const file = fileURLToPath(new URL(`../locales/${locale}.json`, import.meta.url))
        this.addWatchFile(file)
        const written = JSON.parse(readFileSync(file, 'utf8')) as Words
        const all = locale === 'fr' ? setInFrench(written) : written
        const words = Object.fromEntries(Object.entries(all).filter(([key]) => isIn(part, key)))
        return {
          code: `export default ${JSON.stringify(building ? compileWords(words) : words)}`,
          moduleType: 'js',
        }
      },
    },
  }
}
