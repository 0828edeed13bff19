/** Kept in this tab alone, and no longer than it: for what a shared computer must not show the next person. */

export function recallInTab(name: string): string | null {
  try {
    return sessionStorage.getItem(name)
  } catch {
    return null
  }
}

export function rememberInTab(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value)
  } catch {
    // A browser that keeps nothing keeps it on the page all the same.
  }
}

export function forgetInTab(name: string): void {
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Nothing was kept.
  }
}
