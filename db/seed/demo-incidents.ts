import { demoNature } from './demo-nature.ts'
import { demoRoads } from './demo-road.ts'
import type { DemoIncident } from './demo-stories.ts'
import { demoVillage } from './demo-village.ts'

export type { DemoIncident, DemoStep } from './demo-stories.ts'

/** Every invented report of the demo. */
export const demoIncidents: readonly DemoIncident[] = [...demoRoads, ...demoNature, ...demoVillage]
