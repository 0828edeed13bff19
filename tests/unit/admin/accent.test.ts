import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentGrounds, contrast, readableAccent } from '../../../web/ui/accent.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

describe('The accent of a territory', () => {
  it('is readable in every theme, whatever colour was asked for', () => {
    fc.assert(
      fc.property(colour, fc.constantFrom('light' as const, 'dark' as const), (asked, theme) => {
        const { hedge, hedgeTint, onHedge } = readableAccent(asked, theme)
        for (const ground of [...accentGrounds[theme], hedgeTint, onHedge])
          expect(contrast(hedge, ground)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 2000 },
    )
  })

  it('is left as it is when it can be read already', () => {
    expect(readableAccent('#1f6b45', 'light').hedge).toBe('#1f6b45')
    expect(readableAccent('#7ccb9f', 'dark').hedge).toBe('#7ccb9f')
  })

  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3)
    expect(contrast('#ffffff', '#ffffff')).toBe(1)
  })
})
