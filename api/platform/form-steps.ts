import { html } from 'hono/html'
import type { Html } from './page-shell.ts'

/** Communes by territory, in their order. */
export type CommunesOf = { territory: string; communes: readonly { code: string; name: string }[] }[]

/** The first page of a form that needs no script: what is asked next depends on the commune. */
export const communeStep = ({
  action,
  territories,
  label,
  choose,
  go,
}: {
  action: string
  territories: CommunesOf
  label: string
  choose: string
  go: string
}): Html =>
  html`<form method="get" action="${action}" class="stack">
    <div class="field">
      <label for="commune">${label}</label>
      <select id="commune" name="commune" required>
        <option value="">${choose}</option>
        ${territories.map(
          ({ territory, communes }) =>
            html`<optgroup label="${territory}">
              ${communes.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
            </optgroup>`,
        )}
      </select>
    </div>
    <button type="submit" class="main">${go}</button>
  </form>`
