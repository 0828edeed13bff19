/** Whose eyes a screen is seen with: the demo's people, or somebody who is not signed in. */
export const people = {
  resident: null,
  organizer: 'harmonie@mormal.example',
  /** Of `prepare.ts`: shares rides. */
  traveller: 'lina@trajets.example',
  clerk: 'accueil@mormal.example',
  technician: 'technicien@mormal.example',
  admin: 'administration@mormal.example',
} as const
export type Person = keyof typeof people

/** How a screen is come to. */
export type Sample = {
  as?: Person
  /** An address. Default: the route's own, when it names nothing. */
  at?: string
  /** Or the first link of another screen that leads to one of its kind: `{ on: '/agenda', to: /^\/agenda\/20/ }`. */
  link?: { on: string; to: RegExp }
  /** Or the first link of that path, or of another that leads there, which the server mailed. */
  mailed?: true | string
  /** Which of the steps before it are done, by pressing what a person presses. */
  after?: 'place' | 'kind' | 'sent'
}

const clerk = (sample: Sample = {}): Sample => ({ as: 'clerk', ...sample })
const admin = (sample: Sample = {}): Sample => ({ as: 'admin', ...sample })
const traveller = (sample: Sample = {}): Sample => ({ as: 'traveller', ...sample })
const linked = (on: string, to: RegExp): Pick<Sample, 'link'> => ({ link: { on, to } })
const uuid = '[0-9a-f-]{36}$'
const nobody = '00000000-0000-7000-8000-000000000000'

/** One a route, by the route's path (a test fails on a route without one): what `npm run screenshots` draws. */
export const samples: Record<string, Sample> = {
  '/': {},
  '/:rest(.*)*': { at: '/nulle-part' },

  '/signaler/photo': {},
  '/signaler/ou': { after: 'place' },
  '/signaler/quoi': { after: 'kind' },
  '/signaler/deja-signale': { after: 'kind' },
  '/signaler/verifier': { after: 'kind' },
  '/signaler/envoye/:id': { at: `/signaler/envoye/${nobody}`, after: 'sent' },
  '/signalements': {},
  '/signalements/:id': linked('/signalements', new RegExp(`^/signalements/${uuid}`)),
  '/suivi': { mailed: true },
  '/reponse': { mailed: true },
  '/mes-suivis': {},
  '/abonnement/confirmer': { mailed: true },
  '/abonnement/arreter': {},

  '/agenda': {},
  '/agenda/:page(20\\d\\d-\\d\\d-\\d\\d-[^/]+)': linked('/agenda', /^\/agenda\/20/),
  '/agenda/imprimer': {},
  '/agenda/organisateurs/:slug': {
    as: 'admin',
    ...linked('/agents/agenda/organisateurs', /^\/agenda\/organisateurs\/[^/]+$/),
  },
  '/agenda/integrer': {},
  '/agenda/suivre': { mailed: '/abonnement/confirmer?agenda' },
  '/agenda/ne-plus-suivre': {},
  '/agenda/proposer/quoi': {},
  '/agenda/proposer/ou': {},
  '/agenda/proposer/plus': {},
  '/agenda/proposer/deja-la': {},
  '/agenda/proposer/envoyer': {},
  '/agenda/proposer/envoye/:id': { at: `/agenda/proposer/envoye/${nobody}` },
  '/agenda/confirmer': { mailed: true },
  '/agenda/ma-proposition': {},
  '/agenda/ma-proposition/modifier': {},
  '/agenda/organisateurs/nouveau': {},
  '/agenda/mes-organisateurs': { as: 'organizer' },
  '/agenda/mes-organisateurs/:id': {
    as: 'organizer',
    ...linked('/agenda/mes-organisateurs', new RegExp(`^/agenda/mes-organisateurs/${uuid}`)),
  },
  '/agenda/mes-organisateurs/:id/page': { as: 'organizer', at: `/agenda/mes-organisateurs/{organizer}/page` },
  '/agenda/mes-organisateurs/:id/evenements/:event': {
    as: 'organizer',
    ...linked('/agenda/mes-organisateurs/{organizer}', /\/evenements\/[^/]+$/),
  },
  '/agenda/mes-organisateurs/:id/evenements/:event/modifier': {
    as: 'organizer',
    at: '/agenda/mes-organisateurs/{organizer}/evenements/{event}/modifier',
  },
  '/agenda/importer': clerk(),

  '/alertes': {},
  '/alertes/confirmer': { mailed: true },
  '/alertes/mes-choix': { mailed: true },
  '/alertes/integrer': {},
  '/alertes/resume': {},
  '/mes-alertes': {},
  '/mes-alertes/changer-de-telephone': {},
  '/mes-alertes/reprendre': {},
  '/alertes/:id': linked('/alertes', new RegExp(`^/alertes/${uuid}`)),

  '/communes': {},
  '/communes/:address': { at: '/communes/bavay' },
  '/communes/:address/ecran': { at: '/communes/bavay/ecran' },

  '/aires': {},
  '/aires/:id': linked('/aires', new RegExp(`^/aires/${uuid}`)),
  '/trajets/suivi': {},
  '/entraide': {},
  '/trajets/pour-quelquun': traveller(),
  '/trajets/pour-quelquun/reserver': traveller(),
  '/trajets/pour-quelquun/proposer': traveller(),
  '/trajets/pour-quelquun/demander': traveller(),
  '/trajets/pour-quelquun/personnes': traveller(),
  '/trajets/pour-quelquun/personnes/:id': traveller(),
  '/trajets/parent': { mailed: true },
  '/trajets': {},
  '/trajets/reserver': traveller(),
  '/trajets/reserver-ailleurs': {},
  '/trajets/proposer': traveller(),
  '/trajets/prevenir': traveller(),
  '/trajets/ne-plus-prevenir': { mailed: true },
  '/trajets/mes-trajets': traveller(),
  '/trajets/mes-trajets/:id': traveller(),
  '/trajets/reponse-jours': { mailed: true },
  '/trajets/reponse': { mailed: true },

  '/me-prevenir': {},
  '/ne-plus-prevenir': {},
  '/ce-telephone': {},
  '/installer': {},

  '/connexion': {},
  '/mon-compte': clerk(),

  '/agents': clerk(),
  '/agents/signalements/:id': clerk(linked('/agents', /^\/agents\/signalements\/[0-9a-f-]{36}/)),
  '/agents/signalements/:id/fiche': clerk({ at: '/agents/signalements/{incident}/fiche' }),
  '/agents/agenda': clerk({ as: 'admin' }),
  '/agents/agenda/evenements/:id': admin(
    linked('/agents/agenda', /^\/agents\/agenda\/evenements\/[0-9a-f-]{36}/),
  ),
  '/agents/agenda/lieux': admin(),
  '/agents/agenda/lieux/:id': admin(
    linked('/agents/agenda/lieux', new RegExp(`^/agents/agenda/lieux/${uuid}`)),
  ),
  '/agents/agenda/organisateurs': admin(),
  '/agents/agenda/reglages': admin(),
  '/agents/agenda/delais': admin(),
  '/agents/trajets/signalements': admin(),
  '/agents/trajets': clerk(),
  '/agents/trajets/reserver': clerk(),
  '/agents/trajets/proposer': clerk(),
  '/agents/trajets/demander': clerk(),
  '/agents/trajets/entraide': clerk(),
  '/agents/trajets/personnes': clerk(),
  '/agents/trajets/personnes/:id': clerk(),
  '/agents/alertes': admin(),
  '/agents/alertes/nouvelle': admin(),
  '/agents/alertes/modeles': admin(),
  '/agents/alertes/appels': admin(),
  '/agents/alertes/rappels': admin(),
  '/agents/alertes/arreter': clerk(),
  '/agents/alertes/:id/appels': admin({ at: '/agents/alertes/{alert}/appels' }),
  '/agents/alertes/:id': admin({ at: '/agents/alertes/{alert}' }),
  '/agents/alertes/:id/modifier': admin({ at: '/agents/alertes/{alert}/modifier' }),
  '/agents/mairies': admin(),
  '/agents/mairies/:code': admin({ at: '/agents/mairies/59053' }),
  '/agents/saisir': clerk(),
  '/agents/tournee': { as: 'technician' },
  '/agents/tournee/:id': { as: 'technician', at: '/agents/tournee/{incident}' },
  '/agents/publication': admin(),
  '/agents/chiffres': admin(),
  '/agents/chiffres/trajets': admin(),

  '/administration': admin(),
  '/administration/territoire': admin(),
  '/administration/organismes': admin(),
  '/administration/organismes/nouveau': admin(),
  '/administration/organismes/:id': admin(
    linked('/administration/organismes', new RegExp(`^/administration/organismes/${uuid}`)),
  ),
  '/administration/categories': admin(),
  '/administration/categories/nouvelle': admin(),
  '/administration/categories/:id': admin(
    linked('/administration/categories', new RegExp(`^/administration/categories/${uuid}`)),
  ),
  '/administration/qui-fait-quoi': admin(),
  '/administration/qui-fait-quoi/:id': admin(
    linked('/administration/qui-fait-quoi', new RegExp(`^/administration/qui-fait-quoi/${uuid}`)),
  ),
  '/administration/phrases': admin(),
  '/administration/aires': admin(),
  '/administration/aires/nouvelle': admin(),
  '/administration/aires/marge': admin(),
  '/administration/aires/:id': admin(
    linked('/administration/aires', new RegExp(`^/administration/aires/${uuid}`)),
  ),
  '/administration/operateurs': admin(),
  '/administration/operateurs/nouveau': admin(),
  '/administration/operateurs/:id': admin(),
  '/administration/bus': admin(),
  '/administration/autres-alertes': admin(),
  '/administration/agents': admin(),
  '/administration/agents/inviter': admin(),
  '/administration/agents/:id': admin(
    linked('/administration/agents', /^\/administration\/agents\/(?!inviter)[^/]+$/),
  ),
}
