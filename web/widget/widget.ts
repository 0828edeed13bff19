import '../shell/old-phone/abort-timeout.ts'
import type { PublicOccurrence } from '../../api/agenda/agenda.schemas.ts'
import { el, type Look, looks, renderDates, renderLinks, type Shown } from './render.ts'
import { style } from './style.ts'
import { type Language, languages, words } from './words.ts'

// The agenda on another site: one script tag, or `<bocage-agenda>` with a link inside for whoever has no JavaScript.
// Reads /api/events like anyone, without cookies and without telling which page it is on.

const settings = [
  'territory',
  'commune',
  'category',
  'organizer',
  'look',
  'number',
  'lang',
  'heading',
  'level',
] as const
type Setting = (typeof settings)[number]
const filters = ['territory', 'commune', 'category', 'organizer'] as const
const most = 30
const patienceMs = 15_000

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null
const origin = new URL(script?.src ?? location.href).origin

class BocageAgenda extends HTMLElement {
  static observedAttributes = settings
  #root = this.attachShadow({ mode: 'open' })
  #asked = 0

  connectedCallback(): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    this.#root.adoptedStyleSheets = [sheet]
    void this.#show()
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) void this.#show()
  }

  #setting(name: Setting): string {
    return this.getAttribute(name)?.trim() ?? ''
  }

  #language(): Language {
    const asked = this.#setting('lang') || this.closest('[lang]')?.getAttribute('lang') || 'fr'
    return languages.find((one) => asked.toLowerCase().startsWith(one)) ?? 'en'
  }

  #shown(): Shown {
    const language = this.#language()
    const query = new URLSearchParams()
    for (const name of filters) if (this.#setting(name)) query.set(name, this.#setting(name))
    const asked = query.size > 0 ? `?${query}` : ''
    const level = Number(this.#setting('level')) || 2
    return {
      language,
      look: looks.find((look): look is Look => look === this.#setting('look')) ?? 'list',
      level: Math.min(Math.max(level, 1), 5),
      title: this.#setting('heading') || words[language].title,
      origin,
      agendaUrl: `${origin}/agenda${asked}`,
      calendarUrl: `${origin.replace(/^http/, 'webcal')}/api/events.ics${asked}`,
      now: Date.now(),
    }
  }

  async #show(): Promise<void> {
    const asked = ++this.#asked
    const shown = this.#shown()
    const say = words[shown.language]
    const status = el('p', { role: 'status' }, say.loading)
    const body = el('div', {})
    const frame = el(
      'section',
      { class: shown.look, 'aria-label': shown.title, lang: shown.language },
      el(`h${shown.level}`, { class: 'title' }, shown.title),
      status,
      body,
    )
    // What the page put inside the tag stays until the dates are there.
    body.append(el('slot', {}))
    this.#root.replaceChildren(frame)
    try {
      const items = await this.#fetch(shown)
      if (asked !== this.#asked) return
      status.textContent = items.length > 0 ? '' : say.none
      body.replaceChildren(...renderDates(items, shown), renderLinks(shown))
    } catch {
      if (asked !== this.#asked) return
      status.textContent = say.failed
      const again = el('button', { type: 'button' }, say.again)
      again.addEventListener('click', () => void this.#show())
      body.replaceChildren(again, renderLinks(shown))
    }
  }

  async #fetch({ language }: Shown): Promise<PublicOccurrence[]> {
    const query = new URLSearchParams({ lang: language })
    for (const name of filters) if (this.#setting(name)) query.set(name, this.#setting(name))
    query.set('limit', String(Math.min(Math.max(Math.trunc(Number(this.#setting('number'))) || 5, 1), most)))
    const answer = await fetch(`${origin}/api/events?${query}`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!answer.ok) throw new Error(String(answer.status))
    return ((await answer.json()) as { items: PublicOccurrence[] }).items
  }
}

// A page may hold the script twice: once for each agenda it shows.
if (!customElements.get('bocage-agenda')) customElements.define('bocage-agenda', BocageAgenda)

const given = settings.flatMap((name) => {
  const value = script?.dataset[name] ?? script?.getAttribute(name)
  return value === null || value === undefined ? [] : [[name, value] as const]
})
if (script && given.length > 0) script.after(el('bocage-agenda', Object.fromEntries(given)))
