import type { Plugin } from 'vite'

const whole = "import * as Vue from 'vue';"
const needed =
  "import { getCurrentInstance as instanceInVue } from 'vue'; const Vue = { getCurrentInstance: instanceInVue };"

/**
 * vue-i18n 11 imports all of Vue to look up one function by its name, so a bundler must keep all of Vue: 13 kB
 * compressed that the first screen never runs. Only that function is imported instead. Fails the build when
 * vue-i18n no longer reads as expected, rather than growing in silence.
 */
export function leanI18n(): Plugin {
  return {
    name: 'bocage:lean-i18n',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/vue-i18n\/dist\/vue-i18n\.mjs$/ },
      handler(code) {
        if (!code.includes(whole))
          this.error('vue-i18n changed how it imports Vue: see web/build/lean-i18n.ts')
        return code.replace(whole, needed)
      },
    },
  }
}
