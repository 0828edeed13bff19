import type { RouteRecordRaw } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { routes } from '../../../web/routes.ts'
import { samples } from '../../screenshots/samples.ts'

/** Addresses of all routes that show something: a parent that only redirects, or only frames, has its children's. */
function pathsOf(all: readonly RouteRecordRaw[], parent = ''): string[] {
  return all.flatMap(({ path, children }) => {
    const whole = path.startsWith('/') ? path : [parent, path].filter(Boolean).join('/')
    return children ? pathsOf(children, whole) : [whole]
  })
}

describe('The screens that are drawn to be looked at', () => {
  it('are all those of the application: each route has its sample, and no sample is of a route that is gone', () => {
    expect(Object.keys(samples).toSorted()).toEqual(pathsOf(routes).toSorted())
  })
})
