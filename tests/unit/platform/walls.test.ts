import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Each breaks one wall of docs/conventions.md. */
const breaches: [string, string, string][] = [
  ['web reads the database', 'web/home/bad.ts', `import { user } from '../../db/schema/accounts.ts'`],
  [
    'web calls a use case',
    'web/home/bad.ts',
    `import { readActor } from '../../api/accounts/accounts.usecases.ts'`,
  ],
  ['a page of web reads a repository', 'web/home/Bad.vue', `import { a } from '../../api/x/x.repository.ts'`],
  ['db knows the api', 'db/bad.ts', `import { systemClock } from '../api/platform/clock.ts'`],
  ['db knows web', 'db/bad.ts', `import { a } from '../web/main.ts'`],
  ['api knows web', 'api/accounts/accounts.usecases.ts', `import { a } from '../../web/router.ts'`],
  [
    'a domain reads another’s tables',
    'api/alerts/bad.ts',
    `import { a } from '../accounts/accounts.repository.ts'`,
  ],
  [
    'a domain uses another’s rules',
    'api/alerts/bad.ts',
    `import { a } from '../incidents/incidents.rules.ts'`,
  ],
  ['platform knows a domain', 'api/platform/bad.ts', `import { a } from '../accounts/accounts.usecases.ts'`],
  ['routes hold a query', 'api/accounts/accounts.routes.ts', `import { eq as a } from 'drizzle-orm'`],
  [
    'routes call a repository',
    'api/accounts/accounts.routes.ts',
    `import { a } from './accounts.repository.ts'`,
  ],
  [
    'routes use another domain’s rules',
    'api/alerts/alerts.routes.ts',
    `import { a } from '../incidents/x.rules.ts'`,
  ],
  ['routes know web', 'api/alerts/alerts.routes.ts', `import { a } from '../../web/router.ts'`],
  ['platform knows web', 'api/platform/bad.ts', `import { a } from '../../web/router.ts'`],
  ['rules know web', 'api/alerts/alerts.rules.ts', `import { a } from '../../web/router.ts'`],
  ['rules query', 'api/alerts/alerts.rules.ts', `import { a } from 'drizzle-orm/sqlite-core'`],
  ['rules read a file', 'api/accounts/accounts.rules.ts', `import { readFileSync as a } from 'node:fs'`],
  ['rules read the database', 'api/accounts/accounts.rules.ts', `import { a } from '../../db/client.ts'`],
]
/** Each goes through a door that is open. */
const doors: [string, string, string][] = [
  [
    'web takes the shapes of an API',
    'web/home/good.ts',
    `import type { A } from '../../api/accounts/accounts.schemas.ts'`,
  ],
  ['web takes pure rules', 'web/home/good.ts', `import { a } from '../../api/accounts/accounts.rules.ts'`],
  [
    'a domain calls another’s use case',
    'api/alerts/good.ts',
    `import { a } from '../accounts/accounts.usecases.ts'`,
  ],
  [
    'a repository reads the schema',
    'api/accounts/accounts.repository.ts',
    `import { a } from '../../db/schema/index.ts'`,
  ],
  ['platform reads the schema', 'api/platform/good.ts', `import { a } from '../../db/schema/index.ts'`],
]

function asFile(file: string, line: string): string {
  const use = line.startsWith('import type')
    ? `${line}\nexport type B = A\n`
    : `${line}\nexport const b = ${nameIn(line)}\n`
  return file.endsWith('.vue')
    ? `<script setup lang="ts">\n${line}\n</script>\n<template>{{ ${nameIn(line)} }}</template>\n`
    : use
}
const nameIn = (line: string) => /(\w+) \}/.exec(line)?.[1] ?? ''

describe('The walls between folders', () => {
  let house: string
  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'bocage-walls-'))
    // Its patterns are relative to where it lies.
    await copyFile(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'))
  })
  afterAll(() => rm(house, { recursive: true, force: true }))

  async function lint(file: string, line: string): Promise<{ code: number; output: string }> {
    const path = join(house, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, asFile(file, line))
    try {
      return await new Promise((resolve) => {
        const oxlint = join(root, 'node_modules/.bin/oxlint')
        execFile(
          oxlint,
          ['-c', join(house, '.oxlintrc.json'), file],
          { cwd: house },
          (error, stdout, stderr) =>
            resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
        )
      })
    } finally {
      await rm(path)
    }
  }

  it.each(breaches)('stop the build when %s', async (_, file, line) => {
    const { code, output } = await lint(file, line)
    expect(output).toContain('no-restricted-imports')
    expect(code).not.toBe(0)
  })

  it.each(doors)('let through: %s', async (_, file, line) => {
    const { code, output } = await lint(file, line)
    expect(output).not.toContain('no-restricted-imports')
    expect(code, output).toBe(0)
  })
})
