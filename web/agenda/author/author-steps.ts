import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import type { PathStep } from '../../ui/StatusPath.vue'

type Speech = {
  t: (key: string) => string
  when: (at: number) => string
  iso: (at: number) => string
}

/** Where an event is on its way: sent, its address confirmed, read, published; or where it stopped. */
export function authorSteps(event: AuthorEvent, { t, when, iso }: Speech): PathStep[] {
  const { status, history } = event
  const at = (...kinds: string[]) => history.findLast(({ kind }) => kinds.includes(kind))?.at
  const dated = (instant: number | undefined) =>
    instant === undefined ? {} : { when: when(instant), datetime: iso(instant) }
  const published = status === 'published' || (status === 'cancelled' && event.path !== null)
  const steps: PathStep[] = [
    { id: 'received', label: t('propose.path.received'), state: 'done', ...dated(event.createdAt) },
  ]
  if (status === 'draft')
    steps.push({
      id: 'confirm',
      label: t('propose.path.confirm'),
      state: 'current',
      sentence: t('propose.path.confirmSentence'),
    })
  if (status === 'declined')
    return [
      ...steps,
      { id: 'declined', label: t('propose.path.declined'), state: 'stopped', ...dated(at('declined')) },
    ]
  if (status === 'cancelled' && !published)
    return [
      ...steps,
      { id: 'withdrawn', label: t('propose.path.withdrawn'), state: 'stopped', ...dated(at('withdrawn')) },
    ]
  steps.push(
    {
      id: 'read',
      label: t('propose.path.read'),
      state: published ? 'done' : status === 'submitted' ? 'current' : 'todo',
      ...(status === 'submitted' ? { sentence: t('propose.path.readSentence') } : {}),
    },
    {
      id: 'published',
      label: t('propose.path.published'),
      state: published ? 'done' : 'todo',
      ...dated(published ? at('approved', 'published') : undefined),
    },
  )
  if (status === 'cancelled')
    steps.push({
      id: 'cancelled',
      label: t('propose.path.cancelled'),
      state: 'stopped',
      ...dated(at('cancelled')),
      ...(event.statusWords ? { sentence: event.statusWords } : {}),
    })
  return steps
}
