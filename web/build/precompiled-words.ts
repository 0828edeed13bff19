import { baseCompile } from '@intlify/message-compiler'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { wordFaults, type Words } from './same-words.ts'
import { isIn } from './word-parts.ts'

const fileOf = (locale: string) => fileURLToPath(new URL(`../locales/${locale}.json`, import.meta.url))
const read = (locale: string) => JSON.parse(readFileSync(fileOf(locale), 'utf8')) as Words

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
 * `web/locales/fr.json?for=resident`, `?for=alert` … (word-parts.ts): the same file in parts, each fetched when it is needed.
 * At build time the sentences are parsed as well: phones download neither vue-i18n's parser (7 kB compressed) nor
 * spend time on it, and a broken sentence fails the build. So does a language that lacks what French says.
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
    buildStart() {
      if (!building) return
      const faults = ['en', 'nl'].flatMap((locale) => wordFaults(locale, read(locale), read('fr')))
      if (faults.length > 0) this.error(`The languages do not say the same:\n${faults.join('\n')}`)
    },
    resolveId: {
      filter: { id: /\/\w+\.json\?for=(resident|alert|phone|account|agenda|carpool|sends|desk)$/ },
      handler: (source) => `\0words/${source.split('/').at(-1)?.replace('.json?for=', '/')}`,
    },
    load: {
      filter: { id: /^\0words\// },
      handler(id) {
        const [, locale = 'fr', part = ''] = id.split('/')
        this.addWatchFile(fileOf(locale))
        const written = read(locale)
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
