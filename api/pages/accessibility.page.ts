import { html } from 'hono/html'
import { languageChoice } from '../platform/form-steps.ts'
import { conformityWords, type Html, type Page, type PageLanguage } from '../platform/page-shell.ts'
import { statements, type Statement } from './accessibility.words.ts'

// The statement that the law asks for: loi n° 2005-102, article 47; décret n° 2019-768, articles 4 and 5; the model of
// the arrêté of 20 September 2019 (RGAA). Its parts and their order are the model's. What it says of Bocage is kept true
// by hand: docs/accessibility.md says when.

export const accessibilityPath = '/accessibilite'
/** When the words were last compared with the tests and the screens. */
const statedOn = '2026-11-27'
const technologies = ['HTML5', 'CSS', 'JavaScript', 'WAI-ARIA', 'SVG', 'PDF']

export type Responsible = {
  territory: string
  name: string
  email: string | null
  phone: string | null
  address: string | null
}
type Given = { language: PageLanguage; publicUrl: string; responsible: readonly Responsible[] }

const list = (items: readonly (string | Html)[]): Html =>
  html`<ul class="stack-small bulleted">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`

const reach = ({ name, email, phone, address }: Responsible): Html =>
  html`<li>
    <strong>${name}</strong>
    ${email ? html`<br /><a href="mailto:${email}">${email}</a>` : ''}
    ${phone ? html`<br /><a href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>` : ''}
    ${address ? html`<br />${address}` : ''}
  </li>`

/** The statement, with whom to write to: the bodies that run each territory. */
export function accessibilityPage({ language, publicUrl, responsible }: Given): Page {
  const said = statements[language]
  return {
    language,
    title: `${said.title} · Bocage`,
    description: conformityWords[language],
    head: html`<link rel="canonical" href="${publicUrl}${accessibilityPath}" />`,
    still: true,
    content: html`<main id="content" class="page stack-large served">
      ${opening(said, { publicUrl, responsible })} ${conformity(said, publicUrl)} ${established(said)}
      ${recourse(said, responsible)} ${languageChoice(language)}
    </main>`,
  }
}

const opening = (said: Statement, { publicUrl, responsible }: Omit<Given, 'language'>): Html =>
  html`<header class="stack-small">
    <h1>${said.title}</h1>
    <p>${said.pledge(responsible.map(({ name }) => name).join(', ') || said.someone)}</p>
    <p>${said.plan}</p>
    <p>${said.appliesTo} <strong>${publicUrl}</strong>.</p>
  </header>`

const conformity = ({ state, results, content }: Statement, publicUrl: string): Html =>
  html`<section class="stack-small" id="etat">
      <h2>${state.title}</h2>
      <p><strong>Bocage</strong> (${publicUrl}) ${state.is}</p>
      <p>${state.why}</p>
    </section>
    <section class="stack-small" id="resultats">
      <h2>${results.title}</h2>
      <p>${results.none}</p>
      <p>${results.self}</p>
      ${list(results.share)}
      <p>${results.own}</p>
      ${list(results.list)}
      <p>${results.limits}</p>
    </section>
    <section class="stack-small" id="contenus">
      <h2>${content.title}</h2>
      <h3>${content.faults.title}</h3>
      ${list(content.faults.list)}
      <h3>${content.burden.title}</h3>
      <p>${content.burden.none}</p>
      <h3>${content.exempt.title}</h3>
      ${list(content.exempt.list)}
    </section>`

const established = ({ made }: Statement): Html =>
  html`<section class="stack-small" id="etablissement">
    <h2>${made.title}</h2>
    <p>${made.on} <time datetime="${statedOn}">${made.day}</time>.</p>
    <h3>${made.technologies}</h3>
    ${list(technologies)}
    ${[made.environment, made.tools, made.pages].map(
      (part) =>
        html`<h3>${part.title}</h3>
          ${list(part.list)}`,
    )}
  </section>`

const recourse = ({ contact, appeal }: Statement, responsible: readonly Responsible[]): Html =>
  html`<section class="stack-small" id="contact">
      <h2>${contact.title}</h2>
      <p>${contact.why}</p>
      ${
        responsible.length > 0
          ? html`<ul class="stack-small">
              ${responsible.map(reach)}
            </ul>`
          : html`<p>${contact.ask} <a href="/communes">${contact.find}</a>.</p>`
      }
    </section>
    <section class="stack-small" id="recours">
      <h2>${appeal.title}</h2>
      <p>${appeal.when}</p>
      <p>${appeal.may}</p>
      ${list([
        html`<a href="https://formulaire.defenseurdesdroits.fr/">${appeal.write}</a>`,
        html`<a href="https://www.defenseurdesdroits.fr/saisir/delegues">${appeal.delegate}</a>`,
        html`${appeal.call} <a href="tel:0969390000">09 69 39 00 00</a>`,
        html`${appeal.post}<br />Défenseur des droits<br />Libre réponse 71120<br />75342 Paris CEDEX 07`,
      ])}
    </section>`
