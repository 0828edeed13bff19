/** Brings a part under one's eyes: it stays put where its beginning is on screen already, in the upper half. */
export function intoView(part: Element | null | undefined): void {
  const top = part?.getBoundingClientRect().top ?? 0
  if (top < 0 || top > window.innerHeight / 2) part?.scrollIntoView({ block: 'start' })
}

/** The same for a form, whose first field has the focus then. */
export function focusForm(form: HTMLElement | null | undefined): void {
  intoView(form)
  form?.querySelector<HTMLElement>('select, textarea, input')?.focus({ preventScroll: true })
}
