/** Small choices kept on this device. A browser that forbids storage forgets them, and the app still works. */

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`bocage.${name}`)
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`bocage.${name}`, value)
  } catch {
    // Forgotten at the next visit, as the browser was told to.
  }
}
