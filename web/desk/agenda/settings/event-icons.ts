import {
  Blocks,
  Calendar,
  Clapperboard,
  Dices,
  Drama,
  Frame,
  Landmark,
  Music,
  Palette,
  PartyPopper,
  Presentation,
  ShoppingBasket,
  Trees,
  Trophy,
  Users,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { EventIcon } from '../../../../api/agenda/event-icons.rules.ts'

const icons: Record<EventIcon, Component> = {
  music: Music,
  drama: Drama,
  'shopping-basket': ShoppingBasket,
  'party-popper': PartyPopper,
  dices: Dices,
  trophy: Trophy,
  palette: Palette,
  frame: Frame,
  clapperboard: Clapperboard,
  presentation: Presentation,
  blocks: Blocks,
  users: Users,
  landmark: Landmark,
  trees: Trees,
  calendar: Calendar,
}

/** The picture of a kind of event. */
export const eventIcon = (name: string): Component => icons[name as EventIcon] ?? Calendar
