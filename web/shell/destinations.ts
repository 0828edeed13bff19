import { CalendarDays, CarFront, House, Megaphone } from '@lucide/vue'

/**
 * The bar's words, in order: four, so that each stays readable on the narrowest phone. A word is here only when its
 * screens exist. What this phone follows and what is seen near here are in « Accueil », and so is all that has no word here.
 */
export const destinations = [
  { to: '/', label: 'nav.home', icon: House },
  { to: '/signaler', label: 'nav.report', icon: Megaphone },
  { to: '/agenda', label: 'nav.agenda', icon: CalendarDays },
  { to: '/trajets', label: 'nav.rides', icon: CarFront },
] as const
