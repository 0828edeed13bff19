/**
 * Runs in a page: what of the RGAA's criteria a script can decide and axe does not, each fault with its number. Also the
 * page's title and the addresses of its main menu, to be compared with others'.
 */
export function lookOver(): { faults: string[]; title: string; menu: string } {
  const all = <T extends Element = HTMLElement>(selector: string) => [
    ...document.querySelectorAll<T>(selector),
  ]
  const said = (one: Element) => one.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 120)
  const named = (one: Element) => one.hasAttribute('aria-label') || one.hasAttribute('aria-labelledby')
  const faults: string[] = []
  const check = (criterion: string, wrong: readonly Element[]) =>
    faults.push(...wrong.map((one) => `${criterion}: ${said(one)}`))
  const must = (criterion: string, isTrue: boolean, words: string) => {
    if (!isTrue) faults.push(`${criterion}: ${words}`)
  }

  check('1.1', all('img:not([alt]), [role=img]:not([aria-label], [aria-labelledby])'))
  check(
    '1.2',
    all<SVGElement>('svg').filter(
      (one) => !one.closest('[aria-hidden=true], [role=img], .map') && !named(one),
    ),
  )
  // Nothing of these is in the sample: the criteria about them do not apply.
  check('2.1', all('iframe, frame'))
  check('4.1', all('audio, video, object, embed'))
  check(
    '5.4 to 5.7',
    all('table').filter(
      (one) => !(one.querySelector('caption') || named(one)) || !one.querySelector('th[scope]'),
    ),
  )
  must('8.1', document.doctype?.name === 'html', 'no doctype')
  must('8.3', document.documentElement.lang === 'fr', `lang is ${document.documentElement.lang}`)
  must('8.5', / · Bocage$|^Bocage$/.test(document.title), `the title is ${document.title}`)
  const ids = all('[id]').map(({ id }) => id)
  must(
    '8.2',
    ids.every((id, at) => ids.indexOf(id) === at),
    'the same id twice',
  )
  // What is nested as it must not be is read otherwise than it was made.
  const body = document.body.cloneNode(true) as HTMLElement
  const again = document.implementation.createHTMLDocument('')
  // Styles in the page are the map's; the page's policy would hold them against us.
  for (const one of body.querySelectorAll('[style]')) one.removeAttribute('style')
  again.body.innerHTML = body.innerHTML
  again.body.normalize()
  body.normalize()
  must('8.2', again.body.innerHTML === body.innerHTML, 'elements are nested as they must not be')
  const levels = all('h1, h2, h3, h4, h5, h6')
    .filter((one) => one.checkVisibility())
    .map(({ tagName }) => Number(tagName[1]))
  must('9.1', levels.filter((level) => level === 1).length === 1, 'not one h1')
  must(
    '9.1',
    levels.every((level, at) => at === 0 || level <= (levels[at - 1] ?? 0) + 1),
    `levels ${levels.join(' ')}`,
  )
  must('9.2', all('main').length === 1 && all('main#content').length === 1, 'not one main')
  must('9.2', all('footer').length >= 1, 'no foot')
  check('9.3', all('ul > :not(li, script, template), ol > :not(li, script, template)'))
  const { color, backgroundColor } = getComputedStyle(document.body)
  must('10.5', color !== '' && backgroundColor !== 'rgba(0, 0, 0, 0)', 'the page has no ground')
  check(
    '11.13',
    all('main input:is([type=email], [type=tel])').filter((one) => !one.getAttribute('autocomplete')),
  )
  const skip = all('a[href], button, input')[0]
  must('12.7', skip?.getAttribute('href') === '#content', 'the first link does not lead to the content')
  const foot = all<HTMLAnchorElement>('footer a').map((one) => one.getAttribute('href'))
  must('12.4', foot.includes('/plan-du-site'), 'no site map in the foot')
  // Not asked by the RGAA: what a thumb presses is 44 pixels high. A link in a sentence is as high as its line.
  check(
    'targets',
    all(
      'button, select, textarea, summary, input:not([type=radio], [type=checkbox], [type=range]), nav a, label:has(> input)',
    )
      .filter(
        (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.visually-hidden, .map'),
      )
      .filter((one) => one.getBoundingClientRect().height < 43.5),
  )
  const ratio = (one: string, other: string) => {
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const [low = 0, high = 0] = [light(one), light(other)].toSorted((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  check(
    '3.3',
    all('main :is(input:not([type=radio], [type=checkbox], [type=file]), select, textarea)').filter(
      (one) => one.checkVisibility() && ratio(getComputedStyle(one).borderTopColor, backgroundColor) < 3,
    ),
  )
  return {
    faults,
    title: document.title,
    menu: all<HTMLAnchorElement>('nav.bar a, nav[aria-label="Navigation principale"] a')
      .map((one) => one.getAttribute('href'))
      .join(' '),
  }
}
