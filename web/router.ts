import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { i18n, speakOf, speakTo } from './locales/i18n.ts'
import { routes, staffRoutes } from './routes.ts'
import { forgetFocus } from './shell/lost-focus.ts'
import { goOnWithout } from './shell/missing-part.ts'

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // Not on the first page: one may have begun to read what the server wrote.
  scrollBehavior: (_to, from, saved) => saved ?? (from.matched.length > 0 ? { top: 0 } : false),
})

const staffPaths = new Set(staffRoutes.map((route) => route.path))

const isForStaff = (to: RouteLocationNormalized) => to.matched.some(({ path }) => staffPaths.has(path))

router.beforeEach(async (to) => {
  if (isForStaff(to)) for (const part of ['desk', 'account'] as const) await speakOf(part)
  for (const part of to.matched.flatMap((record) => record.meta.words ?? [])) await speakOf(part)
})

// Last of all: what is still on screen keeps its language meanwhile.
router.beforeResolve((to) => speakTo(isForStaff(to) ? 'staff' : 'residents'))

// What browsers say of a part of the app they can't fetch: no network, or a server that has a newer version.
const partMissing = /dynamically imported module|module script failed/i

router.onError((error, to) => {
  if (error instanceof Error && partMissing.test(error.message)) void goOnWithout(to.fullPath)
})

/** « Nid-de-poule, rue de la Gare · Bocage » */
export function setPageTitle(words: string): void {
  document.title = words ? `${words} · Bocage` : 'Bocage'
  // The heading that waited gives way to the one that knows better: the focus goes with it.
  if (document.activeElement?.matches('main h1'))
    void nextTick(() => {
      if (!document.activeElement?.matches('main h1')) void focusHeading()
    })
}

const headingWithinMs = 15_000
const lookEachMs = 50
/** Each navigation takes the place of the one before, which then gives up. */
let arrivals = 0

/**
 * Gives the focus to the page's heading, as soon as there is one: on a slow network a page may be seconds in saying what
 * it is. Follows it when another takes its place, and leaves a person alone who has gone on by themselves.
 */
async function focusHeading(): Promise<void> {
  const arrival = ++arrivals
  let held = document.activeElement
  for (let waited = 0; waited < headingWithinMs; waited += lookEachMs) {
    await nextTick()
    if (arrival !== arrivals) return
    const here = document.activeElement
    if (here !== held && here !== document.body && here !== null) return
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading && heading !== held) {
      heading.tabIndex = -1
      heading.focus({ preventScroll: true })
      held = heading
    }
    await new Promise((resolve) => setTimeout(resolve, lookEachMs))
  }
}

const samePage = (to: RouteLocationNormalized, from: RouteLocationNormalized) =>
  to.path === from.path && to.matched.length > 0 && from.matched.length > 0

router.afterEach((to, from, failure) => {
  if (failure) return
  if (!samePage(to, from)) setPageTitle(to.meta.title ? i18n.global.t(to.meta.title) : '')
  // Neither on the first page (the browser reads it from the top) nor when only the filters changed.
  if (from.matched.length === 0 || samePage(to, from)) return
  forgetFocus()
  void focusHeading()
})
