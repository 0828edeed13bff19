import { defineProblems } from '../platform/problems.ts'

export const publishedAlertProblems = defineProblems({
  'alert-not-found': {
    status: 404,
    title: { fr: 'Alerte introuvable', en: 'Alert not found' },
    detail: {
      fr: 'Cette alerte n’existe pas, ou plus. Regardez la liste des alertes de votre commune.',
      en: 'This alert does not exist, or no longer does. See the list of alerts of your commune.',
    },
  },
  'alert-exists': {
    status: 409,
    title: { fr: 'Alerte déjà enregistrée', en: 'Alert already saved' },
    detail: {
      fr: 'Une alerte porte déjà cet identifiant. Rechargez la liste : elle y est sans doute.',
      en: 'An alert has this identifier already. Reload the list: it is probably there.',
    },
  },
  'alert-for-nobody': {
    status: 422,
    title: { fr: 'Pour quelles communes ?', en: 'For which communes?' },
    detail: {
      fr: 'Choisissez au moins une commune du territoire, ou tout le territoire.',
      en: 'Choose at least one commune of the territory, or all of it.',
    },
  },
  'alert-area': {
    status: 422,
    title: { fr: 'Zone à redessiner', en: 'Area to be drawn again' },
    detail: {
      fr: 'La zone doit faire un tour simple, de 3 à 60 points, qui ne se croise pas. Déplacez ou retirez un point.',
      en: 'The area must be one simple turn of 3 to 60 points that does not cross itself. Move or remove a point.',
    },
  },
  'alert-area-beyond': {
    status: 422,
    title: { fr: 'Zone trop loin', en: 'Area too far away' },
    detail: {
      fr: 'Un point de la zone est à plus de {kilometres} km du territoire. Rapprochez-le.',
      en: 'A point of the area is more than {kilometres} km from the territory. Bring it nearer.',
    },
  },
  'alert-area-beyond-own': {
    status: 422,
    title: { fr: 'Zone trop loin de vos communes', en: 'Area too far from your communes' },
    detail: {
      fr: 'La zone va à plus de {metres} m des communes pour qui vous écrivez. Rapprochez ses points.',
      en: 'The area goes more than {metres} m beyond the communes for whom you write. Bring its points nearer.',
    },
  },
  'alert-area-unknown': {
    status: 422,
    title: { fr: 'Limites des communes inconnues', en: 'Boundaries of communes unknown' },
    detail: {
      fr: 'Les limites des communes ne sont pas connues ici : une zone ne peut pas être dessinée. Choisissez les communes par leur nom.',
      en: 'The boundaries of the communes are not known here: an area cannot be drawn. Choose the communes by name.',
    },
  },
  'alert-area-of-others': {
    status: 403,
    title: { fr: 'Zone qui déborde', en: 'Area that goes beyond' },
    detail: {
      fr: 'La zone touche aussi {places}, pour qui vous n’écrivez pas. Rapprochez ses points de votre commune.',
      en: 'The area also touches {places}, for whom you do not write. Bring its points back to your commune.',
    },
  },
  'alert-area-words': {
    status: 422,
    title: { fr: 'Zone à dire en mots', en: 'Area to be said in words' },
    detail: {
      fr: 'Dites aussi la zone en mots, dans « Rue ou lieu » : tout le monde ne voit pas la carte.',
      en: 'Say the area in words too, in “Street or place”: not everyone sees the map.',
    },
  },
  'alert-moments': {
    status: 422,
    title: { fr: 'Dates à revoir', en: 'Dates to be checked' },
    detail: {
      fr: 'Vérifiez le début et la fin de l’alerte. Rien n’est parti, votre texte est gardé.',
      en: 'Check when the alert begins and ends. Nothing was sent, your text is kept.',
    },
  },
  'alert-state': {
    status: 409,
    title: { fr: 'Ce n’est plus possible', en: 'No longer possible' },
    detail: {
      fr: 'L’alerte a changé entre-temps, ou elle est terminée. Relisez-la, puis choisissez à nouveau.',
      en: 'The alert has changed meanwhile, or it is over. Read it again, then choose again.',
    },
  },
  'alert-second-person': {
    status: 403,
    title: { fr: 'Une autre personne doit relire', en: 'Somebody else must read it' },
    detail: {
      fr: 'Une alerte de danger est relue par une deuxième personne ici. Demandez à un collègue de l’accepter.',
      en: 'Here an alert of danger is read by a second person. Ask a colleague to accept it.',
    },
  },
  'too-many-alert-places': {
    status: 422,
    title: { fr: 'Trop de communes suivies', en: 'Too many communes followed' },
    detail: {
      fr: 'Un téléphone suit {max} communes au plus. Retirez-en une, puis recommencez.',
      en: 'A phone follows {max} communes at most. Take one away, then try again.',
    },
  },
})
