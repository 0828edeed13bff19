/** Small choices kept on this device. A browser that forbids storage forgets them, and the app still works. */

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`bocage.${name}`)
  } catch {
    return null
  }
}

/** All names that begin so. */
export function recallNames(beginning: string): string[] {
  try {
    return Object.keys(localStorage).flatMap((name) =>
      name.startsWith(`bocage.${beginning}`) ? name.slice('bocage.'.length) : [],
    )
  } catch {
    return []
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(`bocage.${name}`)
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`bocage.${name}`, value)
  } catch {
    // Forgotten at the next visit, as the browser was told to.
  }
}
