type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * Runs in a page: what RGAA 11.10 finds of its forms before anything is sent. A field that is typed in, or a list that is
 * still empty, says either that it may stay so, in its label or legend, or that it must be filled; where several are in a
 * form and some must, a sentence says so at its head, tied to each field where no label says « facultatif ».
 */
export function unsaidFields(): { faults: string[]; forms: number } {
  const faults: string[] = []
  const optionalWords = /facultatif|optional|niet verplicht/
  const forms = [...document.querySelectorAll<HTMLFormElement>('main form:not([role=search])')].filter(
    (one) => one.checkVisibility(),
  )
  for (const form of forms) {
    const fields = [
      ...form.querySelectorAll<Control>(
        'input:not([type=hidden], [type=checkbox], [type=radio], [type=search], [type=file], [readonly]), textarea, select',
      ),
    ].filter((one) => one.checkVisibility() && one.tabIndex >= 0)
    const labelled = (one: Control) =>
      [...(one.labels ?? []), one.closest('fieldset')?.querySelector('legend')]
        .map((label) => label?.textContent ?? '')
        .join(' ')
    const isOptional = (one: Control) => optionalWords.test(labelled(one))
    const isRequired = (one: Control) => one.ariaRequired === 'true' || one.required
    const said = (one: Control) => labelled(one).replaceAll(/\s+/g, ' ').trim() || one.outerHTML
    for (const one of fields) {
      if (isOptional(one) && isRequired(one)) faults.push(`both: ${said(one)}`)
      // « Inconnu » is an answer, « Choisir… » is none.
      const isFilled =
        one instanceof HTMLSelectElement && !/^\s*Choisi/.test(one.selectedOptions[0]?.text ?? '')
      if (!isOptional(one) && !isRequired(one) && !isFilled) faults.push(`neither: ${said(one)}`)
    }
    for (const one of fields.filter(({ type }) => type === 'email' || type === 'tel')) {
      const described = (one.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ')
      if (!/@|06 12/.test(described)) faults.push(`no example of the format: ${said(one)}`)
    }
    const must = fields.filter(isRequired)
    if (fields.length < 2 || must.length === 0) continue
    const head = [...form.querySelectorAll('p')].find(({ textContent }) =>
      /^\s*Tous les champs sont à remplir/.test(textContent ?? ''),
    )
    if (!head) faults.push(`no sentence at the head: ${must.map(said).join(', ')}`)
    else if (!fields.some(isOptional))
      for (const one of must)
        if (!one.getAttribute('aria-describedby')?.split(' ').includes(head.id))
          faults.push(`not tied to the sentence: ${said(one)}`)
  }
  return { faults, forms: forms.length }
}
