import '../shell/old-phone/abort-timeout.ts'
import type { PublicAlert } from '../../api/alerts/alert.schemas.ts'
import { el } from '../widget/render.ts'
import { style } from './style.ts'
import { type Language, languages, sayMoment, words } from './words.ts'

// A commune's alerts on its own site: one script tag, or `<bocage-alerts>`. Takes no room as long as all is calm.
// Reads /api/alerts like anyone, without cookies and without telling which page it is on.

const settings = ['territory', 'commune', 'lang', 'number'] as const
type Setting = (typeof settings)[number]
const usual = 3
const most = 10
const patienceMs = 15_000
/** A page left open learns of a new alert within this. */
const againMs = 180_000

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null
const origin = new URL(script?.src ?? location.href).origin

/** Danger before the rest, then what is in force before what is to come, then what ends first. */
const byUrgency = (a: PublicAlert, b: PublicAlert) =>
  Number(b.kind === 'danger') - Number(a.kind === 'danger') ||
  Number(b.phase === 'current') - Number(a.phase === 'current') ||
  a.endsAt - b.endsAt

function line(alert: PublicAlert, language: Language): HTMLElement {
  const say = words[language]
  const [start, end] = [sayMoment(alert.startsAt, language), sayMoment(alert.endsAt, language)]
  const when = (alert.phase === 'coming' ? say.fromTo : say.until)
    .replace('{start}', start)
    .replace('{end}', end)
  const where = [alert.whole ? say.whole : alert.communes.map(({ name }) => name).join(', '), alert.street]
  return el(
    'li',
    { class: alert.kind === 'danger' ? 'danger' : '' },
    el('p', { class: 'kind' }, say.kinds[alert.kind]),
    el('p', { lang: alert.language }, el('a', { href: origin + alert.path }, alert.title)),
    el('p', {}, `${where.filter(Boolean).join(', ')}. ${when}.`),
  )
}

class BocageAlerts extends HTMLElement {
  static observedAttributes = settings
  #root = this.attachShadow({ mode: 'open' })
  #asked = 0
  #timer = 0

  connectedCallback(): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    this.#root.adoptedStyleSheets = [sheet]
    this.hidden = true
    void this.#show()
    this.#timer = window.setInterval(() => {
      if (!document.hidden) void this.#show()
    }, againMs)
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer)
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) void this.#show()
  }

  #setting(name: Setting): string {
    return this.getAttribute(name)?.trim() ?? ''
  }

  #language(): Language {
    const asked = this.#setting('lang') || this.closest('[lang]')?.getAttribute('lang') || 'fr'
    return languages.find((one) => asked.toLowerCase().startsWith(one)) ?? 'fr'
  }

  async #show(): Promise<void> {
    const asked = ++this.#asked
    const language = this.#language()
    const items = await this.#fetch(language).catch(() => null)
    // A town hall's site does not speak of our breakdowns: what was read stays.
    if (asked !== this.#asked || !items) return
    const number = Math.min(Math.max(Math.trunc(Number(this.#setting('number'))) || usual, 1), most)
    this.hidden = items.length === 0
    const list = el(
      'ul',
      {},
      ...[...items]
        .sort(byUrgency)
        .slice(0, number)
        .map((one) => line(one, language)),
    )
    this.#root.replaceChildren(
      ...(items.length === 0
        ? []
        : [el('section', { 'aria-label': words[language].title, lang: language }, list)]),
    )
  }

  async #fetch(language: Language): Promise<PublicAlert[]> {
    const query = new URLSearchParams({ when: 'current', lang: language, limit: '30' })
    for (const name of ['territory', 'commune'] as const)
      if (this.#setting(name)) query.set(name, this.#setting(name))
    const answer = await fetch(`${origin}/api/alerts?${query}`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!answer.ok) throw new Error(String(answer.status))
    return ((await answer.json()) as { items: PublicAlert[] }).items
  }
}

// A page may hold the script twice.
if (!customElements.get('bocage-alerts')) customElements.define('bocage-alerts', BocageAlerts)

const given = settings.flatMap((name) => {
  const value = script?.dataset[name] ?? script?.getAttribute(name)
  return value === null || value === undefined ? [] : [[name, value] as const]
})
if (script && given.length > 0) script.after(el('bocage-alerts', Object.fromEntries(given)))
