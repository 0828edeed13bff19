import type { DeskTerritory } from '../shared/desk.store.ts'
import { useRoute } from 'vue-router'

/** Where staff book for people without a phone, and where a volunteer does. */
export const deskRidesHome = '/agents/trajets'
export const helpersHome = '/trajets/pour-quelquun'

/** What these screens know of a territory, whoever opens them. */
export type RidesTerritory = Pick<DeskTerritory, 'siren' | 'name' | 'communes'>

/** The beginning of the addresses of these screens: the desk's, or a volunteer's. */
export const useRidesHome = () => (useRoute().path.startsWith(helpersHome) ? helpersHome : deskRidesHome)
