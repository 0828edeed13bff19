/**
 * `npm test [-- FILE…]`: the type check takes a minute of one processor, so what else must pass before the tests runs
 * beside it, one after the other. Stops at the first of them that fails, once the type check has had its say. What
 * follows `--` is given to the tests.
 */
import { spawn } from 'node:child_process'

/** Answers the exit code. */
const run = (command, ...args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })

const [styleOrBuild, types] = await Promise.all([
  run('npm', 'run', 'lint').then((code) => code || run('npm', 'run', 'build')),
  run('vue-tsc', '--noEmit'),
])
process.exit(styleOrBuild || types || (await run('vitest', 'run', ...process.argv.slice(2))))
