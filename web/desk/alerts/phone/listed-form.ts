import type { AlertKind } from '../../../../api/alerts/alert.rules.ts'
import { frenchNumber } from '../../../../api/alerts/phone-number.rules.ts'
import { phoneSaid } from '../../../ui/dial.ts'
import type { ListedPerson, ListedPersonChange } from './phone-list-api.ts'

/** What a clerk types of somebody to call. */
export type ListedForm = {
  firstName: string
  lastName: string
  phone: string
  note: string
  kinds: string[]
  consent: boolean
}

export const blankListed = (): ListedForm => ({
  firstName: '',
  lastName: '',
  phone: '',
  note: '',
  kinds: ['danger'],
  consent: false,
})

export const listedFormOf = ({ firstName, lastName, phone, note, kinds }: ListedPerson): ListedForm => ({
  firstName,
  lastName,
  phone: phoneSaid(phone),
  note: note ?? '',
  kinds: [...kinds],
  consent: false,
})

/** The same as it is sent. */
export const listedOf = (form: ListedForm): ListedPersonChange => ({
  firstName: form.firstName.trim(),
  lastName: form.lastName.trim(),
  phone: form.phone.trim(),
  note: form.note.trim() || null,
  kinds: form.kinds as AlertKind[],
  consent: form.consent,
})

/** What is missing or unreadable, tied to its field. */
export function listedFaults(
  form: ListedForm,
  { isNew, t }: { isNew: boolean; t: (key: string) => string },
): { field: string; message: string }[] {
  const fault = (field: string, isFault: boolean, key: string) =>
    isFault ? [{ field: `listed-${field}`, message: t(key) }] : []
  return [
    ...fault('first', form.firstName.trim() === '', 'rideDesk.person.error.first'),
    ...fault('last', form.lastName.trim() === '', 'rideDesk.person.error.last'),
    ...fault('phone', frenchNumber(form.phone) === null, 'alertDesk.phoneList.error.phone'),
    ...fault('kinds', form.kinds.length === 0, 'alertDesk.phoneList.error.kinds'),
    ...fault('consent', isNew && !form.consent, 'rideDesk.person.error.consent'),
  ]
}
