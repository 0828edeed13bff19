import type { InjectionKey, Ref } from 'vue'
import type { DeskItem } from '../../../api/incidents/desk.schemas.ts'
import type { Line } from './merge-list.ts'

/** The lines of the list, for what is drawn beside it. */
export const inboxLines: InjectionKey<Ref<Line<DeskItem>[]>> = Symbol('lines of the inbox')
