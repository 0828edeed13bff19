import {
  type FormPhoto,
  keepFormPhoto,
  openPhoto,
  photoLimits,
  sealPhoto,
} from '../../media/form-photos.usecases.ts'
import type { MediaDeps } from '../../media/media.usecases.ts'
import { toFieldErrors } from '../../platform/field-errors.ts'
import {
  firstOf,
  type Mistakes,
  mistakesByField,
  mistakesOf,
  requireOwnForm,
  sealForm,
  type Typed,
} from '../../platform/form-pages.ts'
import { receiveForm } from '../../platform/form-read.ts'
import { answerFormErrors, formAnswers } from '../../platform/form-steps.ts'
import { type AppContext, createRouter, type Deps } from '../../platform/http.ts'
import { hashRequest } from '../../platform/idempotency.ts'
import type { Shell } from '../../platform/page-shell.ts'
import { authorize } from '../../platform/policy.ts'
import { Problem } from '../../platform/problems.ts'
import { communeByCode, communesByTerritory, type Commune } from '../../territory/territory.usecases.ts'
import { openCategories } from '../agenda-state.usecases.ts'
import { newEvent } from '../proposals.schemas.ts'
import { proposeEvent, type ProposalDeps } from '../proposals.usecases.ts'
import { listPlaces } from '../proposing.usecases.ts'
import { scheduleOf, type TypedDates, writtenDates } from './propose-schedule.rules.ts'
import { chooseEventCommune, eventForm, eventSentPage, proposePath } from './propose.page.ts'
import { speakProposals } from './propose.words.ts'

const purpose = 'event'

/** JSON pointers into what is sent, the longest first, to fields. */
const fields: readonly (readonly [pointer: RegExp, field: string])[] = [
  [/^\/content\/schedule\/spans\/0\/end/, 'to'],
  [/^\/content\/schedule\/rule/, 'weekly'],
  [/^\/content\/schedule/, 'day'],
  [/^\/content\/title/, 'title'],
  [/^\/content\/place\/address/, 'address'],
  [/^\/content\/place/, 'place'],
  [/^\/content\/categoryIds/, 'categories'],
  [/^\/content\/description/, 'description'],
  [/^\/content\/price/, 'price'],
  [/^\/content\/accessibility/, 'access'],
  [/^\/content\/image\/credit/, 'credit'],
  [/^\/content\/image\/description/, 'image-description'],
  [/^\/content\/image/, 'image'],
  [/^\/organizerName/, 'organizer'],
  [/^\/contact\/name/, 'name'],
  [/^\/contact\/email/, 'email'],
  [/^\/contact\/phone/, 'phone'],
]
const fieldOf = (pointer: string) => fields.find(([start]) => start.test(pointer))?.[1] ?? null

/** Refusals that are of one field, without a pointer. */
const fieldOfProblem: Record<string, string> = {
  'event-over': 'day',
  'event-outside-territory': 'place',
  'event-outside-every-commune': 'place',
  'unknown-place': 'known',
  'unknown-event-category': 'categories',
  'event-email-needed': 'email',
}

function datesOf(typed: Typed): TypedDates {
  const said = (name: string) => firstOf(typed, name).trim()
  const names = { day: said('day'), from: said('from'), to: said('to') }
  return writtenDates({ ...names, lastDay: said('last-day'), weekly: said('weekly') })
}

/** What was typed, in the shape of the API: one set of rules judges both. */
function requestOf({
  id,
  placeId,
  typed,
  image,
  commune,
  locale,
}: {
  id: string
  placeId: string
  typed: Typed
  image: FormPhoto | undefined
  commune: Commune
  locale: string
}) {
  const said = (name: string) => firstOf(typed, name).trim() || undefined
  const known = said('known')
  const free = said('free')
  return {
    id,
    territory: commune.territorySiren,
    content: {
      title: said('title') ?? '',
      description: said('description') ?? '',
      schedule: scheduleOf(datesOf(typed)),
      communeCode: commune.code,
      ...(known
        ? { placeId: known }
        : {
            place: {
              id: placeId,
              name: said('place') ?? '',
              address: said('address') ?? null,
              communeCode: commune.code,
            },
          }),
      categoryIds: typed['categories'] ?? [],
      free: free === undefined ? null : free === 'yes',
      price: said('price') ?? null,
      accessibility: typed['access'] ?? [],
      image: image
        ? {
            mediaId: image.id,
            uploadToken: image.uploadToken,
            description: said('image-description') ?? '',
            credit: said('credit') ?? '',
          }
        : null,
    },
    organizerName: said('organizer'),
    contact: {
      name: said('name'),
      email: said('email'),
      phone: said('phone'),
      shown: said('shown') === 'yes',
    },
    locale,
  }
}

/** An event by a form that needs no script (`/agenda/proposer/simple`), by the same use case as the API's. */
export function createProposePages(deps: Deps & ProposalDeps & { media: MediaDeps; shell: Shell }) {
  const { config, database, shell, media } = deps
  const send = formAnswers(shell)
  const sendWithLink = formAnswers(shell, 'no-store')
  const chooseFrom = async (c: AppContext) =>
    send(c, chooseEventCommune(c.get('language'), await communesByTerritory({ database })))

  async function showForm(
    c: AppContext,
    commune: Commune,
    {
      seal = sealForm(deps, purpose),
      typed = {},
      mistakes = {},
      kept,
      status = 200,
    }: {
      seal?: string
      typed?: Typed
      mistakes?: Mistakes
      kept?: string | undefined
      status?: 200 | 409 | 422 | 429
    } = {},
  ) {
    const { territorySiren, code } = commune
    const [places, categories] = await Promise.all([
      listPlaces(deps, { territory: territorySiren, commune: code, limit: 100 }),
      openCategories({ database }, territorySiren),
    ])
    const form = eventForm({
      language: c.get('language'),
      seal,
      commune,
      places: places.items.map(({ id, name }) => ({ value: id, name })),
      categories: categories.map(({ id, name }) => ({ value: id, name })),
      typed,
      mistakes,
      kept,
    })
    return send(c, form, status)
  }

  const router = createRouter()
  router.onError(
    answerFormErrors(send, { action: proposePath, title: (language) => speakProposals(language)('title') }),
  )

  router.get(proposePath, async (c) => {
    authorize(null, 'event.propose')
    const code = c.req.query('commune')
    const commune = code ? await communeByCode({ database, code }) : null
    return commune ? showForm(c, commune) : chooseFrom(c)
  })

  router.post(proposePath, async (c) => {
    authorize(null, 'event.propose')
    requireOwnForm(c, config)
    const language = c.get('language')
    const say = speakProposals(language)
    const caller = c.get('caller')
    const { id, typed, photos, photoRefusal } = await receiveForm<FormPhoto>(deps, {
      request: c.req.raw,
      purpose,
      // The one kept before, and the one that takes its place.
      most: 2,
      photoBytes: photoLimits.bytes,
      openPhoto: (formId, seal) => openPhoto(deps, formId, seal),
      keepPhoto: (formId, { body }) => keepFormPhoto(media, { formId, body, caller }),
    })
    const commune = await communeByCode({ database, code: firstOf(typed, 'commune') })
    if (!commune) return chooseFrom(c)
    if (id === null) return showForm(c, commune, { typed, mistakes: { '': say('closed') }, status: 409 })

    const seal = sealForm(deps, purpose, id)
    const image = photos.at(-1)
    const kept = image && sealPhoto(deps, id, image)
    const again = (mistakes: Mistakes, status: 422 | 429 = 422) =>
      showForm(c, commune, { seal, typed, mistakes, kept, status })

    // A place of its own has the number of the form, so that a double press makes one.
    const request = requestOf({ id, placeId: id, typed, image, commune, locale: c.get('language') })
    const read = newEvent.safeParse(request)
    const faults = read.success ? [] : toFieldErrors(read.error.issues, c.get('language'))
    const mistakes = mistakesByField(faults, fieldOf)
    const dates = datesOf(typed)
    const has = (name: string) => firstOf(typed, name).trim() !== ''
    if (!has('title')) mistakes['title'] = say('nameNeeded')
    if (!has('day')) {
      // What follows from it is no mistake of its own.
      for (const name of ['to', 'weekly']) delete mistakes[name]
      mistakes['day'] = say('dayNeeded')
    } else if (has('last-day') && dates.lastDay < dates.day) mistakes['last-day'] = say('lastDayBefore')
    // An end has no beginning: the day is not what is missing.
    else if (has('to') && !has('from') && mistakes['day']) {
      mistakes['from'] = mistakes['day']
      delete mistakes['day']
    }
    if (!has('known') && !has('place')) mistakes['place'] = say('placeNeeded')
    if (!has('organizer')) mistakes['organizer'] = say('organizerNeeded')
    if (image && !has('image-description')) mistakes['image-description'] = say('imageDescriptionNeeded')
    if (photoRefusal) mistakes['image'] = photoRefusal.toJSON(language).detail
    if (!read.success || Object.keys(mistakes).length > 0) return again(mistakes)

    try {
      const { body: accepted } = await proposeEvent(deps, {
        request: read.data,
        actor: null,
        // The form's number is its key: pressed twice, read again, it is one event and one answer.
        write: { key: id, route: `POST ${proposePath}`, requestHash: hashRequest(read.data) },
        caller,
      })
      const email = read.data.contact?.email ?? ''
      return await sendWithLink(c, eventSentPage(language, { accepted, email, commune }))
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      if (error.slug === 'idempotency-key-reused' || error.slug === 'event-exists')
        return showForm(c, commune, { typed, mistakes: { '': say('closed') }, status: 409 })
      if (error.slug === 'photo-not-found')
        return showForm(c, commune, { seal, typed, mistakes: { image: say('imageLost') }, status: 422 })
      const field = fieldOfProblem[error.slug]
      return again(
        field ? { [field]: error.toJSON(language).detail } : mistakesOf(error, language, fieldOf),
        error.status === 429 ? 429 : 422,
      )
    }
  })
  return router
}
