import { House, Map, Megaphone, NotebookPen } from '@lucide/vue'

/** The bar's words, in order. A word is here only when its screens exist. */
export const destinations = [
  { to: '/', label: 'nav.home', icon: House },
  { to: '/signaler', label: 'nav.report', icon: Megaphone },
  { to: '/signalements', label: 'nav.around', icon: Map },
  { to: '/mes-suivis', label: 'nav.mine', icon: NotebookPen },
] as const
