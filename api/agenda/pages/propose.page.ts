import { html } from 'hono/html'
import { type CommunesOf, communeStep, formPage } from '../../platform/form-steps.ts'
import { createFields, firstOf, type Mistakes, type Typed } from '../../platform/form-pages.ts'
import type { Html, Page, PageLanguage } from '../../platform/page-shell.ts'
import type { Commune } from '../../territory/territory.usecases.ts'
import type { AcceptedEvent } from '../proposals.schemas.ts'
import { speak } from './pages.words.ts'
import { type Say, speakProposals } from './propose.words.ts'
import { theirWords } from '../../platform/their-words.ts'

// An event by a form that needs no script: the commune, then all the rest on one page.

export const proposePath = '/agenda/proposer/simple'
const accessCodes = ['mi', 'hi', 'vi', 'ii', 'pi'] as const

const page = (language: PageLanguage, say: Say, title: string, content: Html): Page =>
  formPage(language, { title, description: say('about'), content })

export function chooseEventCommune(language: PageLanguage, territories: CommunesOf): Page {
  const say = speakProposals(language)
  return page(
    language,
    say,
    say('commune'),
    html`<p class="soft">${say('step', { step: 1 })}</p>
      <h1>${say('title')}</h1>
      <p>${say('simple')}</p>
      ${communeStep({ language, action: proposePath, territories, label: say('commune'), choose: say('choose'), go: say('go') })}
      <p><a href="/agenda/proposer">${say('full')}</a></p>`,
  )
}

type Named = { value: string; name: string }
type Given = {
  language: PageLanguage
  seal: string
  commune: Commune
  places: readonly Named[]
  categories: readonly Named[]
  typed: Typed
  mistakes: Mistakes
  /** Seal of the image that arrived before. */
  kept: string | undefined
}

export function eventForm({
  language,
  seal,
  commune,
  places,
  categories,
  typed,
  mistakes,
  kept,
}: Given): Page {
  const say = speakProposals(language)
  const access = speak(language)
  const fields = createFields({ language, typed, mistakes })
  const optional = true
  const required = true
  return page(
    language,
    say,
    say('title'),
    html`<p class="soft">${say('step', { step: 2 })}</p>
      <h1>${say('title')}</h1>
      ${fields.summary(say('' in mistakes ? 'notNow' : 'mistakes'))}
      <p>${say('communeIs', { name: commune.name })}. <a href="${proposePath}">${say('change')}</a></p>
      <form method="post" action="${proposePath}" enctype="multipart/form-data" class="stack">
        ${fields.toFill()} ${fields.hidden('form', seal)} ${fields.hidden('commune', commune.code)}
        ${fields.line('title', { label: say('name'), hint: say('nameHint'), required }, { max: 140 })}
        <h2>${say('when')}</h2>
        ${fields.line('day', { label: say('day'), required }, { type: 'date' })}
        ${fields.line('from', { label: say('from'), hint: say('fromHint'), optional }, { type: 'time' })}
        ${fields.line('to', { label: say('to'), optional }, { type: 'time' })}
        ${fields.line('last-day', { label: say('lastDay'), hint: say('lastDayHint'), optional }, { type: 'date' })}
        ${fields.line('weekly', { label: say('weekly'), hint: say('weeklyHint'), optional }, { type: 'date' })}
        <h2>${say('where')}</h2>
        ${
          places.length === 0
            ? ''
            : fields.select('known', { label: say('known') }, { options: places, none: say('knownNone') })
        }
        ${fields.line('place', { label: say('place'), hint: say('placeHint'), optional: places.length > 0, required: places.length === 0 }, { max: 120 })}
        ${fields.line('address', { label: say('address'), optional }, { max: 200 })}
        <h2>${say('more')}</h2>
        ${fields.text(
          'description',
          { label: say('description'), hint: say('descriptionHint'), optional },
          { max: 10_000, rows: 6 },
        )}
        ${fields.choices(
          'categories',
          { label: say('categories'), hint: say('categoriesHint'), optional },
          {
            options: categories.map(({ value, name }) => ({ value, name: theirWords(name) })),
            several: true,
          },
        )}
        ${fields.select(
          'free',
          { label: say('free'), optional },
          {
            none: say('notSaid'),
            options: [
              { value: 'yes', name: say('isFree') },
              { value: 'no', name: say('isPaid') },
            ],
          },
        )}
        ${fields.line('price', { label: say('price'), hint: say('priceHint'), optional }, { max: 200 })}
        ${fields.choices(
          'access',
          { label: say('access'), optional },
          { options: accessCodes.map((value) => ({ value, name: access(value) })), several: true },
        )}
        ${
          kept === undefined
            ? ''
            : html`<label class="ticked"
                ><input type="checkbox" name="kept" value="${kept}" checked /><span
                  >${say('imageKept')}</span
                ></label
              >`
        }
        ${fields.file('image', { label: say('image'), hint: say('imageHint'), optional })}
        ${fields.line(
          'image-description',
          { label: say('imageDescription'), hint: say('imageDescriptionHint'), optional },
          { max: 300 },
        )}
        ${fields.line('credit', { label: say('credit'), optional }, { max: 200 })}
        <h2>${say('who')}</h2>
        ${fields.line('organizer', { label: say('organizer'), hint: say('organizerHint'), required }, { max: 120, autocomplete: 'organization' })}
        ${fields.line('name', { label: say('contactName'), optional }, { max: 120, autocomplete: 'name' })}
        ${fields.line('email', { label: say('email'), hint: say('emailHint'), required }, { type: 'email', max: 254, autocomplete: 'email' })}
        ${fields.line('phone', { label: say('phone'), optional }, { type: 'tel', max: 20, autocomplete: 'tel' })}
        <label class="ticked"
          ><input
            type="checkbox"
            name="shown"
            value="yes"
            ${firstOf(typed, 'shown') ? html`checked` : ''}
          /><span>${say('shown')}</span></label
        >
        <p class="small soft">${say('fate')}</p>
        <button type="submit" class="main">${say('send')}</button>
      </form>`,
  )
}

export function eventSentPage(
  language: PageLanguage,
  { accepted, email, commune }: { accepted: AcceptedEvent; email: string; commune: Commune },
): Page {
  const say = speakProposals(language)
  return page(
    language,
    say,
    say('sent'),
    html`<h1>${say('sent')}</h1>
      <p>${say('confirm', { email })}</p>
      <p>${say('confirmSimple')} <a href="/lien">${say('follow')}</a>.</p>
      <h2>${say('link')}</h2>
      <p>${say('linkWhy')}</p>
      <p class="secret"><a href="${accepted.privateUrl}">${accepted.privateUrl}</a></p>
      <p class="no-print">
        <a href="${proposePath}?commune=${commune.code}">${say('another')}</a> ·
        <a href="/agenda">${say('agenda')}</a>
      </p>`,
  )
}
