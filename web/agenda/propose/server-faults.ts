export type Step = 'what' | 'where' | 'more' | 'check'
/** What the server refused: the screen and the control it is on, with its sentence. */
export type FieldFault = { step: Step; field?: string; message: string }

/** JSON pointers into what was sent (RFC 6901), the longest first, to controls. `#` is an index. */
const controls: readonly (readonly [string, Step, string])[] = [
  ['/schedule/spans/#/end', 'what', 'date-#-to'],
  ['/schedule/spans/#', 'what', 'date-#-day'],
  ['/schedule/spans', 'what', 'date-0-day'],
  ['/schedule/rule', 'what', 'repeat-every'],
  ['/schedule', 'what', 'date-0-day'],
  ['/title', 'what', 'title'],
  ['/place/name', 'where', 'place-name'],
  ['/place/communeCode', 'where', 'place-commune'],
  ['/place/address', 'where', 'place-address'],
  ['/place', 'where', 'place-name'],
  ['/placeId', 'where', 'place'],
  ['/onlineUrl', 'where', 'online-url'],
  ['/communeCode', 'where', 'online-commune'],
  ['/categoryIds', 'more', 'categories'],
  ['/description', 'more', 'description'],
  ['/image/description', 'more', 'image-description'],
  ['/image', 'more', 'image'],
  ['/price', 'more', 'price'],
  ['/bookingUrl', 'more', 'booking-url'],
  ['/bookingPhone', 'more', 'booking-phone'],
  ['/bookingEmail', 'more', 'booking-email'],
  ['/ageMin', 'more', 'age-min'],
  ['/ageMax', 'more', 'age-max'],
  ['/keywords', 'more', 'keywords'],
  ['/organizerName', 'check', 'organizer'],
  ['/organizerId', 'check', 'organizer'],
  ['/contact/email', 'check', 'email'],
  ['/contact/phone', 'check', 'phone'],
  ['/contact/name', 'check', 'contact-name'],
]

/** Refusals that are about one thing, without a pointer. */
const stepOf: Record<string, readonly [Step, string]> = {
  'event-over': ['what', 'date-0-day'],
  'event-outside-territory': ['where', 'place'],
  'event-outside-every-commune': ['where', 'place'],
  'unknown-place': ['where', 'place'],
  'unknown-event-category': ['more', 'categories'],
  'photo-not-found': ['more', 'image'],
  'event-email-needed': ['check', 'email'],
  'unknown-organizer': ['check', 'organizer'],
}

function controlOf(pointer: string): { step: Step; field: string } | null {
  const inside = pointer.replace(/^\/content/, '')
  for (const [pattern, step, field] of controls) {
    const form = new RegExp(`^${pattern.replace('#', '(\\d+)')}(?:/|$)`)
    const found = form.exec(inside)
    if (found) return { step, field: field.replace('#', found[1] ?? '0') }
  }
  return null
}

/** What `ProblemError` and the queue keep of a refusal. */
export type Refusal = {
  slug: string
  detail: string
  errors?: readonly { pointer: string; detail: string }[]
}

/** A refusal as what to correct and where. */
export function faultsOf({ slug, detail, errors = [] }: Refusal): FieldFault[] {
  const listed = errors.map(({ pointer, detail }): FieldFault => ({
    step: 'check',
    ...controlOf(pointer),
    message: detail,
  }))
  if (listed.length > 0) return listed
  const [step, field] = stepOf[slug] ?? []
  return [step && field ? { step, field, message: detail } : { step: 'check', message: detail }]
}
