import { demoIncidents, type DemoIncident, type DemoStep } from '../../db/seed/demo-incidents.ts'
import type { Scene } from '../../db/seed/demo-pictures.ts'
import type { Role } from '../../db/schema/index.ts'
import { demoAires } from '../../db/seed/demo-aires.ts'
import { addOwnAires } from '../carpool/aires-own.usecases.ts'
import { enterIncident } from '../incidents/desk-enter.usecases.ts'
import { editIncident } from '../incidents/desk-edit.usecases.ts'
import { addNote, moveIncident } from '../incidents/desk-moves.usecases.ts'
import { readTicket } from '../incidents/desk-ticket.usecases.ts'
import type { EditRequest, MoveRequest } from '../incidents/desk.schemas.ts'
import { recordMeToo, recordStillThere } from '../incidents/incidents-followers.usecases.ts'
import { reopenIncident } from '../incidents/incidents-reporter.usecases.ts'
import { reportIncident } from '../incidents/incidents-report.usecases.ts'
import type { NewIncident } from '../incidents/incidents.schemas.ts'
import type { MediaDeps } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { dayOf } from '../platform/open-days.ts'
import type { Actor } from '../platform/policy.ts'
import { createRateLimiter } from '../platform/rate-limits.ts'
import { demoSiren } from '../territory/territory.demo.ts'
import { type Directory, listCategories, listCommunes } from '../territory/territory.usecases.ts'
import { openDemoAgenda } from './demo-agenda.usecases.ts'
import { demoId, demoWrite } from './demo-ids.ts'
import { drawScenes, uploadPicture } from './demo-pictures.ts'
import { offsetOf, promisedAt, reportedAt, workedAt } from './demo-schedule.rules.ts'
import { openDemoAlerts } from './demo-alerts.usecases.ts'
import { openDemoRides } from './demo-rides.usecases.ts'
import { setUpDemo } from './demo-setup.usecases.ts'
import { isDemoFilled, markDemoFilled } from './demo.repository.ts'

/** Who acts at the desk, by role. */
type DemoStaff = Record<Role, NonNullable<Actor>>
type Given = Deps & { directory: Directory; media: MediaDeps; staff: DemoStaff }
type Act = { at: number; run: () => Promise<void> }

const caller = { address: 'demo', device: null }
const metresPerDegree = 111_320

/**
 * Fills the demo territory with months of invented reports, worked on by its staff, and its agenda: each act goes through the use
 * case a person's would, at the moment it is said to have happened. Cut short, it goes on at the next start; done, it
 * does nothing. Answers how many reports there are.
 */
export async function openDemoContent(given: Given): Promise<number> {
  const { database, clock, staff, ids } = given
  if (await isDemoFilled(database)) return demoIncidents.length
  const opened = clock.now()
  // A clock that the acts set, and no limit: months of reports leave from one address in a few seconds.
  let now = opened
  const past = { now: () => now }
  const rateLimiter = createRateLimiter({ clock: past, secret: given.config.secret, factor: 1000 })
  const deps = { ...given, clock: past, rateLimiter, media: { ...given.media, clock: past, rateLimiter } }

  const bodies = await setUpDemo({ database, clock, ids, actor: staff.admin, siren: demoSiren })
  given.directory.invalidate()
  const bodyIds = new Map(bodies.map(({ kind, id }) => [kind as string, id]))
  const categories = await listCategories({ database, territorySiren: demoSiren })
  const communes = await listCommunes({ database, territorySiren: demoSiren })
  const pictures = await drawScenes()
  const acts: Act[] = []
  demoIncidents.forEach((incident, rank) => {
    const category = categories.find(({ slug }) => slug === incident.category)
    const commune = communes.find(({ name }) => name === incident.commune)
    if (category && commune)
      acts.push(...actsOf({ deps, incident, rank, category, commune, opened, bodyIds, pictures }))
  })
  for (const { at, run } of acts.filter(({ at }) => at <= opened).toSorted((a, b) => a.at - b.at)) {
    now = at
    await run()
  }
  const at = (days: number) => {
    now = Math.round(opened - days * 86_400_000)
  }
  const aires = demoAires.map((aire) => ({ ...aire, id: demoId(`aire ${aire.name}`), demo: true }))
  await addOwnAires(deps, { territorySiren: demoSiren, aires })
  await openDemoAgenda({ ...deps, moderator: staff.moderator, at }, opened)
  now = opened
  await openDemoAlerts(deps, { actor: staff.moderator, now: opened })
  await openDemoRides(deps, { Dominique: staff.clerk, Claude: staff.technician })
  await markDemoFilled(database, { siren: demoSiren, now: opened })
  return demoIncidents.length
}

type Story = {
  deps: Given
  incident: DemoIncident
  rank: number
  category: { id: string }
  commune: { code: string; lon: number; lat: number }
  opened: number
  bodyIds: Map<string, string>
  pictures: Map<Scene, Buffer>
}

/** A report and all that was done about it, each at its moment. */
function actsOf(story: Story): Act[] {
  const { incident, rank, opened } = story
  const id = demoId(`incident ${rank}`)
  const at = reportedAt(incident.days, rank, opened)
  let secret = ''
  const acts: Act[] = [
    {
      at,
      run: async () => {
        secret = await report(story, id)
      },
    },
  ]
  let previous = at
  if (!incident.waiting) {
    previous = workedAt(at, 0.1, at, rank)
    acts.push({ at: previous, run: () => moderate(story, id) })
  }
  incident.steps.forEach((step, order) => {
    previous = workedAt(at, step.after, previous, rank)
    const moment = previous
    const turn = { id, step, name: `${rank}-${order}`, at: moment, secret: () => secret }
    acts.push({ at: moment, run: () => act(story, turn) })
  })
  return acts
}

async function report(
  { deps, incident, rank, category, commune, pictures }: Story,
  id: string,
): Promise<string> {
  const { east, north } = offsetOf(rank)
  const picture = incident.picture && pictures.get(incident.picture)
  const photos = picture ? [await uploadPicture(deps.media, { name: `report ${rank}`, picture, caller })] : []
  const request: NewIncident = {
    id,
    categoryId: category.id,
    position: {
      lat: commune.lat + north / metresPerDegree,
      lon: commune.lon + east / (metresPerDegree * Math.cos((commune.lat * Math.PI) / 180)),
      accuracy: 8,
    },
    communeCode: commune.code,
    place: incident.place,
    words: incident.words,
    answers: incident.answers ?? {},
    departmentalRoad: incident.departmentalRoad ?? null,
    photos,
    ...(incident.name ? { contact: { name: incident.name, phone: '06 39 98 00 12' } } : {}),
    locale: 'fr',
  }
  const write = demoWrite(`report-${rank}`)
  const { channel } = incident
  const answer = channel
    ? await enterIncident(deps, { actor: deps.staff.clerk, request: { ...request, channel }, write, caller })
    : await reportIncident(deps, { request, write, caller })
  return answer.body.secret
}

/** Publishes the words and photos, or hides what others should not see. */
async function moderate({ deps, incident, rank }: Story, id: string): Promise<void> {
  const { moderator: actor } = deps.staff
  const { version, photos } = await readTicket(deps, { actor, id })
  const entry = { id: demoId(`moderated ${rank}`) }
  const request: EditRequest = incident.hidden
    ? { ...entry, hiddenReason: incident.hidden }
    : {
        ...entry,
        published: true,
        publicWords: incident.words,
        ...(photos.length > 0 ? { photos: photos.map((photo) => ({ id: photo.id, approved: true })) } : {}),
      }
  await editIncident(deps, { actor, id, version, request, write: demoWrite(`moderated-${rank}`) })
}

type Turn<Step = DemoStep> = { id: string; step: Step; name: string; at: number; secret: () => string }
type StaffStep = Exclude<DemoStep, { do: 'me-too' | 'still-there' | 'reopened' }>

/** One act on a report already made, by a passer-by, its reporter or staff. */
async function act(story: Story, { id, step, name, at, secret }: Turn): Promise<void> {
  const { deps } = story
  const entry = { id: demoId(`entry ${name}`), photos: [] }
  const write = demoWrite(`entry-${name}`)
  if (step.do === 'me-too') {
    const request = { ...entry, locale: 'fr' as const }
    await recordMeToo(deps, { incidentId: id, request, write, caller })
  } else if (step.do === 'still-there') {
    const request = { ...entry, words: step.words }
    await recordStillThere(deps, { incidentId: id, request, write, caller })
  } else if (step.do === 'reopened') {
    await reopenIncident(deps, { secret: secret(), request: { ...entry, words: step.words }, write, caller })
  } else await work(story, { id, step, name, at })
}

/** What staff do: the technician on the tickets of their commune, the clerk on the others. */
async function work(
  { deps, bodyIds, pictures }: Story,
  { id, step, name, at }: Omit<Turn<StaffStep>, 'secret'>,
): Promise<void> {
  const { technician, clerk } = deps.staff
  const ticket = await readTicket(deps, { actor: clerk, id })
  const own = technician.memberships.some(({ scopeId }) => scopeId === ticket.body.id)
  const actor = own && step.do !== 'forwarded' ? technician : clerk
  const write = demoWrite(`entry-${name}`)
  const entry = { id: demoId(`entry ${name}`), before: [], after: [] }
  const { words } = step
  if (step.do === 'note') {
    await addNote(deps, { actor, id, request: { ...entry, words, public: false }, write })
    return
  }
  const request: MoveRequest = { ...entry, to: step.do, words }
  if (step.do === 'scheduled') request.plannedOn = dayOf(promisedAt(at, step.inDays))
  if (step.do === 'declined') request.reason = step.reason
  if (step.do === 'forwarded') request.bodyId = bodyIds.get(step.to)
  const picture = step.do === 'resolved' && step.picture ? pictures.get(step.picture) : undefined
  if (picture) request.after = [await uploadPicture(deps.media, { name, picture, caller })]
  const moved = await moveIncident(deps, { actor, id, version: ticket.version, request, write })
  if (step.do === 'acknowledged' && actor === technician)
    await editIncident(deps, {
      actor,
      id,
      version: moved.body.version,
      request: { id: demoId(`assigned ${name}`), assigneeId: technician.userId },
      write: demoWrite(`assigned-${name}`),
    })
}
