import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { configDefaults, defineConfig } from 'vitest/config'
import { ClosingLineReporter } from './tests/support/closing-line.reporter.ts'

const apiOrigin = `http://127.0.0.1:${process.env['API_PORT'] ?? 3001}`

export default defineConfig({
  root: 'web',
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2020', assetsInlineLimit: 0 },
  server: { proxy: { '/api': apiOrigin, '/healthz': apiOrigin, '/readyz': apiOrigin } },
  plugins: [
    vue(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Bocage',
        short_name: 'Bocage',
        description: 'Signaler, sortir, partager un trajet : la vie de mon territoire.',
        lang: 'fr',
        start_url: '/',
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
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,woff2}'] },
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
        testTimeout: kind === 'e2e' ? 120_000 : 30_000,
        hookTimeout: kind === 'e2e' ? 120_000 : 60_000,
        ...(kind === 'e2e' ? { fileParallelism: false } : {}),
      },
    })),
  },
})
