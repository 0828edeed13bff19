import type { Language } from './problems.ts'

export type MailContent = {
  language: Language
  title: string
  paragraphs: string[]
  /** The one thing to do, as a button and, in full, as an address to copy. */
  action?: { label: string; url: string }
  /** Why this mail came and how to stop it. */
  footer: string
  /** Below it, each with its address in full in plain text: to stop, to change. */
  footerLinks?: { label: string; url: string }[]
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

/** The two bodies of a mail: plain text that is complete by itself, and a small HTML with the same words. */
export function layOutMail({ language, title, paragraphs, action, footer, footerLinks = [] }: MailContent): {
  text: string
  html: string
} {
  const lines = [
    title,
    ...paragraphs,
    ...(action ? [`${action.label} :\n${action.url}`] : []),
    [`-- \n${footer}`, ...footerLinks.map(({ label, url }) => `${label} :\n${url}`)].join('\n\n'),
  ]
  const say = (words: string) => escapeHtml(words).replace(/\n/g, '<br>')
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${say(words)}</p>`
  const button = action
    ? `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#1F6B45;color:#FFFFFF;text-decoration:none;font-weight:bold">${say(action.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:#4C5A54;word-break:break-all">${escapeHtml(action.url)}</p>`
    : ''
  const below = footerLinks
    .map(
      ({ label, url }) =>
        `<p style="margin:8px 0 0;font-size:14px"><a href="${escapeHtml(url)}" style="display:inline-block;padding:6px 0;color:#1F6B45">${say(label)}</a></p>`,
    )
    .join('\n')
  return {
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say(title)}</title></head>
<body style="margin:0;padding:24px;background:#FBFAF6;color:#1B2421;font:17px/1.5 Verdana,sans-serif">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:22px">${say(title)}</h1>
${paragraphs.map(paragraph).join('\n')}
${button}
<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #D9DDD3;font-size:14px;color:#4C5A54">${say(footer)}</p>
${below}
</div>
</body>
</html>
`,
  }
}
