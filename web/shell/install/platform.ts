/** How one installs, by what the browser is: a table of words in `install.steps`. */
export const ways = ['ios', 'android', 'android-firefox', 'mac-safari', 'desktop', 'firefox'] as const
export type InstallWay = (typeof ways)[number]

/** iPads say they are Macs, with fingers. Of the rest, what is not known is told as a computer. */
export function wayOf({ userAgent, touchPoints }: { userAgent: string; touchPoints: number }): InstallWay {
  const isMac = /Macintosh/.test(userAgent)
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && touchPoints > 1)) return 'ios'
  const isFirefox = /Firefox\//.test(userAgent)
  if (/Android/.test(userAgent)) return isFirefox ? 'android-firefox' : 'android'
  if (isFirefox) return 'firefox'
  return isMac && !/Chrom|Edg/.test(userAgent) ? 'mac-safari' : 'desktop'
}

export const ownWay = () => wayOf({ userAgent: navigator.userAgent, touchPoints: navigator.maxTouchPoints })
