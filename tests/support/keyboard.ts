import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { watchLiveRegions } from './live-regions.ts'

// Who has neither mouse nor sight: presses keys alone, and knows of the page what its accessibility tree says.

/** What the accessibility tree says of one thing. */
export type Told = {
  role: string
  name: string
  description: string
  invalid: boolean
  checked: string
  expanded: boolean
}
type Stop = {
  /** Beside where the focus was at the last look: further in the page, before it, the same, or that is gone. */
  order: 'after' | 'before' | 'same' | 'unknown'
  seen: boolean
  ringed: boolean
  modal: boolean
  /** Names of the radios beside that radio. */
  radios: string
  words: string
}
type Name = string | RegExp

export type Keyboard = {
  /** Presses Tab until the focus is on that control; a radio is reached by the arrows of its group. */
  to: (role: string, name: Name) => Promise<Told>
  /** The same backwards, by Shift+Tab. */
  backTo: (role: string, name: Name) => Promise<Told>
  /** Goes to that control and presses a key on it: Enter, or another. */
  press: (role: string, name: Name, key?: string) => Promise<void>
  /** Goes to that field and types in it. */
  type: (role: string, name: Name, words: string) => Promise<void>
  /** Goes to that radio or box and makes it the one chosen. */
  choose: (role: 'radio' | 'checkbox', name: Name) => Promise<void>
  /** Presses a key where the focus is. */
  key: (key: string) => Promise<void>
  /** Types where the focus is. */
  keys: (words: string) => Promise<void>
  /** Waits for a screen: its heading has the focus, and nothing on it that one acts on is without a name. */
  arrives: (heading: Name) => Promise<void>
  /** Waits for a heading of a lower level, or something told in place, to have the focus. */
  isLedTo: (words: Name) => Promise<void>
  /** Waits for a message of a live region since the last one waited for. */
  hears: (words: Name) => Promise<void>
  /** Waits for a refusal: each wrong field says why, and the focus is on the summary or on one of them. */
  isRefused: (fields: Record<string, Name>) => Promise<void>
  /** What the accessibility tree says of where the focus is. */
  here: () => Promise<Told>
}

/** Names of one thing in the two tongues of the browser: what tests say, what its tree says. */
const roles: Record<string, readonly string[]> = {
  textbox: ['textbox', 'Date', 'InputTime', 'DateTime'],
  button: ['button', 'PopUpButton'],
  combobox: ['combobox', 'ComboBoxSelect'],
  summary: ['DisclosureTriangle'],
}
const briefly = { timeout: 2_000, message: 'what has the focus has a name' }
/** Tabs before giving up: the longest screen has fewer stops. */
const most = 160
const plain = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ').trim()
const fits = (words: string, name: Name) =>
  typeof name === 'string' ? plain(words) === name : name.test(plain(words))

/** What one can act on and has no name: nothing tells it to who does not see it. */
export const nameless =
  /^\s*- (?:button|link|textbox|searchbox|checkbox|radio|combobox|slider|switch|spinbutton|listbox|tab)(?! ")(?::|$| \[)/m

/** Takes the keyboard of a page, before anything is opened in it: what it says from then on is heard. */
export async function takeKeyboard(page: Page): Promise<Keyboard> {
  await page.addInitScript(watchLiveRegions)
  const session = await page.context().newCDPSession(page)
  await session.send('Accessibility.enable')

  const tell = async (expression: string): Promise<Told> => {
    const { result } = await session.send('Runtime.evaluate', { expression })
    if (!result.objectId) throw new Error(`nothing is at ${expression}`)
    const { nodes } = await session.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: false,
    })
    const [node] = nodes
    const property = (name: string) => node?.properties?.find((one) => one.name === name)?.value.value
    return {
      role: String(node?.role?.value ?? ''),
      name: plain(String(node?.name?.value ?? '')),
      description: plain(String(node?.description?.value ?? '')),
      invalid: !['false', 'undefined'].includes(String(property('invalid'))),
      checked: String(property('checked') ?? 'false'),
      expanded: property('expanded') === true,
    }
  }
  const here = () => tell('document.activeElement')

  /** One press of Tab: it goes on in the order of the page, to something named, in sight, with a ring around it. */
  const tab = async (back: boolean): Promise<Told | null> => {
    const before = await page.evaluate(stopHere)
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    const next = await page.evaluate(stopHere)
    // From the last control to the first the browser's own come: the page has none then.
    if (!next) return null
    let told = await here()
    // A list that was just drawn anew is not in the tree yet.
    if (told.name === '') await expect.poll(async () => (told = await here()).name, briefly).not.toBe('')
    const where = `${told.role} « ${told.name || next.words} » after « ${before?.words ?? 'the page'} »`
    // The parts of a date or an hour are one control: day, month, year, and the calendar's button.
    if (next.order === 'same' && ['Date', 'InputTime', 'DateTime'].includes(told.role)) return told
    const isWrong = next.order === 'same' || next.order === (back ? 'after' : 'before')
    const goesOn = before === null || next.modal || !isWrong
    expect(goesOn, `Tab goes back, or stays: ${where}`).toBe(true)
    expect(told.name, `without a name: ${where}`).not.toBe('')
    expect({ where, seen: next.seen, ringed: next.ringed }).toEqual({ where, seen: true, ringed: true })
    return told
  }

  const reach = async (role: string, name: Name, back = false): Promise<Told> => {
    const isIt = (told: Told) => (roles[role] ?? [role]).includes(told.role) && fits(told.name, name)
    const passed: string[] = []
    // Out of the page and in again, twice; once more where what had the focus left by itself, as what waits does once sent.
    let out = 0
    for (let presses = 0; presses < most && out < 3; presses++) {
      const now = await page.evaluate(stopHere)
      const told = now ? await here() : null
      if (told && isIt(told)) return told
      const radios = role === 'radio' && now ? now.radios : ''
      if (radios && radios.split('\n').some((one) => fits(one, name))) {
        for (let arrows = 0; arrows < radios.split('\n').length; arrows++) {
          await page.keyboard.press('ArrowDown')
          const moved = await here()
          if (isIt(moved)) return moved
        }
      }
      const next = await tab(back)
      if (next) passed.push(`${next.role} « ${next.name} »`)
      else out++
    }
    throw new Error(`Tab never reaches ${role} ${String(name)}:\n${passed.join('\n')}`)
  }

  const keyboard: Keyboard = {
    here,
    to: async (role, name) => reach(role, name),
    backTo: async (role, name) => reach(role, name, true),
    press: async (role, name, key = 'Enter') => {
      await appears(page, role, name)
      await reach(role, name)
      await page.keyboard.press(key)
    },
    type: async (role, name, words) => {
      await appears(page, role, name)
      await reach(role, name)
      await page.keyboard.type(words)
    },
    choose: async (role, name) => {
      await appears(page, role, name)
      const told = await reach(role, name)
      if (told.checked !== 'true') await page.keyboard.press('Space')
      await expect.poll(async () => (await here()).checked, { message: String(name) }).toBe('true')
    },
    key: (key) => page.keyboard.press(key),
    keys: (words) => page.keyboard.type(words),
    arrives: async (heading) => {
      await expect
        .poll(
          async () => {
            const { role, name } = await here()
            const level = await page.evaluate(() => document.activeElement?.tagName)
            return role === 'heading' && level === 'H1' && fits(name, heading)
              ? 'there'
              : `${role} « ${name} »`
          },
          { message: `the focus goes to the heading ${String(heading)}` },
        )
        .toBe('there')
      expect(await page.locator('main h1').count(), `headings of ${String(heading)}`).toBe(1)
      const tree = await page.locator('body').ariaSnapshot()
      expect(nameless.exec(tree)?.[0], `without a name under ${String(heading)}`).toBeUndefined()
    },
    isLedTo: async (words) => {
      await expect
        .poll(
          async () => {
            const { role, name } = await here()
            const text = await page.evaluate(() => document.activeElement?.textContent ?? '')
            const gone = await page.evaluate(() => document.activeElement === document.body)
            if (gone) return 'nowhere'
            return fits(name, words) || fits(text, words)
              ? 'there'
              : `${role} « ${name || text.slice(0, 60)} »`
          },
          { message: `the focus goes to ${String(words)}` },
        )
        .toBe('there')
    },
    hears: async (words) => {
      const heard: string[] = []
      await expect
        .poll(
          async () => {
            heard.push(...(await page.evaluate(() => globalThis.said.splice(0))))
            return heard.some((one) => fits(one, words)) ? 'heard' : heard
          },
          { message: `a live region says ${String(words)}` },
        )
        .toBe('heard')
    },
    isRefused: async (fields) => {
      for (const [label, why] of Object.entries(fields)) {
        const named = page.getByLabel(label).or(page.getByRole('radiogroup', { name: label }))
        const wrong = page.locator('[aria-invalid=true]').and(named).first()
        await wrong.waitFor()
        const mark = `data-wrong-${Date.now()}`
        await wrong.evaluate((one, mark) => one.setAttribute(mark, ''), mark)
        const told = await tell(`document.querySelector('[${mark}]')`)
        expect(told.invalid, `${label} is told as wrong`).toBe(true)
        expect(fits(told.description, why), `${label} is described by « ${told.description} »`).toBe(true)
      }
      await expect
        .poll(
          () =>
            page.evaluate(() => {
              const at = document.activeElement
              return at?.matches('[role=alert], [aria-invalid=true]')
                ? 'told'
                : (at?.outerHTML.slice(0, 160) ?? '')
            }),
          { message: 'the focus goes to the summary or to the wrong field' },
        )
        .toBe('told')
    },
  }
  return keyboard
}

/** What is to be pressed is there: the eyes' part of waiting, which any person does by trying again. */
async function appears(page: Page, role: string, name: Name): Promise<void> {
  const pattern = typeof name === 'string' ? new RegExp(`^${escaped(name).replaceAll(' ', '\\s')}$`) : name
  const found =
    role === 'summary'
      ? page.locator('summary', { hasText: pattern })
      : page.getByRole(role as Parameters<Page['getByRole']>[0], { name: pattern })
  await found.first().waitFor({ state: 'attached' })
}
const escaped = (words: string) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

declare global {
  /** Where the focus was when one last looked. */
  var lastStop: Element | undefined
}

/** Where the focus is: its place in the page, whether one sees it, and that it has the focus. */
function stopHere(): Stop | null {
  const at = document.activeElement
  if (!at || at === document.body || at === document.documentElement) return null
  // A picture of a choice stands for its input, which has no size of its own.
  const small = (one: Element) => one.getBoundingClientRect().width <= 4
  const label = at instanceof HTMLInputElement ? (at.labels?.[0] ?? null) : null
  const shown = small(at) ? (label ?? at.parentElement ?? at) : at
  const { left, right, top, bottom } = shown.getBoundingClientRect()
  const within = (low: number, high: number, edge: number) =>
    [0.5, 0.1, 0.9].map((share) => Math.min(edge - 2, Math.max(1, low + (high - low) * share)))
  const seen = within(left, right, innerWidth).some((x) =>
    within(top, bottom, innerHeight).some((y) => {
      const over = document.elementFromPoint(x, y)
      return (
        over !== null && (shown.contains(over) || over.contains(shown)) && over !== document.documentElement
      )
    }),
  )
  const ring = (one: Element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  }
  const around = [at, label, ...(label?.querySelectorAll('*') ?? []), at.parentElement, at.nextElementSibling]
  const group =
    at instanceof HTMLInputElement && at.type === 'radio'
      ? [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(at.name)}"]`)]
      : []
  const last = globalThis.lastStop
  globalThis.lastStop = at
  const place = last?.isConnected ? last.compareDocumentPosition(at) : null
  return {
    order:
      place === null
        ? 'unknown'
        : last === at
          ? 'same'
          : place & Node.DOCUMENT_POSITION_FOLLOWING
            ? 'after'
            : 'before',
    seen,
    ringed: around.some((one) => one && ring(one)),
    modal: at.closest('dialog, [role=dialog], [role=alertdialog]') !== null,
    radios: group.map((one) => one.labels?.[0]?.textContent?.trim() ?? '').join('\n'),
    words: `${at.tagName} ${(at.textContent ?? '').trim().slice(0, 40)} ${at.id}`,
  }
}
