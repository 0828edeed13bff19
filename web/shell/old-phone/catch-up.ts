import { isOldBrowser } from './is-old.ts'

/** Adds to an older browser what our screens ask of JavaScript, before any does. Newer ones download nothing of it. */
export async function catchUp(): Promise<void> {
  // Without a network at a first visit: some screens open all the same.
  if (isOldBrowser()) await import('./missing-methods.ts').catch(() => undefined)
}
