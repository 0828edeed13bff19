import { describe, expect, it } from 'vitest'
import { embedCode, embedKinds, type EmbedChoice } from '../../../web/agenda/embed/embed-code.ts'

const where = { origin: 'https://agenda.exemple', title: 'Agenda : Bavay' }
const choice: EmbedChoice = {
  territory: '200043321',
  commune: '59053',
  category: 'concert',
  look: 'cards',
  number: '10',
  lang: 'fr',
}

describe('The line that a secretary copies', () => {
  it('is one script tag with what was chosen, and nothing that is usual', () => {
    expect(embedCode('tag', choice, where)).toBe(
      '<script async src="https://agenda.exemple/widget.js" data-commune="59053" data-category="concert" data-look="cards" data-number="10"></script>',
    )
    const plain: EmbedChoice = { ...choice, commune: '', category: '', look: 'list', number: '5', lang: 'en' }
    expect(embedCode('tag', plain, where)).toContain(
      'data-territory="200043321" data-number="5" data-lang="en"',
    )
  })

  it('holds a link for who has no JavaScript, or is a frame with a title', () => {
    expect(embedCode('fallback', choice, where)).toContain(
      '<a href="https://agenda.exemple/agenda?commune=59053&amp;category=concert">Agenda : Bavay</a></bocage-agenda>',
    )
    expect(embedCode('frame', choice, where)).toContain('title="Agenda : Bavay"')
  })

  it('cannot be broken by a name', () => {
    for (const kind of embedKinds)
      expect(
        embedCode(kind, { ...choice, category: '"><img src=x>' }, { ...where, title: '</a><b>' }),
      ).not.toMatch(/<img|<b>/)
  })
})
