import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../account/staff-only.ts'

/** Screens of the territory administrator, each in a chunk of its own. */
export const adminRoutes: RouteRecordRaw[] = [
  {
    path: '/administration',
    component: () => import('./AdminLayout.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk' },
    children: [
      { path: '', component: () => import('./AdminHome.vue'), meta: { title: 'admin.home.title' } },
      {
        path: 'territoire',
        component: () => import('./settings/SettingsPage.vue'),
        meta: { title: 'admin.parts.settings.title' },
      },
      {
        path: 'organismes',
        component: () => import('./bodies/BodiesPage.vue'),
        meta: { title: 'admin.parts.bodies.title' },
      },
      {
        path: 'organismes/nouveau',
        component: () => import('./bodies/NewBodyPage.vue'),
        meta: { title: 'admin.bodies.new' },
      },
      {
        path: 'organismes/:id',
        component: () => import('./bodies/BodyPage.vue'),
        props: true,
        meta: { title: 'admin.parts.bodies.title' },
      },
      {
        path: 'categories',
        component: () => import('./categories/CategoriesPage.vue'),
        meta: { title: 'admin.parts.categories.title' },
      },
      {
        path: 'categories/nouvelle',
        component: () => import('./categories/NewCategoryPage.vue'),
        meta: { title: 'admin.categories.new' },
      },
      {
        path: 'categories/:id',
        component: () => import('./categories/CategoryPage.vue'),
        props: true,
        meta: { title: 'admin.parts.categories.title' },
      },
    ],
  },
]
