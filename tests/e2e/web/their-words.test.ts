import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// RGAA 8.7: what town halls, associations and residents wrote is French on English and Dutch pages too, and says so; what
// Bocage says there is not.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const read = async <T>(path: string): Promise<T> =>
  (await fetch(server.current.url + path).then((one) => one.json())) as T

type Named = { title?: string; name?: string; words?: string | null; path?: string; id?: string }
type Known = { said: string[]; pages: string[] }

/** Titles and words of the demonstration that are French, and the pages that show them. */
async function known(lang: string): Promise<Known> {
  const { items: events } = await read<{ items: Named[] }>('/api/events?limit=20')
  const { items: incidents } = await read<{ items: (Named & { category: Named })[] }>(
    '/api/incidents?limit=20',
  )
  const { items: alerts } = await read<{ items: (Named & { language: string })[] }>(
    `/api/alerts?lang=${lang}`,
  )
  const french = alerts.filter(({ language }) => language === 'fr')
  const said = [
    ...events.map(({ title }) => title),
    ...incidents.flatMap(({ words, category }) => [words, category.name]),
    ...french.flatMap(({ title }) => title),
  ].flatMap((one) => (one && one.length > 3 ? [one] : []))
  const pages = [
    '/',
    '/agenda',
    '/alertes',
    '/signalements',
    '/communes/bavay',
    '/signaler/quoi',
    '/agenda/proposer/quoi',
    '/trajets',
    '/accessibilite',
    '/plan-du-site',
    '/agenda/proposer/simple?commune=59053',

    '/signaler/simple?commune=59053',
  ]
  const more = [events[0]?.path, french[0]?.path, incidents[0] && `/signalements/${incidents[0].id}`]
  return { said: [...new Set(said)], pages: [...pages, ...more.flatMap((one) => (one ? [one] : []))] }
}

/** Of these the server writes nothing but where to go without a script. */
const needsScript = /^\/(?:signalements|signaler\/quoi|agenda\/proposer\/quoi|trajets)/

/** Runs in a page: pieces of text that hold a known one, and whether each is said to be French. */
function marksOf(said: string[]): { marked: number; unmarked: string[] } {
  const walker = document.createTreeWalker(
    document.querySelector('main') ?? document.body,
    NodeFilter.SHOW_TEXT,
  )
  const unmarked: string[] = []
  let marked = 0
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? ''
    const parent = walker.currentNode.parentElement
    if (!parent || parent.closest('script, style') || !said.some((one) => text.includes(one))) continue
    if (parent.closest<HTMLElement>('[lang]')?.lang === 'fr') marked += 1
    else unmarked.push(text.slice(0, 80))
  }
  return { marked, unmarked }
}

async function open(page: Page, path: string) {
  const isStill = /simple|accessibilite|plan-du-site/.test(path)
  await page.goto(path)
  // Before it is drawn, what the server wrote stands in its place.
  await page
    .locator(`${isStill ? '' : '#app[data-v-app] '}main h1`)
    .first()
    .waitFor()
  await expect.poll(() => page.locator('main .skeleton').count()).toBe(0)
}

it.each(['nl-BE', 'en-GB'])(
  'marks what is written in French on every page, with a script and without: %s',
  async (locale) => {
    const { said, pages } = await known(locale.slice(0, 2))
    expect(said.length).toBeGreaterThan(10)
    for (const javaScriptEnabled of [true, false]) {
      const page = await browser.openPage({
        baseURL: server.current.url,
        viewport: phone,
        locale,
        javaScriptEnabled,
      })
      let marked = 0
      for (const path of pages.filter((one) => javaScriptEnabled || !needsScript.test(one))) {
        if (javaScriptEnabled) await open(page, path)
        else await page.goto(path)
        expect(await page.locator('html').getAttribute('lang'), path).toBe(locale.slice(0, 2))
        const marks = await page.evaluate(marksOf, said)
        expect(marks.unmarked, `${path}, ${javaScriptEnabled ? 'with' : 'without'} a script`).toEqual([])
        marked += marks.marked
        if (javaScriptEnabled) await screenshot(page, `their-words-${locale}-${path.replaceAll(/\W+/g, '-')}`)
      }
      expect(marked).toBeGreaterThan(10)
    }
  },
)

it('marks as French nothing that Bocage says around an alert', async () => {
  const { pages } = await known('nl')
  const path = pages.find((one) => one.startsWith('/alertes/')) ?? ''
  expect(path).not.toBe('')
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone, locale: 'nl-BE' })
  await open(page, path)
  const ours = page.locator('article .kind, article > .strong')
  expect(await ours.count()).toBeGreaterThan(1)
  for (const one of await ours.all())
    expect(await one.evaluate((node) => node.closest<HTMLElement>('[lang]')?.lang)).toBe('nl')
})

it('marks what residents wrote in the list of the staff, read in English', async () => {
  const { said } = await known('en')
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone, locale: 'en-GB' })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents')
  await page.locator('main .line').first().waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  const { marked, unmarked } = await page.evaluate(marksOf, said)
  expect(unmarked).toEqual([])
  expect(marked).toBeGreaterThan(1)
})
