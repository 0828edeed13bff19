import { ref } from 'vue'
import { faultSentence } from '../../offline/photo-words.ts'
import type { QueuedSend } from '../../offline/stored.ts'

type Refusal = NonNullable<QueuedSend['refusal']>

/** Why the report last sent was refused, until its last screen has shown it. */
export const refused = ref<Refusal | null>(null)

/** JSON pointers into what was sent (RFC 6901), to controls of the last screen. */
const controls: Readonly<Record<string, 'words' | 'email' | 'phone'>> = {
  '/words': 'words',
  '/contact/email': 'email',
  '/contact/phone': 'phone',
}
const aboutPlace = new Set(['choose-commune', 'outside-territory', 'outside-every-commune'])
const begins = (start: string) => (one: { pointer: string }) => one.pointer.startsWith(start)

/** The screen on which it is corrected. */
export function screenOf({ slug, errors = [] }: Refusal): string {
  if (aboutPlace.has(slug) || errors.some(begins('/position')) || errors.some(begins('/communeCode')))
    return '/signaler/ou'
  if (errors.some(begins('/photos'))) return '/signaler'
  const aboutKind = slug === 'unknown-category' || errors.some(begins('/categoryId'))
  return aboutKind || errors.some(begins('/answers')) ? '/signaler/quoi' : '/signaler/verifier'
}

/** Sentences for the controls of the last screen, and for none of them. */
export function faultsOf({ detail, errors = [] }: Refusal): {
  fields: Record<string, string>
  others: string[]
} {
  const fields: Record<string, string> = {}
  const others: string[] = []
  for (const fault of errors) {
    const control = controls[fault.pointer]
    if (control) fields[control] ??= fault.detail
    else others.push(faultSentence(fault))
  }
  return { fields, others: errors.length > 0 ? others : [detail] }
}
