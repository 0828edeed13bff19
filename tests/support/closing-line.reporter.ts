import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

/**
 * Ends the run with `N passed, N failed` alone on a line, for machines that read the output.
 * A file that could not be loaded and an error outside any test count as failures: nothing broken is hidden.
 */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    let passed = 0
    let failed = unhandledErrors.length
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        if (state === 'failed') failed++
      }
    }
    if (reason !== 'passed' && failed === 0) failed = 1
    // After the other reporters' summaries, which vitest prints in the same turn.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
  }
}
