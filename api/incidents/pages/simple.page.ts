import { html } from 'hono/html'
import { sayDay } from '../../agenda/pages/pages.words.ts'
import { type CommunesOf, communeStep, formPage } from '../../platform/form-steps.ts'
import { createFields, firstOf, type Mistakes, type Typed } from '../../platform/form-pages.ts'
import type { Html, Page, PageLanguage } from '../../platform/page-shell.ts'
import type { Category, Commune } from '../../territory/territory.usecases.ts'
import { bodyInWords } from '../body-words.rules.ts'
import type { AcceptedIncident, IncidentPreview } from '../incidents.schemas.ts'
import { type Say, speakReports } from './pages.words.ts'
import { theirWords } from '../../platform/their-words.ts'

// A report without a script, one thing a page: the commune, the kind, then the rest.

export const simplePath = '/signaler/simple'
const address = (query: Record<string, string>) => `${simplePath}?${new URLSearchParams(query).toString()}`

const page = (language: PageLanguage, say: Say, title: string, content: Html): Page =>
  formPage(language, { title, description: say('about'), content })

export function chooseCommune(language: PageLanguage, territories: CommunesOf): Page {
  const say = speakReports(language)
  return page(
    language,
    say,
    say('commune'),
    html`<p class="soft">${say('step', { step: 1 })}</p>
      <h1>${say('title')}</h1>
      <p>${say('simple')}</p>
      ${communeStep({ language, action: simplePath, territories, label: say('commune'), choose: say('choose'), go: say('go') })}
      <p><a href="/signaler">${say('withMap')}</a></p>`,
  )
}

const communeLine = (say: Say, commune: Pick<Commune, 'name'>): Html =>
  html`<p>${say('communeIs', { name: commune.name })}. <a href="${simplePath}">${say('change')}</a></p>`

export function chooseCategory(
  language: PageLanguage,
  { commune, categories }: { commune: Commune; categories: readonly Category[] },
): Page {
  const say = speakReports(language)
  const { choices } = createFields({ language, typed: {}, mistakes: {} })
  return page(
    language,
    say,
    say('what'),
    html`<p class="soft">${say('step', { step: 2 })}</p>
      <h1>${say('title')}</h1>
      ${communeLine(say, commune)}
      <form method="get" action="${simplePath}" class="stack">
        <input type="hidden" name="commune" value="${commune.code}" />
        ${choices(
          'quoi',
          { label: say('what') },
          {
            options: categories.map(({ slug, name, hint }) => ({
              value: slug,
              name: theirWords(name),
              hint: hint ? theirWords(hint) : null,
            })),
          },
        )}
        <button type="submit" class="main">${say('go')}</button>
      </form>`,
  )
}

export type KnownPlace = { id: string; name: string; lat: number; lon: number }
export type EmergencyLine = { id: string; number: string; label: Record<PageLanguage, string> }
export const photosAtMost = 5

type Given = {
  language: PageLanguage
  /** The form's sealed number. */
  seal: string
  commune: Commune
  category: Category
  publication: 'before-approval' | 'after-approval'
  preview: IncidentPreview
  places: readonly KnownPlace[]
  emergency: readonly EmergencyLine[]
  typed: Typed
  mistakes: Mistakes
  /** Seals of photos that arrived before. */
  kept: readonly string[]
}

export function reportForm(given: Given): Page {
  const { language, seal, commune, category, publication, preview, places, emergency, typed, kept } = given
  const say = speakReports(language)
  const fields = createFields({ language, typed, mistakes: given.mistakes })
  const optional = true
  const required = true
  const privacy = category.public ? (`privacy-${publication}` as const) : 'privacy-staff'
  return page(
    language,
    say,
    say('title'),
    html`<p class="soft">${say('step', { step: 3 })}</p>
      <h1>${say('title')}</h1>
      ${fields.summary(say('mistakes'))} ${communeLine(say, commune)}
      <p>
        ${say('whatIs')} ${theirWords(category.name)}.
        <a href="${address({ commune: commune.code })}">${say('change')}</a>
      </p>
      ${category.emergency ? emergencyPart(say, language, emergency) : ''}
      ${
        preview.body
          ? html`<p>
              ${say('goesTo', { body: bodyInWords(preview.body.name, language) })}
              ${preview.dueAt === null ? '' : say('due', { day: sayDay(language, preview.dueAt) })}
            </p>`
          : ''
      }
      <form method="post" action="${simplePath}" enctype="multipart/form-data" class="stack">
        ${fields.toFill()} ${fields.hidden('form', seal)} ${fields.hidden('commune', commune.code)}
        ${fields.hidden('quoi', category.slug)}
        ${fields.line('place', { label: say('place'), hint: say('placeHint'), required }, { max: 300 })}
        ${
          places.length === 0
            ? ''
            : fields.select(
                'known',
                { label: say('known'), hint: say('knownHint'), optional },
                { none: say('knownNone'), options: places.map(({ id, name }) => ({ value: id, name })) },
              )
        }
        ${category.questions.map((question) => {
          const words = {
            label: theirWords(question.label),
            optional: !question.required,
            required: question.required,
          }
          const id = `question-${question.id}`
          if (question.kind === 'text') return fields.line(id, words, { max: 200 })
          const ours = [say('yes'), say('no')].map((name) => ({ value: name, name }))
          const theirs = (question.choices ?? []).map((name) => ({ value: name, name: theirWords(name) }))
          return fields.choices(id, words, { options: question.kind === 'yes-no' ? ours : theirs })
        })}
        ${
          preview.askDepartmentalRoad
            ? fields.choices(
                'road',
                { label: say('road'), required },
                {
                  options: (['yes', 'no', 'unknown'] as const).map((value) => ({ value, name: say(value) })),
                },
              )
            : ''
        }
        ${fields.text('words', { label: say('words'), hint: say('wordsHint'), optional })}
        ${kept.map(
          (value, index) =>
            html`<label class="ticked"
              ><input type="checkbox" name="kept" value="${value}" checked /><span
                >${say('photoKept', { n: index + 1 })}</span
              ></label
            >`,
        )}
        ${fields.file(
          'photos',
          { label: say('photos'), hint: say('photosHint', { n: photosAtMost }), optional },
          { several: true },
        )}
        <h2>${say('told')}</h2>
        <p class="soft">${say('toldHint')}</p>
        ${fields.line('name', { label: say('name'), optional }, { max: 120, autocomplete: 'name' })}
        ${fields.line('email', { label: say('email'), optional }, { type: 'email', max: 254, autocomplete: 'email' })}
        ${fields.line(
          'phone',
          { label: say('phone'), hint: say('phoneHint'), optional },
          { type: 'tel', max: 20, autocomplete: 'tel' },
        )}
        <p class="small soft">${say(privacy)}</p>
        <button type="submit" class="main">${say('send')}</button>
      </form>`,
  )
}

const emergencyPart = (say: Say, language: PageLanguage, numbers: readonly EmergencyLine[]): Html =>
  html`<section class="mistakes stack-small">
    <h2>${say('danger')}</h2>
    <p>${say('dangerWords')}</p>
    <ul>
      ${numbers.map(
        ({ id, number, label }) =>
          html`<li>
            <a href="${id === 'deaf' ? 'sms' : 'tel'}:${number.replace(/[^\d+]/g, '')}">${number}</a>
            ${label[language]}
          </li>`,
      )}
    </ul>
  </section>`

/** What is kept on paper: the reference, by when, and the private link. */
export function sentPage(language: PageLanguage, accepted: AcceptedIncident, typed: Typed): Page {
  const say = speakReports(language)
  const email = firstOf(typed, 'email').trim()
  return page(
    language,
    say,
    say('sent'),
    html`<h1>${say('sent')}</h1>
      <p>${say('reference')}<br /><strong class="reference">${accepted.reference}</strong></p>
      <p>${theirWords(accepted.category.name)}, ${accepted.commune.name}</p>
      <p>
        ${say('answers', {
          body: bodyInWords(accepted.body.name, language),
          day: sayDay(language, accepted.dueAt),
        })}
        ${email ? say('byMail', { email }) : ''}
      </p>
      <h2>${say('link')}</h2>
      <p>${say('linkWhy')}</p>
      <p class="secret"><a href="${accepted.privateUrl}">${accepted.privateUrl}</a></p>
      <p>${say('linkSimple')} <a href="/lien">${say('follow')}</a>.</p>
      <p>${say('print')}</p>
      <p class="no-print"><a href="${address({ commune: accepted.commune.code })}">${say('another')}</a></p>`,
  )
}
