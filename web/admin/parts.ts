import {
  Building2,
  Bus,
  CarFront,
  ListChecks,
  MessageSquareQuote,
  Palette,
  Radio,
  Signpost,
  Users,
  Waypoints,
} from '@lucide/vue'
import type { useAdmin } from './admin.store.ts'

type Admin = ReturnType<typeof useAdmin>

/** What there is to set, in the order one meets it when a territory opens. */
const parts = [
  { to: '/administration/territoire', key: 'settings', icon: Palette, open: (admin: Admin) => admin.wholly },
  {
    to: '/administration/organismes',
    key: 'bodies',
    icon: Building2,
    open: (admin: Admin) => admin.administers,
  },
  {
    to: '/administration/categories',
    key: 'categories',
    icon: ListChecks,
    open: (admin: Admin) => admin.wholly,
  },
  {
    to: '/administration/qui-fait-quoi',
    key: 'duties',
    icon: Signpost,
    open: (admin: Admin) => admin.administers,
  },
  {
    to: '/administration/phrases',
    key: 'sentences',
    icon: MessageSquareQuote,
    open: (admin: Admin) => admin.within('sentences.edit').length > 0,
  },
  {
    to: '/administration/aires',
    key: 'aires',
    icon: CarFront,
    open: (admin: Admin) => admin.wholly,
  },
  {
    to: '/administration/operateurs',
    key: 'operators',
    icon: Waypoints,
    open: (admin: Admin) => admin.wholly,
  },
  {
    to: '/administration/bus',
    key: 'buses',
    icon: Bus,
    open: (admin: Admin) => admin.wholly,
  },
  {
    to: '/administration/autres-alertes',
    key: 'outside',
    icon: Radio,
    open: (admin: Admin) => admin.wholly,
  },
  {
    to: '/administration/agents',
    key: 'members',
    icon: Users,
    open: (admin: Admin) => admin.within('members.administer').length > 0,
  },
] as const

/** The parts this person may set. */
export const openParts = (admin: Admin) => parts.filter(({ open }) => open(admin))
