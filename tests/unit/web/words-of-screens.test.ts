import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { RouteRecordRaw } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { isIn } from '../../../web/build/word-parts.ts'
import { routes, staffRoutes } from '../../../web/routes.ts'

// A sentence whose part of the words was not fetched is shown as its key: « sends.photos.step ».

const texts = new Map<string, string>()
function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, 'utf8')
  texts.set(file, text)
  return text
}
const namedIn = (file: string, pattern: RegExp) =>
  [...textOf(file).matchAll(pattern)].map((found) => found[1] ?? '')
const filesIn = (file: string, pattern: RegExp) =>
  namedIn(file, pattern).map((path) => normalize(join(dirname(file), path)))
const isComponent = (file: string) => file.endsWith('.vue')

/** What comes with a file. */
const broughtBy = (file: string) =>
  filesIn(file, /^(?:import|export) (?!type )[^'"`]*?from '(\.[^']+\.(?:vue|ts))'/gm)
/** What a component fetches when it is needed, having asked for words first. */
const fetchedBy = (file: string) => (isComponent(file) ? filesIn(file, /\bimport\('(\.[^']+\.vue)'\)/g) : [])
const wordsAskedBy = (file: string) => namedIn(file, /\bspeakOf\('(\w+)'\)/g)
/** First names of the keys that a component says. */
const keysSaidBy = (file: string) =>
  isComponent(file) ? namedIn(file, /(?:\$t|\bt|\bte|\btm|keypath=)\(?\s*["'`]([\w-]+)\.[\w$]/g) : []

type Screen = { address: string; file: string; title: string | undefined; parts: readonly string[] }
/** Which frame a screen about people without a phone has is chosen when it opens: a volunteer never has the desk's. */
const isElsewhere = ({ address }: Screen, file: string) =>
  address.startsWith('/trajets/pour-quelquun') && file === 'web/desk/rides/StaffRides.vue'

/** What a screen says, with all that it brings, whose words nobody fetched: « file: key ». */
function unsaid(screen: Screen): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const need = (file: string, key: string, parts: readonly string[]) => {
    if (!['resident', ...parts].some((part) => isIn(part, key))) found.add(`${file}: ${key}`)
  }
  const look = (file: string, parts: readonly string[]) => {
    const visit = `${file} ${parts.toSorted().join(' ')}`
    if (seen.has(visit) || isElsewhere(screen, file)) return
    seen.add(visit)
    for (const key of keysSaidBy(file)) need(file, key, parts)
    for (const other of broughtBy(file)) look(other, parts)
    const asked = [...new Set([...parts, ...wordsAskedBy(file)])]
    for (const other of fetchedBy(file)) look(other, asked)
  }
  look(screen.file, screen.parts)
  if (screen.title) need(screen.file, screen.title.split('.')[0] ?? '', screen.parts)
  return [...found]
}

/** The file of a route's component, as Vite names it in what fetches it. */
const fileOf = ({ component }: RouteRecordRaw) =>
  /["']\/(web\/[^"']+\.vue)["']/.exec(String(component))?.[1] ?? ''
const staff = new Set(staffRoutes)

function screensOf(all: readonly RouteRecordRaw[], above: readonly string[] = []): Screen[] {
  return all.flatMap((route) => {
    const { path: address, meta, children = [] } = route
    const parts = [...above, ...(meta?.words ?? []), ...(staff.has(route) ? ['desk', 'account'] : [])]
    const own = route.component ? [{ address, file: fileOf(route), title: meta?.title, parts }] : []
    return [...own, ...screensOf(children, parts)]
  })
}

describe('the words of a screen', () => {
  const screens = screensOf(routes)

  it('are fetched with it, or before the part that says them', () => {
    expect(screens.length).toBeGreaterThan(100)
    expect(screens.flatMap(unsaid)).toEqual([])
  })

  it('are missed where a part of them is not asked for', () => {
    const sent = screens.find(({ address }) => address === '/signaler/envoye/:id')
    expect(unsaid({ ...(sent as Screen), parts: [] })).toContain('web/offline/PhotosOnTheWay.vue: sends')
  })
})
