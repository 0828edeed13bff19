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
import {
  communeByCode,
  communesByTerritory,
  emergencyOf,
  listCategories,
  readTerritory,
  type Category,
  type Commune,
} from '../../territory/territory.usecases.ts'
import { previewIncident, reportIncident, type ReportDeps } from '../incidents-report.usecases.ts'
import { newIncident } from '../incidents.schemas.ts'
import { speakReports } from './pages.words.ts'
import {
  chooseCategory,
  chooseCommune,
  type KnownPlace,
  photosAtMost,
  reportForm,
  sentPage,
  simplePath,
} from './simple.page.ts'

const purpose = 'report'
/** A known place is a building: its report lies around it. */
const aroundMetres = 100

export type PlacesOf = (commune: Pick<Commune, 'code' | 'territorySiren'>) => Promise<KnownPlace[]>
type PageDeps = Deps & ReportDeps & { media: MediaDeps; shell: Shell; placesOf: PlacesOf }
type Subject = { commune: Commune; category: Category; places: KnownPlace[] }

const fields: Record<string, string> = {
  '/position': 'place',
  '/place': 'place',
  '/words': 'words',
  '/photos': 'photos',
  '/contact/name': 'name',
  '/contact/email': 'email',
  '/contact/phone': 'phone',
}
const fieldOf = (pointer: string) =>
  fields[pointer] ?? (pointer.startsWith('/answers/') ? `question-${pointer.slice(9)}` : null)

/** What was typed, in the shape of the API: one set of rules judges both. */
function requestOf({
  id,
  typed,
  photos,
  subject: { commune, category, places },
  locale,
}: {
  id: string
  typed: Typed
  photos: FormPhoto[]
  subject: Subject
  locale: string
}) {
  const said = (name: string) => firstOf(typed, name).trim() || undefined
  const known = places.find((place) => place.id === said('known'))
  const answers = category.questions.map(({ id }) => [id, said(`question-${id}`)] as const)
  const road = said('road')
  return {
    id,
    categoryId: category.id,
    position: known ? { lat: known.lat, lon: known.lon, accuracy: aroundMetres } : null,
    communeCode: commune.code,
    place: said('place') ?? known?.name,
    words: said('words'),
    answers: Object.fromEntries(answers.filter(([, answer]) => answer !== undefined)),
    departmentalRoad: road === 'yes' ? true : road === 'no' ? false : null,
    photos: photos.slice(0, photosAtMost),
    contact: { name: said('name'), email: said('email'), phone: said('phone') },
    locale,
  }
}

/** A report by a form that needs no script (`/signaler/simple`), by the same use case as the API's. */
export function createReportPages(deps: PageDeps) {
  const { config, database, shell, media } = deps
  const send = formAnswers(shell)
  const sendWithLink = formAnswers(shell, 'no-store')

  async function communeOf(code: string | undefined): Promise<Commune | null> {
    return code ? communeByCode({ database, code }) : null
  }
  const categoriesOf = ({ territorySiren }: Commune) => listCategories({ database, territorySiren })

  const chooseFrom = async (c: AppContext) =>
    send(c, chooseCommune(c.get('language'), await communesByTerritory({ database })))

  async function showForm(
    c: AppContext,
    { commune, category, places }: Subject,
    {
      seal = sealForm(deps, purpose),
      typed = {},
      mistakes = {},
      kept = [],
      status = 200,
    }: {
      seal?: string
      typed?: Typed
      mistakes?: Mistakes
      kept?: string[]
      status?: 200 | 409 | 422 | 429
    } = {},
  ): Promise<Response> {
    const [{ publication }, preview] = await Promise.all([
      readTerritory({ database, siren: commune.territorySiren }),
      previewIncident(deps, { categoryId: category.id, position: null, communeCode: commune.code }),
    ])
    const shown = { commune, category, places, publication, preview, seal, typed, mistakes, kept }
    const emergency = emergencyOf(commune.code)
    return send(c, reportForm({ ...shown, language: c.get('language'), emergency }), status)
  }

  const router = createRouter()
  router.onError(
    answerFormErrors(send, { action: simplePath, title: (language) => speakReports(language)('title') }),
  )

  router.get(simplePath, async (c) => {
    authorize(null, 'incident.report')
    const commune = await communeOf(c.req.query('commune'))
    if (!commune) return chooseFrom(c)
    const categories = await categoriesOf(commune)
    const category = categories.find(({ slug }) => slug === c.req.query('quoi'))
    if (!category) return send(c, chooseCategory(c.get('language'), { commune, categories }))
    return showForm(c, { commune, category, places: await deps.placesOf(commune) })
  })

  router.post(simplePath, async (c) => {
    authorize(null, 'incident.report')
    requireOwnForm(c, config)
    const language = c.get('language')
    const say = speakReports(language)
    const caller = c.get('caller')
    const { id, typed, photos, photoRefusal, tooMany } = await receiveForm<FormPhoto>(deps, {
      request: c.req.raw,
      purpose,
      most: photosAtMost,
      photoBytes: photoLimits.bytes,
      openPhoto: (formId, seal) => openPhoto(deps, formId, seal),
      keepPhoto: (formId, { body }) => keepFormPhoto(media, { formId, body, caller }),
    })
    const commune = await communeOf(firstOf(typed, 'commune'))
    if (!commune) return chooseFrom(c)
    const category = (await categoriesOf(commune)).find(({ slug }) => slug === firstOf(typed, 'quoi'))
    if (!category)
      return send(c, chooseCategory(language, { commune, categories: await categoriesOf(commune) }))
    const subject = { commune, category, places: await deps.placesOf(commune) }

    if (id === null) return showForm(c, subject, { typed, mistakes: { '': say('closed') }, status: 409 })
    const seal = sealForm(deps, purpose, id)
    const kept = photos.map((photo) => sealPhoto(deps, id, photo))
    const again = (mistakes: Mistakes, status: 422 | 429 = 422) =>
      showForm(c, subject, { seal, typed, mistakes, kept, status })

    const read = newIncident.safeParse(requestOf({ id, typed, photos, subject, locale: c.get('language') }))
    const faults = read.success ? [] : toFieldErrors(read.error.issues, c.get('language'))
    const mistakes = mistakesByField(faults, fieldOf)
    if (mistakes['place'] && !firstOf(typed, 'place').trim()) mistakes['place'] = say('placeNeeded')
    for (const { id, label, required } of category.questions)
      if (required && !firstOf(typed, `question-${id}`).trim())
        mistakes[`question-${id}`] = say('answerNeeded', { question: label })
    if (tooMany) mistakes['photos'] = say('photosTooMany', { n: photosAtMost })
    if (photoRefusal) mistakes['photos'] = photoRefusal.toJSON(language).detail
    if (!read.success || Object.keys(mistakes).length > 0) return again(mistakes)

    try {
      const { body } = await reportIncident(deps, {
        request: read.data,
        // The form's number is its key: pressed twice, read again, it is one report and one answer.
        write: { key: id, route: `POST ${simplePath}`, requestHash: hashRequest(read.data) },
        caller,
      })
      return await sendWithLink(c, sentPage(language, body, typed))
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      if (error.slug === 'idempotency-key-reused' || error.slug === 'incident-exists')
        return showForm(c, subject, { typed, mistakes: { '': say('closed') }, status: 409 })
      if (error.slug === 'photo-not-found')
        return showForm(c, subject, { seal, typed, mistakes: { photos: say('photosLost') }, status: 422 })
      return again(mistakesOf(error, language, fieldOf), error.status === 429 ? 429 : 422)
    }
  })
  return router
}
