import { Accessibility, Brain, Ear, Eye, HeartHandshake } from '@lucide/vue'
import type { Component } from 'vue'
import type { z } from 'zod'
import type { accessibilityCode } from '../../../api/agenda/agenda.schemas.ts'

export type AccessCode = z.infer<typeof accessibilityCode>

/** OpenAgenda's codes: motor, hearing, visual, mental, psychic. Always with their words. */
export const accessIcons: Record<AccessCode, Component> = {
  mi: Accessibility,
  hi: Ear,
  vi: Eye,
  ii: Brain,
  pi: HeartHandshake,
}
export const accessCodes = Object.keys(accessIcons) as AccessCode[]
