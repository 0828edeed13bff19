import { today, type EventDraft, type WhenDraft, type WhereDraft } from './event-draft.ts'
import { endDay, spanOf } from './schedule-draft.ts'

/** One thing to correct: the id of its control, and the key of its sentence. */
export type Fault = { field: string; key: string }

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim())
const isPhone = (text: string) => /^\+?[\d\s().-]{6,20}$/.test(text.trim())
const isWeb = (text: string) => /^https?:\/\/[^\s"'<>\\]+\.[^\s"'<>\\]+$/i.test(withScheme(text))

/** « exemple.fr » is what people write. */
export function withScheme(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /^[a-z]+:/i.test(trimmed) ? trimmed : `https://${trimmed}`
}

/** What can be told of the dates before asking the server. */
export function checkWhen(when: WhenDraft): Fault[] {
  const counted = when.kind === 'several' ? when.dates : when.dates.slice(0, 1)
  const faults = counted.flatMap((date, index): Fault[] => {
    const own: Fault[] = []
    if (!date.day) own.push({ field: `date-${index}-day`, key: 'propose.error.day' })
    if (!when.allDay && !date.from) own.push({ field: `date-${index}-from`, key: 'propose.error.from' })
    if (date.lastDay && date.day && date.lastDay < date.day)
      own.push({ field: `date-${index}-last-day`, key: 'propose.error.lastDay' })
    if (own.length === 0) {
      const { start, end } = spanOf(date, when.allDay)
      if (end < start) own.push({ field: `date-${index}-to`, key: 'propose.error.to' })
    }
    return own
  })
  const { repeat } = when
  const [first] = when.dates
  if (when.kind === 'repeat' && !when.otherRule && faults.length === 0) {
    if (repeat.unit === 'week' && repeat.weekdays.length === 0)
      faults.push({ field: 'repeat-weekdays', key: 'propose.error.weekdays' })
    if (!(repeat.every >= 1)) faults.push({ field: 'repeat-every', key: 'propose.error.every' })
    if (repeat.end === 'day' && !repeat.lastDay)
      faults.push({ field: 'repeat-last-day', key: 'propose.error.repeatEnd' })
    else if (repeat.end === 'day' && first && repeat.lastDay < first.day)
      faults.push({ field: 'repeat-last-day', key: 'propose.error.repeatEndBefore' })
    if (repeat.end === 'count' && !(repeat.count >= 1 && repeat.count <= 1000))
      faults.push({ field: 'repeat-count', key: 'propose.error.count' })
  }
  return faults
}

/** What is proposed and over already: a year typed wrong, most often. Nobody would ever see it. */
function checkNotOver({ kind, dates, repeat }: WhenDraft): Fault[] {
  const now = today()
  if (kind === 'repeat') {
    const over = repeat.end === 'day' && repeat.lastDay < now
    return over ? [{ field: 'repeat-last-day', key: 'propose.error.over' }] : []
  }
  const counted = kind === 'several' ? dates : dates.slice(0, 1)
  const over = counted.every((date) => endDay(date) < now)
  return over ? [{ field: 'date-0-day', key: 'propose.error.over' }] : []
}

/** An event that is edited may have been: its author still mends what it says. */
export function checkWhat({ title, when, edited }: EventDraft): Fault[] {
  const faults: Fault[] = []
  if (title.trim() === '') faults.push({ field: 'title', key: 'propose.error.title' })
  else if (title.trim().length < 3) faults.push({ field: 'title', key: 'propose.error.titleShort' })
  const dates = checkWhen(when)
  return [...faults, ...(dates.length === 0 && !edited ? checkNotOver(when) : dates)]
}

export function checkWhere({ mode, known, fresh, onlineUrl }: WhereDraft): Fault[] {
  const faults: Fault[] = []
  if (mode !== 'online' && !known) {
    if (!fresh) faults.push({ field: 'place', key: 'propose.error.place' })
    else {
      if (!fresh.name.trim()) faults.push({ field: 'place-name', key: 'propose.error.placeName' })
      if (!fresh.communeCode) faults.push({ field: 'place-commune', key: 'propose.error.commune' })
    }
  }
  if (mode !== 'offline' && !isWeb(onlineUrl))
    faults.push({ field: 'online-url', key: 'propose.error.online' })
  return faults
}

export function checkMore(draft: EventDraft): Fault[] {
  const { image, bookingUrl, bookingPhone, bookingEmail, ageMin, ageMax, keywords } = draft
  const isAge = (text: string) => text === '' || (/^\d{1,3}$/.test(text) && Number(text) <= 120)
  const faults: Fault[] = []
  const need = (fine: boolean, field: string, key: string) => {
    if (!fine) faults.push({ field, key })
  }
  need(!image || image.description.trim() !== '', 'image-description', 'propose.error.imageDescription')
  need(bookingUrl === '' || isWeb(bookingUrl), 'booking-url', 'propose.error.web')
  need(bookingPhone === '' || isPhone(bookingPhone), 'booking-phone', 'propose.error.phone')
  need(bookingEmail === '' || isEmail(bookingEmail), 'booking-email', 'propose.error.email')
  need(isAge(ageMin), 'age-min', 'propose.error.age')
  need(isAge(ageMax), 'age-max', 'propose.error.age')
  need(!ageMin || !ageMax || Number(ageMin) <= Number(ageMax), 'age-max', 'propose.error.ages')
  need(
    keywordsOf(keywords).every((word) => word.length <= 40),
    'keywords',
    'propose.error.keywords',
  )
  return faults
}

export const keywordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
]

/** `known`: the email address is that of an organizer's account, which needs no other. */
export function checkWho(draft: EventDraft, { known }: { known: boolean }): Fault[] {
  const { organizerId, organizerName, email, phone } = draft
  const faults: Fault[] = []
  if (!organizerId && !organizerName.trim())
    faults.push({ field: 'organizer', key: 'propose.error.organizer' })
  if (email.trim() === '' ? !known : !isEmail(email))
    faults.push({ field: 'email', key: 'propose.error.email' })
  if (phone.trim() && !isPhone(phone)) faults.push({ field: 'phone', key: 'propose.error.phone' })
  return faults
}
