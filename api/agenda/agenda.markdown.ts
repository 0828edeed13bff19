import MarkdownIt from 'markdown-it'

/**
 * The Markdown that a description may use: paragraphs, line breaks, lists, emphasis and links. All else is shown as it
 * was typed: HTML is text, and there are no images (they have their own field, checked by a person).
 */
const markdown = new MarkdownIt('zero', { html: false, linkify: true, breaks: true }).enable([
  'newline',
  'escape',
  'entity',
  'emphasis',
  'list',
  'link',
  'autolink',
  'linkify',
])
// Only what a page of ours may lead to: never script, data or file addresses, whatever their disguise.
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:|tel:)/i.test(url.trim())
// Words such as « rendez-vous.il » are no addresses.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  const token = tokens[index]
  // Its address, and nothing else that was typed: no title.
  if (token)
    token.attrs = [
      ['href', token.attrGet('href') ?? ''],
      ['rel', 'nofollow noopener ugc'],
    ]
  return self.renderToken(tokens, index, options)
}

/** A description as HTML that is safe to show. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}

const wordsOf = ({ type, content }: { type: string; content: string }) =>
  type === 'text' ? content : type.endsWith('break') ? ' ' : ''

/** A description in plain words, cut at `length`: for previews of a link. */
export function plainWords(text: string, length: number): string {
  const words = markdown
    .parse(text, {})
    .flatMap((token) => token.children?.map(wordsOf) ?? [' '])
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
  return words.length <= length ? words : `${words.slice(0, length - 1).replace(/\s+\S*$/, '')}…`
}
