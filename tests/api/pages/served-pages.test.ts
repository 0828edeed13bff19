import { expect, it } from 'vitest'
import { isServed, stillPages } from '../../../api/platform/served-pages.rules.ts'
import { useDemoApp } from '../../support/demo-app.ts'

// Where the service worker leaves the server its own pages, in place of the application.

const app = useDemoApp()
const addresses = () => [
  ...new Set(
    app.current.app.routes
      .filter(({ method, path }) => method === 'GET' && !/[:*]/.test(path))
      .map(({ path }) => path),
  ),
]

it('each page that stays as the server made it is known by its address, and no screen of the application is', async () => {
  const still: string[] = []
  const screens: string[] = []
  for (const path of addresses()) {
    const response = await app.current.request(path)
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue
    const page = await response.text()
    const isScreen = page.includes('<div id="app"') && !page.includes('href="/forms.css"')
    ;(isScreen ? screens : still).push(path)
  }
  expect(screens).toContain('/agenda')
  expect(screens.filter(isServed)).toEqual([])
  expect(still).toEqual(expect.arrayContaining([...stillPages]))
  expect(still.filter((path) => !isServed(path))).toEqual([])
})

it('whatever answers beside pages is the server’s', () => {
  const plain = addresses().filter((path) => /^\/(api|healthz|readyz|integrer)\b/.test(path))
  expect(plain.length).toBeGreaterThan(30)
  expect(plain.filter((path) => !isServed(path))).toEqual([])
})
