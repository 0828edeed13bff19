import type { AdminBody } from '../../../api/territory/territory-admin.schemas.ts'
import { type DraftHours, toDraftHours, toHours } from './hours.ts'

/** What the form of a body holds: an empty field is ''. */
export type BodyDraft = {
  name: string
  email: string
  phone: string
  address: string
  openingHours: DraftHours
  active: boolean
}
/** How to reach it, and when. */
export type ContactDraft = Pick<BodyDraft, 'email' | 'phone' | 'address' | 'openingHours'>
export type Contacts = Pick<AdminBody, 'name' | 'email' | 'phone' | 'address' | 'openingHours' | 'active'>

export function toBodyDraft({ name, email, phone, address, openingHours, active }: Contacts): BodyDraft {
  return { name, ...toContactDraft({ email, phone, address, openingHours }), active }
}
export function toContactDraft({
  email,
  phone,
  address,
  openingHours,
}: Pick<Contacts, 'email' | 'phone' | 'address' | 'openingHours'>): ContactDraft {
  return {
    email: email ?? '',
    phone: phone ?? '',
    address: address ?? '',
    openingHours: toDraftHours(openingHours),
  }
}

export function toBodyChange(draft: BodyDraft) {
  return { name: draft.name.trim(), ...toContactChange(draft), active: draft.active }
}
export function toContactChange(draft: ContactDraft) {
  return {
    email: draft.email.trim() || null,
    phone: draft.phone.trim() || null,
    address: draft.address.trim() || null,
    openingHours: toHours(draft.openingHours),
  }
}
