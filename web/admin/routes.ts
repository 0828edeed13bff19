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
      {
        path: 'qui-fait-quoi',
        component: () => import('./duties/DutiesPage.vue'),
        meta: { title: 'admin.parts.duties.title' },
      },
      {
        path: 'qui-fait-quoi/:id',
        component: () => import('./duties/DutyPage.vue'),
        props: true,
        meta: { title: 'admin.parts.duties.title' },
      },
      {
        path: 'phrases',
        component: () => import('./sentences/SentencesPage.vue'),
        meta: { title: 'admin.parts.sentences.title' },
      },
      {
        path: 'aires',
        component: () => import('./aires/AiresPage.vue'),
        meta: { title: 'admin.parts.aires.title' },
      },
      {
        path: 'aires/nouvelle',
        component: () => import('./aires/NewAirePage.vue'),
        meta: { title: 'admin.aires.new' },
      },
      {
        path: 'aires/marge',
        component: () => import('./aires/MarginPage.vue'),
        meta: { title: 'admin.aires.marginTitle' },
      },
      {
        path: 'aires/:id',
        component: () => import('./aires/AirePage.vue'),
        props: true,
        meta: { title: 'admin.parts.aires.title' },
      },
      {
        path: 'operateurs',
        component: () => import('./operators/OperatorsPage.vue'),
        meta: { title: 'admin.parts.operators.title' },
      },
      {
        path: 'operateurs/nouveau',
        component: () => import('./operators/NewOperatorPage.vue'),
        meta: { title: 'admin.operators.new' },
      },
      {
        path: 'operateurs/:id',
        component: () => import('./operators/OperatorPage.vue'),
        props: true,
        meta: { title: 'admin.parts.operators.title' },
      },
      {
        path: 'bus',
        component: () => import('./buses/BusFeedsPage.vue'),
        meta: { title: 'admin.parts.buses.title' },
      },
      {
        path: 'autres-alertes',
        component: () => import('./outside/OutsideFeedsPage.vue'),
        meta: { title: 'admin.parts.outside.title' },
      },
      {
        path: 'agents',
        component: () => import('./members/MembersPage.vue'),
        meta: { title: 'admin.parts.members.title' },
      },
      {
        path: 'agents/inviter',
        component: () => import('./members/InvitePage.vue'),
        meta: { title: 'admin.members.invite' },
      },
      {
        path: 'agents/:id',
        component: () => import('./members/MemberPage.vue'),
        props: true,
        meta: { title: 'admin.parts.members.title' },
      },
    ],
  },
]
