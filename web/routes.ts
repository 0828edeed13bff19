import type { RouteRecordRaw } from 'vue-router'
import { accountRoutes } from './account/routes.ts'
import { adminRoutes } from './admin/routes.ts'
import { agendaRoutes } from './agenda/routes.ts'
import { alertRoutes } from './alerts/routes.ts'
import { carpoolRoutes } from './carpool/routes.ts'
import { communeRoutes } from './communes/routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { residentRoutes } from './incidents/routes.ts'
import type { WordPart } from './locales/i18n.ts'
import { keptRoutes } from './offline/routes.ts'
import { wishRoutes } from './wishes/routes.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the words shown in the browser's tab; a page that knows better calls `setPageTitle`. */
    title?: string
    /** The desk draws its own frame: the resident's header and bar are left out. */
    frame?: 'resident' | 'desk' | 'bare'
    /** With the links of the foot of every page, though without a frame. */
    foot?: boolean
    /** Words fetched before the screen opens, beside the first screen's; staff screens have the desk's without it. */
    words?: readonly WordPart[]
  }
}

/** Screens of staff: their words are the desk's. */
export const staffRoutes = [...deskRoutes, ...adminRoutes]

/** Every screen of the application, each with its address. */
export const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./home/HomePage.vue'), meta: { title: 'nav.home' } },
  ...residentRoutes,
  ...agendaRoutes,
  ...alertRoutes,
  ...communeRoutes,
  ...carpoolRoutes,
  ...wishRoutes,
  ...keptRoutes,
  ...staffRoutes,
  ...accountRoutes,
  {
    path: '/:rest(.*)*',
    component: () => import('./shell/NotFoundPage.vue'),
    meta: { title: 'notFound.title' },
  },
]
