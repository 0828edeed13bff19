import type { Plugin } from 'vite'
import { oldBrowserScript } from '../../api/platform/old-browser.rules.ts'

/** Writes in the page what browsers run that cannot run the application. */
export const oldBrowser = (): Plugin => ({
  name: 'bocage:old-browser',
  transformIndexHtml: () => [{ tag: 'script', children: oldBrowserScript, injectTo: 'body' }],
})
