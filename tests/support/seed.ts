import { configureGlobal } from 'fast-check'

/**
 * Random cases are the same at every run, so that a run fails for what changed and not by luck. `FC_SEED=random`
 * explores others, `FC_SEED=<number>` goes back to those that failed.
 */
const given = process.env['FC_SEED'] ?? '20261126'
if (given !== 'random') configureGlobal({ seed: Number(given) })
