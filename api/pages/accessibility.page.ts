import { html } from 'hono/html'
import { conformityWords, type Html, type Page, type PageLanguage } from '../platform/page-shell.ts'

// The statement that the law asks for: loi n° 2005-102, article 47; décret n° 2019-768, articles 4 and 5; the model of
// the arrêté of 20 September 2019 (RGAA). Its parts and their order are the model's. What it says of Bocage is kept true
// by hand: docs/accessibility.md says when.

export const accessibilityPath = '/accessibilite'
/** When what follows was last compared with the tests and the screens. */
const statedOn = '2026-11-27'

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
  const french = language === 'fr'
  return {
    language,
    title: `${french ? 'Déclaration d’accessibilité' : 'Accessibility statement'} · Bocage`,
    description: conformityWords[language],
    head: html`<link rel="canonical" href="${publicUrl}${accessibilityPath}" />`,
    still: true,
    content: html`<main id="content" class="page stack-large served">
      ${french ? inFrench({ publicUrl, responsible }) : inEnglish({ publicUrl, responsible })}
    </main>`,
  }
}

type Said = Omit<Given, 'language'>

const inFrench = ({ publicUrl, responsible }: Said): Html => html`
  <header class="stack-small">
    <h1>Déclaration d’accessibilité</h1>
    <p>
      ${responsible.map(({ name }) => name).join(', ') || 'Le responsable de ce site'} s’engage à rendre ses
      sites accessibles, selon l’article 47 de la loi n° 2005-102 du 11 février 2005.
    </p>
    <p>Cette déclaration s’applique à <strong>${publicUrl}</strong>.</p>
  </header>
  <section class="stack-small" id="etat">
    <h2>État de conformité</h2>
    <p>
      Bocage est <strong>non conforme</strong> avec le référentiel général d’amélioration de l’accessibilité
      (RGAA), version 4.1. La raison : aucun audit n’a encore été fait. La loi ne permet pas de dire autre
      chose, quel que soit ce qui a été vérifié.
    </p>
  </section>
  <section class="stack-small" id="resultats">
    <h2>Résultats des tests</h2>
    <p>
      Aucun taux de conformité n’est donné, faute d’audit. Voici ce que l’équipe de Bocage vérifie à chaque
      version :
    </p>
    ${list([
      'Les écrans sont contrôlés par le logiciel axe-core, sur les règles des WCAG 2.2 aux niveaux A et AA. Aucun défaut n’est accepté.',
      'Signaler, proposer un événement, réserver ou proposer un trajet, traiter un signalement, écrire une alerte : chaque tâche est faite au clavier seul.',
      'Les écrans tiennent en 320 pixels de large, ce qui correspond à un agrandissement de 400 %.',
      'Le mode sombre, les couleurs forcées et la réduction des animations sont respectés.',
      'Les contrastes sont calculés, même quand un territoire choisit sa couleur.',
      'Les mots difficiles et les longues phrases sont refusés par un contrôle automatique.',
      'Un signalement et un événement s’envoient aussi sans JavaScript.',
    ])}
    <p>
      Un contrôle automatique ne voit qu’une partie des critères. Personne n’a encore parcouru Bocage avec un
      lecteur d’écran, une loupe ou une commande vocale.
    </p>
  </section>
  <section class="stack-small" id="contenus">
    <h2>Contenus non accessibles</h2>
    <h3>Non-conformités</h3>
    ${list([
      'Les photos envoyées par les habitants portent un numéro, pas une description de ce qu’elles montrent.',
      'Les affiches, livrets et panneaux en PDF sont balisés, mais aucun outil n’a vérifié la norme PDF/UA.',
      'Les PDF joints aux alertes par les mairies peuvent ne pas être lisibles par un lecteur d’écran. Le texte de l’alerte dit l’essentiel.',
      'Les textes écrits en français par les mairies et les associations ne sont pas traduits.',
      'Sans JavaScript, on ne peut ni réserver un trajet, ni recevoir d’alerte sur son téléphone.',
    ])}
    <h3>Dérogations pour charge disproportionnée</h3>
    <p>Aucune.</p>
    <h3>Contenus non soumis à l’obligation d’accessibilité</h3>
    ${list([
      'Les cartes. Tout ce qu’elles montrent est aussi dans une liste, et un lieu se donne aussi par des mots.',
      'Les pages d’autres services vers lesquelles Bocage mène.',
    ])}
  </section>
  <section class="stack-small" id="etablissement">
    <h2>Établissement de cette déclaration</h2>
    <p>Cette déclaration a été établie le <time datetime="${statedOn}">27 novembre 2026</time>.</p>
    <h3>Technologies utilisées</h3>
    ${list(['HTML5', 'CSS', 'JavaScript', 'WAI-ARIA', 'SVG', 'PDF'])}
    <h3>Environnement de test</h3>
    <p>Chromium, sur ordinateur et en taille de téléphone. Aucune technologie d’assistance.</p>
    <h3>Outils</h3>
    ${list(['axe-core', 'des parcours écrits, joués au clavier à chaque version'])}
    <h3>Pages vérifiées</h3>
    <p>
      Accueil, signalement, agenda, proposition d’un événement, trajets, alertes, pages des communes, espace
      des agents et administration.
    </p>
  </section>
  <section class="stack-small" id="contact">
    <h2>Retour d’information et contact</h2>
    <p>
      Vous n’arrivez pas à lire une page ou à faire une démarche ? Écrivez ou téléphonez. On vous donnera
      l’information d’une autre façon, ou un agent fera la démarche pour vous.
    </p>
    ${
      responsible.length > 0
        ? html`<ul class="stack-small">
            ${responsible.map(reach)}
          </ul>`
        : html`<p>Adressez-vous à votre mairie : <a href="/communes">trouver ma commune</a>.</p>`
    }
  </section>
  <section class="stack-small" id="recours">
    <h2>Voies de recours</h2>
    <p>
      Cette procédure est à utiliser dans le cas suivant. Vous avez signalé un défaut d’accessibilité qui vous
      empêche d’utiliser ce site. Vous n’avez pas obtenu de réponse satisfaisante. Vous pouvez :
    </p>
    ${list([
      html`<a href="https://formulaire.defenseurdesdroits.fr/">écrire au Défenseur des droits</a>`,
      html`<a href="https://www.defenseurdesdroits.fr/saisir/delegues"
          >joindre le délégué du Défenseur des droits près de chez vous</a
        >
        ;`,
      html`téléphoner au <a href="tel:0969390000">09 69 39 00 00</a>`,
      'envoyer un courrier, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.',
    ])}
  </section>
`

const inEnglish = ({ publicUrl, responsible }: Said): Html => html`
  <header class="stack-small">
    <h1>Accessibility statement</h1>
    <p>
      ${responsible.map(({ name }) => name).join(', ') || 'Who runs this site'} undertakes to make its sites
      accessible (article 47 of the French law 2005-102 of 11 February 2005).
    </p>
    <p>This statement applies to <strong>${publicUrl}</strong>. The French text is the legal one.</p>
  </header>
  <section class="stack-small" id="etat">
    <h2>State of conformity</h2>
    <p>
      Bocage is <strong>not conforming</strong> to the French accessibility reference (RGAA) 4.1, because no
      audit has been made yet. The law lets nothing else be said, whatever was checked.
    </p>
  </section>
  <section class="stack-small" id="resultats">
    <h2>Results of the tests</h2>
    <p>No rate is given, for want of an audit. With each version:</p>
    ${list([
      'Screens are checked by axe-core against WCAG 2.2, levels A and AA. No fault is accepted.',
      'Each main task is done with a keyboard alone.',
      'Screens fit in 320 pixels, as at 400 % zoom.',
      'Dark mode, forced colours and reduced motion are respected.',
      'A report and an event can be sent without JavaScript.',
    ])}
    <p>Nobody has gone through Bocage with a screen reader, a magnifier or voice control yet.</p>
  </section>
  <section class="stack-small" id="contenus">
    <h2>What is not accessible</h2>
    ${list([
      'Residents’ photos bear a number, not a description.',
      'Posters, booklets and signs in PDF are tagged, but no tool has checked them against PDF/UA.',
      'PDFs that town halls join to alerts may not be readable by a screen reader.',
      'What town halls and associations write in French is not translated.',
      'Without JavaScript one can neither book a ride nor receive alerts on a phone.',
    ])}
    <p>Maps are exempt: all they show is in a list as well.</p>
  </section>
  <section class="stack-small" id="etablissement">
    <h2>How this statement was made</h2>
    <p>
      On <time datetime="${statedOn}">27 November 2026</time>, with Chromium and axe-core, by scripted walks.
    </p>
  </section>
  <section class="stack-small" id="contact">
    <h2>Contact</h2>
    <p>If you cannot read a page or use a service, write or call: someone will do it with you, or for you.</p>
    ${
      responsible.length > 0
        ? html`<ul class="stack-small">
            ${responsible.map(reach)}
          </ul>`
        : html`<p>Ask your town hall: <a href="/communes">find my commune</a>.</p>`
    }
  </section>
  <section class="stack-small" id="recours">
    <h2>If you get no answer</h2>
    <p>
      You may write to the <a href="https://formulaire.defenseurdesdroits.fr/">Défenseur des droits</a>, call
      <a href="tel:0969390000">09 69 39 00 00</a>, or write without a stamp to: Défenseur des droits, Libre
      réponse 71120, 75342 Paris CEDEX 07.
    </p>
  </section>
`
