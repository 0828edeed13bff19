import { demoSiren } from '../../../api/territory/territory.demo.ts'

export type Screen = { name: string; path: string }

/** The screens that residents open first, in the demo. */
export async function firstScreens(url: string): Promise<Screen[]> {
  const answer = await fetch(`${url}/api/alerts?territory=${demoSiren}`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  const [alert] = items
  if (!alert) throw new Error('The demo has no alert.')
  return [
    { name: 'home', path: '/' },
    { name: 'report', path: '/signaler' },
    { name: 'agenda', path: '/agenda' },
    { name: 'ride', path: '/trajets' },
    { name: 'alert', path: `/alertes/${alert.id}` },
  ]
}
