import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../../api/config.ts'

const secret = 'a'.repeat(32)
const production = { NODE_ENV: 'production', SECRET: secret, PUBLIC_URL: 'https://bocage.example/' }
/** What the person who starts the server reads. */
function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('the environment', () => {
  it('empty, opens a demo for whoever tries it', () => {
    expect(loadConfig({})).toMatchObject({ demo: true, port: 3000, production: false, trustProxy: false })
    expect(loadConfig({ PORT: '', DEMO: '' })).toMatchObject({ port: 3000, demo: true })
  })

  it('of production opens none, and links begin with the public address', () => {
    expect(loadConfig(production)).toMatchObject({ demo: false, publicUrl: 'https://bocage.example' })
  })

  it('of production is refused with a secret that others know, a short one or none, and without its address', () => {
    const { SECRET: _, ...without } = production
    expect(refusal(without)).toContain('SECRET manque')
    expect(refusal({ ...production, SECRET: 'bocage-demo-secret-never-in-production' })).toContain(
      'SECRET manque',
    )
    expect(refusal({ ...production, SECRET: 'court' })).toContain('32 caractères')
    expect(refusal({ NODE_ENV: 'production', SECRET: secret })).toContain('PUBLIC_URL manque')
    expect(refusal({ ...production, PUSH_ALLOW_LOOPBACK: '1' })).toContain('PUSH_ALLOW_LOOPBACK')
  })

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'bavay.fr'],
    ['DEMO', 'oui'],
    ['RATE_LIMIT_FACTOR', '-1'],
    ['LOG_LEVEL', 'bavard'],
  ])('where %s says %s is refused in a sentence that says what would do', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} : donnez .+[^.]\\.$`))
  })

  it('says all that is wrong at once', () => {
    expect(refusal({ PORT: 'abc', DEMO: 'oui' }).split('\n')).toHaveLength(2)
  })
})
