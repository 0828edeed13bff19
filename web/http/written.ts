/** What the server wrote into the page it opened, given once, in the language spoken: `opened` or `shown`. */
export function takeWritten<T>(name: 'opened' | 'shown'): T | null {
  const written = document.getElementById(name)
  written?.remove()
  return written?.lang === document.documentElement.lang ? (JSON.parse(written.textContent) as T) : null
}
