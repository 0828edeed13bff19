import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainWords, renderMarkdown } from '../../../api/agenda/agenda.markdown.ts'

const tags = (html: string) => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name?.toLowerCase())
const allowed = new Set(['p', 'br', 'ul', 'ol', 'li', 'em', 'strong', 'a'])

describe('A description', () => {
  it('has paragraphs, line breaks, lists, emphasis and links', () => {
    expect(renderMarkdown('**Fête** du *village*\nsur la place\n\n- buvette\n- bal')).toBe(
      '<p><strong>Fête</strong> du <em>village</em><br>\nsur la place</p>\n<ul>\n<li>buvette</li>\n<li>bal</li>\n</ul>\n',
    )
    expect(renderMarkdown('Voir https://exemple.fr/plan et [le site](https://exemple.fr).')).toBe(
      '<p>Voir <a href="https://exemple.fr/plan" rel="nofollow noopener ugc">https://exemple.fr/plan</a> et <a href="https://exemple.fr" rel="nofollow noopener ugc">le site</a>.</p>\n',
    )
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![a](https://exemple.fr/a.png)',
    '![a](javascript:alert(1))',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](java\tscript:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](//exemple.fr)',
    '<javascript:alert(1)>',
    '[a](https://exemple.fr "x\\" onmouseover=\\"alert(1)")',
    '[a](<https://exemple.fr/" onmouseover="alert(1)>)',
    '<a href="https://exemple.fr" onclick="alert(1)">x</a>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<svg/onload=alert(1)>',
    '`code` ~~~\n<b>\n~~~',
    '# Titre\n\n> citation\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    '</div></main><iframe src="https://exemple.fr">',
  ])('shows %j as words, never as what it would do', (text) => {
    const html = renderMarkdown(text)
    expect(tags(html).filter((name) => !allowed.has(name ?? ''))).toEqual([])
    expect(html).not.toMatch(/<[^>]*\son\w+=/i)
    for (const [, href] of html.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^(?:https?:\/\/|mailto:|tel:)/)
    for (const [link] of html.matchAll(/<a [^>]*>/g)) expect(link).toContain('rel="nofollow noopener ugc"')
  })

  it('is safe whatever is typed', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '[',
        ']',
        '(',
        ')',
        '!',
        '\\',
        '`',
        '*',
        '_',
        '\n',
        '- ',
        '<script>',
      ),
      fc.constantFrom(
        'javascript:',
        'https://exemple.fr',
        'data:',
        '&#x3C;',
        '&quot;',
        ' onload=',
        '<a href="',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = renderMarkdown(pieces.join(''))
        const bare = html.replace(
          /<a href="(?:https?:\/\/|mailto:|tel:)[^"<>]*" rel="nofollow noopener ugc">/g,
          '',
        )
        expect(bare.replace(/<\/?(?:p|br|ul|ol|li|em|strong)>|<\/a>|<ol start="\d+">/g, '')).not.toMatch(
          /[<>]/,
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('does not take long, however it nests', () => {
    for (const text of [
      '['.repeat(10_000),
      '*a '.repeat(3300),
      '- '.repeat(5000),
      '<'.repeat(10_000),
      '[a]('.repeat(2500),
    ]) {
      const started = performance.now()
      renderMarkdown(text)
      expect(performance.now() - started).toBeLessThan(10_000)
    }
  })

  it('is said in plain words, cut at one, for previews', () => {
    expect(plainWords('**Fête** du [village](https://exemple.fr)\n\n- bal', 100)).toBe('Fête du village bal')
    expect(plainWords('un deux trois quatre', 10)).toBe('un deux…')
    expect(plainWords('', 10)).toBe('')
  })
})
