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
export type Contacts = Pick<AdminBody, 'name' | 'email' | 'phone' | 'address' | 'openingHours' | 'active'>

export function toBodyDraft({ name, email, phone, address, openingHours, active }: Contacts): BodyDraft {
  return {
    name,
    email: email ?? '',
    phone: phone ?? '',
    address: address ?? '',
    openingHours: toDraftHours(openingHours),
    active,
  }
}

export function toBodyChange(draft: BodyDraft) {
  return {
    name: draft.name.trim(),
    email: draft.email.trim() || null,
    phone: draft.phone.trim() || null,
    address: draft.address.trim() || null,
    openingHours: toHours(draft.openingHours),
    active: draft.active,
  }
}
