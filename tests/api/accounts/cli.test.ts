import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { mormal, openTerritories } from '../../support/territories.ts'

const cli = fileURLToPath(new URL('../../../api/accounts/accounts.cli.ts', import.meta.url))

describe('npm run staff', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bocage-staff-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = {
        ...process.env,
        DATA_DIR: dataDir,
        DATABASE_URL: '',
        PUBLIC_URL: 'https://bocage.example',
      }
      execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      )
    })
  const admin = (...args: string[]) => run('admin', '--siren', mormal.siren, ...args)

  it('makes the first administrator, and changes nothing the second time', async () => {
    const url = `file:${join(dataDir, 'bocage.db')}`
    await migrate({ url })
    const database = await openDatabase({ url })
    await openTerritories({ database, now: 0 })
    await database.close()
    const first = await admin('--email', 'Maire@Bavay.example', '--name', 'Alix Martin')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toBe(
      `maire@bavay.example administre le territoire ${mormal.siren}.\nPour entrer : https://bocage.example/connexion\n`,
    )
    expect((await admin('--email', 'maire@bavay.example')).stdout).toContain('rien n’a changé')
  })

  it.each([
    ['nothing', [], 'Usage'],
    ['an unknown option', ['admin', '--nope'], 'Usage'],
    [
      'a SIREN too short',
      ['admin', '--siren', '2000', '--email', 'a@b.example'],
      'Un SIREN compte 9 chiffres',
    ],
    ['no address', ['admin', '--siren', mormal.siren, '--email', 'maire'], 'nom@exemple.fr'],
    [
      'a territory that is not open',
      ['admin', '--siren', mormal.siren, '--email', 'a@b.example'],
      'npm run territory',
    ],
  ])('answers %s with one sentence', async (_, args, sentence) => {
    const { code, stdout, stderr } = await run(...args)
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
