import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { configDefaults, defineConfig } from 'vitest/config'
import { serverPaths } from './api/platform/served-pages.rules.ts'
import { firstScreen } from './web/build/first-screen.ts'
import { leanI18n } from './web/build/lean-i18n.ts'
import { oldBrowser } from './web/build/old-browser.ts'
import { precompiledWords } from './web/build/precompiled-words.ts'
import { precompressed } from './web/build/precompressed.ts'
import { screenParts } from './web/build/screen-parts.ts'
import { widgetEntry } from './web/build/widget-entry.ts'
import { ClosingLineReporter } from './tests/support/closing-line.reporter.ts'

/** Flags of Vue and vue-i18n: what we never use is left out of what phones download. */
const leanVue = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  __VUE_I18N_LEGACY_API__: 'false',
  __INTLIFY_PROD_DEVTOOLS__: 'false',
}

/** A page on a busy machine: what is polled for may take its time, as what is waited for may. */
const slowly = { poll: { timeout: 20_000 } }

const apiOrigin = `http://127.0.0.1:${process.env['API_PORT'] ?? 3001}`

/** True when every module of ours in a chunk belongs to the staff side. */
function isForStaff(moduleIds: readonly string[]): boolean {
  const ours = moduleIds.filter((id) => /\/web\/\w+\//.test(id))
  return ours.length > 0 && ours.every((id) => /\/web\/(desk|admin|account)\//.test(id))
}

/** What several screens of a part of the app share is fetched at once: `agenda-list`, `carpool-rides`, `alerts`. */
const partOf =
  (domains: RegExp) =>
  (id: string): string | null => {
    const [, domain = '', part = ''] = /[\\/]web[\\/](\w+)[\\/](?:([\w-]+)[\\/])?/.exec(id) ?? []
    return domain && domains.test(domain) ? [domain, part].filter(Boolean).join('-') : null
  }
const ofStaff = /^(desk|admin|account)$/
const ofResidents = /^(?!desk|admin|account)/

/** Made from the app itself: `npm run manifest-screenshots`. */
const shot = (name: string, form_factor: 'narrow' | 'wide', label: string) => ({
  src: `/screenshots/${name}.webp`,
  sizes: form_factor === 'narrow' ? '780x1688' : '1280x800',
  type: 'image/webp',
  form_factor,
  label,
})
const shortcutIcon = [{ src: '/icons/bocage-192.png', sizes: '192x192', type: 'image/png' }]

export default defineConfig({
  root: 'web',
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  define: leanVue,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Phones of 2014 and 2015: the last Chrome of Android 5 is 95, the last Safari of an iPhone 6s 15.6. Held by
    // tests/e2e/web/old-phone.test.ts; the methods they lack are in web/shell/old-phone.
    target: 'es2022',
    cssTarget: ['chrome92', 'firefox98', 'safari15.4'],
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // A file for each shared module is a hundred requests for the first screen: a second, on a bad network.
        codeSplitting: {
          groups: [
            { name: 'missing-methods', test: /node_modules[\\/]core-js|missing-methods/, priority: 97 },
            // Of those who configured a basemap: no other phone keeps it ready (some-phones.ts). Clearing it is for all.
            { name: 'kept-ranges', test: /[\\/]basemap[\\/]kept-ranges/, priority: 96 },
            {
              name: 'basemap',
              test: /node_modules[\\/](protomaps-leaflet|pmtiles)|[\\/]basemap[\\/](archive|keep|tiles)\./,
              priority: 95,
            },
            { name: 'leaflet', test: /node_modules[\\/]leaflet/, priority: 90 },
            { name: 'time', test: /temporal/, priority: 85 },
            {
              name: 'vue',
              test: /node_modules[\\/](@vue|vue|vue-router|vue-i18n|@intlify|pinia)[\\/]/,
              priority: 80,
            },
            { name: 'app', tags: ['$initial'], priority: 70 },
            { name: 'home', test: /[\\/]web[\\/]home[\\/]/, priority: 60 },
            { name: 'icons', test: /@lucide/, minShareCount: 3, priority: 50 },
            { name: 'pack', test: /[\\/]web[\\/]offline[\\/]pack[\\/]/, minShareCount: 2, priority: 46 },
            // What sends, after the first screen: nothing of it is for whoever only reads.
            {
              name: 'queue',
              test: /[\\/]web[\\/]offline[\\/](Queued|SignInToSend|WaitingWhy|accepted|attempt|background\.|end-round|later-of|queue\.|queue-order|restored|round|send-|sent-words|since-accepted|without-contact)/,
              minShareCount: 2,
              priority: 46,
            },
            {
              name: 'common',
              test: /[\\/]web[\\/](ui[\\/](?!map)|http|locales|offline|territory)/,
              minShareCount: 3,
              priority: 45,
            },
            // Small things of a part that other parts show: each would bring its whole part along.
            { name: 'sentences', test: /[\\/]shell[\\/]sentences/, priority: 44 },
            {
              name: 'alerts-push',
              test: /[\\/]web[\\/]alerts[\\/](phone-memory\.ts|vapid-key\.ts|push\.ts|PushOffer)/,
              priority: 44,
            },
            {
              name: 'agenda-shared',
              test: /[\\/]web[\\/]agenda[\\/]shared[\\/]/,
              minShareCount: 2,
              priority: 44,
            },
            { name: 'map', test: /[\\/]web[\\/]ui[\\/]map[\\/](?!basemap)/, minShareCount: 2, priority: 44 },
            { name: partOf(ofResidents), minShareCount: 2, priority: 40 },
            { name: partOf(ofStaff), minShareCount: 2, priority: 30 },
          ],
        },
        // The desk's screens lie apart so that residents' phones do not keep them ready.
        chunkFileNames: (chunk) =>
          isForStaff(chunk.moduleIds) ? 'assets/desk/[name]-[hash].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: { [`^(${serverPaths.join('|')})(/|\\?|$)`]: apiOrigin },
  },
  plugins: [
    vue(),
    precompiledWords(),
    leanI18n(),
    widgetEntry(),
    oldBrowser(),
    firstScreen({
      modules: /\/web\/home\/\w+\.vue$|words\/fr\/alert$/,
      scriptBytes: 90_000,
      styleBytes: 20_000,
      never: /node_modules\/leaflet|\/web\/(desk|admin)\/(?!.*routes\.ts)|words\/(en|nl)\//,
    }),
    screenParts({
      '/': { made: /\/web\/home\/\w+\.vue$/, words: ['alert'] },
      '/signaler(/photo)?': {
        made: /\/incidents\/report\/(ReportFrame|PhotoPage)\.vue$|\/offline\/open-database\.ts$/,
        words: [],
      },
      '/agenda': { made: /\/agenda\/list\/AgendaFrame\.vue$/, words: ['agenda'] },
      '/agenda/20.*': { made: /\/agenda\/event\/EventPage\.vue$/, words: ['agenda'] },
      '/trajets': {
        made: /\/carpool\/rides\/(RidesFrame|SearchPage)\.vue$/,
        words: ['carpool', 'agenda'],
      },
      '/alertes': { made: /\/alerts\/AlertsFrame\.vue$/, words: ['alert', 'phone'] },
      '/alertes/[-0-9a-f]{36}': { made: /\/alerts\/AlertPage\.vue$/, words: ['alert', 'phone'] },
    }),
    precompressed(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Bocage',
        short_name: 'Bocage',
        description:
          'Signalez un problème à la mairie, trouvez une sortie ou un trajet, recevez les alertes de votre commune. ' +
          'Même sans réseau.',
        screenshots: [
          shot('accueil', 'narrow', 'L’accueil : ce qui se passe dans ma commune'),
          shot('signaler', 'narrow', 'Signaler un problème en quatre gestes'),
          shot('agenda', 'narrow', 'L’agenda, jour par jour'),
          shot('commune', 'wide', 'La page d’une commune : mairie, alertes, agenda'),
          shot('signalements', 'wide', 'Les signalements, en liste et sur la carte'),
        ],
        lang: 'fr',
        id: '/',
        start_url: '/',
        scope: '/',
        categories: ['government', 'social', 'utilities'],
        // What is being written is kept: one window is enough, and links open in it.
        launch_handler: { client_mode: ['navigate-existing', 'auto'] },
        shortcuts: [
          { name: 'Signaler un problème', short_name: 'Signaler', url: '/signaler', icons: shortcutIcon },
          { name: 'Agenda', url: '/agenda', icons: shortcutIcon },
          { name: 'Trajets', url: '/trajets', icons: shortcutIcon },
          { name: 'Alertes de ma commune', short_name: 'Alertes', url: '/alertes', icons: shortcutIcon },
        ],
        share_target: {
          action: '/signaler/partager',
          method: 'POST',
          enctype: 'multipart/form-data',
          params: { files: [{ name: 'photos', accept: ['image/*', '.heic', '.heif'] }] },
        },
        display: 'standalone',
        background_color: '#FBFAF6',
        theme_color: '#1F6B45',
        icons: [
          { src: '/icons/bocage.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icons/bocage-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/bocage-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/bocage-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      injectManifest: {
        // The desk's screens are named too, for phones that took a round along: `service-worker/some-phones.ts`.
        globPatterns: ['**/*.{js,css,html,svg,woff2}', 'assets/*.png'],
        globIgnores: ['widget.js', 'banner.js', 'forms.css'],
      },
    }),
  ],
  test: {
    reporters: ['default', new ClosingLineReporter()],
    projects: ['unit', 'api', 'e2e'].map((kind) => ({
      root: import.meta.dirname,
      test: {
        name: kind,
        environment: 'node',
        include: [`tests/${kind}/**/*.test.ts`],
        exclude: [...configDefaults.exclude],
        setupFiles: ['tests/support/seed.ts'],
        // Every core, by default one is kept aside; and one more than two, for tests wait for discs and limits of time.
        maxWorkers: Math.max(3, availableParallelism()),
        testTimeout: kind === 'e2e' ? 120_000 : 30_000,
        hookTimeout: kind === 'e2e' ? 120_000 : 60_000,
        // Files of one worker share the modules they load: loading them anew was a third of the processor's time.
        isolate: false,
        // A browser and a server each: after the rest, three at a time whatever the machine.
        ...(kind === 'e2e'
          ? {
              maxWorkers: 3,
              sequence: { groupOrder: 1 },
              expect: slowly,
            }
          : {}),
        ...(kind === 'unit' ? {} : { globalSetup: ['tests/support/demo-data.setup.ts'] }),
      },
    })),
  },
})
