import type { EditPerson } from '../../../api/carpool/desk-people.schemas.ts'
import type { PersonView } from './desk-rides-api.ts'

/** What a clerk types of a person. */
export type PersonForm = {
  firstName: string
  lastName: string
  phone: string
  phoneShared: boolean
  woman: boolean
  consent: boolean
}

export const blankPerson = (): PersonForm => ({
  firstName: '',
  lastName: '',
  phone: '',
  phoneShared: true,
  woman: false,
  consent: false,
})

export const formOf = (person: PersonView): PersonForm => ({
  firstName: person.firstName,
  lastName: person.lastName,
  phone: person.phone ?? '',
  phoneShared: person.phoneShared,
  woman: person.woman ?? false,
  consent: true,
})

/** The same as it is sent. */
export const saidOf = (form: PersonForm): EditPerson => ({
  firstName: form.firstName.trim(),
  lastName: form.lastName.trim(),
  phone: form.phone.trim() || null,
  phoneShared: form.phone.trim() !== '' && form.phoneShared,
  woman: form.woman || null,
})

/** What is missing or unreadable, tied to its field. */
export function faultsOf(form: PersonForm, t: (key: string) => string): { field: string; message: string }[] {
  const phone = form.phone.trim()
  return [
    ...(form.firstName.trim() ? [] : [{ field: 'person-first', message: t('rideDesk.person.error.first') }]),
    ...(form.lastName.trim() ? [] : [{ field: 'person-last', message: t('rideDesk.person.error.last') }]),
    ...(phone === '' || /^\+?[\d\s().-]{6,20}$/.test(phone)
      ? []
      : [{ field: 'person-phone', message: t('desk.enter.needed.phone') }]),
    ...(form.consent ? [] : [{ field: 'person-consent', message: t('rideDesk.person.error.consent') }]),
  ]
}
