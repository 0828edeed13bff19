/**
 * `npm test [-- FILE…]`: what can run side by side does, for the type check alone takes a minute of one processor. Stops
 * at the first step that fails, once all of that step has been said. What follows `--` is given to the tests.
 */
import { spawn } from 'node:child_process'

const steps = [
  [
    ['npm', 'run', 'lint'],
    ['vue-tsc', '--noEmit'],
  ],
  [['npm', 'run', 'build']],
  [['vitest', 'run', ...process.argv.slice(2)]],
]

/** Answers the exit code. */
const run = ([command, ...args]) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })

for (const step of steps) {
  const codes = await Promise.all(step.map(run))
  const failed = codes.find((code) => code !== 0)
  if (failed !== undefined) process.exit(failed)
}
