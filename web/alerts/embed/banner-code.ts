/** How a commune's site may hold its alerts: one line, a tag with a link for who has no script, or a frame. */
export const bannerKinds = ['tag', 'fallback', 'frame'] as const
export type BannerKind = (typeof bannerKinds)[number]
export type BannerChoice = { commune: string; lang: 'fr' | 'en' | 'nl' }

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** The line that a secretary copies. `link`: what the alerts are called, for whoever only has the link. */
export function bannerCode(
  kind: BannerKind,
  { commune, lang }: BannerChoice,
  { origin, link, path }: { origin: string; link: string; path: string },
): string {
  const attributes = [['commune', commune], ...(lang === 'fr' ? [] : [['lang', lang]])] as [string, string][]
  const written = (prefix: string) =>
    attributes.map(([name, value]) => ` ${prefix}${name}="${escape(value)}"`).join('')
  const script = `<script async src="${origin}/banner.js"`
  if (kind === 'tag') return `${script}${written('data-')}></script>`
  if (kind === 'fallback')
    return `<bocage-alerts${written('')}><a href="${escape(origin + path)}">${escape(link)}</a></bocage-alerts>\n${script}></script>`
  const query = new URLSearchParams(attributes)
  return `<iframe src="${escape(`${origin}/integrer/alertes?${query}`)}" title="${escape(link)}" width="100%" height="220" loading="lazy"></iframe>`
}
