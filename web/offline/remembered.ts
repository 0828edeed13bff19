/** Small choices kept on this device. A browser that forbids storage forgets them, and the app still works. */

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`bocage.${name}`)
  } catch {
    return null
  }
}

/** Forgets all whose name begins so. */
export function forgetAll(beginning: string): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(`bocage.${beginning}`)) localStorage.removeItem(name)
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
