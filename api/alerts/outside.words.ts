import type { Language } from '../platform/problems.ts'
import type { FetchFault } from '../platform/remote-file.ts'
import type { XmlFault } from '../platform/xml-read.ts'

export type OutsideFault = FetchFault | XmlFault | 'not-https' | 'unexpected'

const faults: Record<OutsideFault, { fr: string; en: string }> = {
  'not-a-web-address': {
    fr: 'Ce n’est pas une adresse du web. Vérifiez-la.',
    en: 'This is no web address. Check it.',
  },
  'not-https': {
    fr: 'Donnez une adresse qui commence par https.',
    en: 'Give an address that begins with https.',
  },
  'has-credentials': {
    fr: 'L’adresse contient un mot de passe. Demandez une adresse publique.',
    en: 'The address holds a password. Ask for a public one.',
  },
  'odd-port': {
    fr: 'L’adresse a un port inhabituel. Demandez-en une autre.',
    en: 'The address has an unusual port. Ask for another.',
  },
  'not-public': {
    fr: 'L’adresse mène à un réseau privé. Donnez une adresse publique.',
    en: 'The address leads to a private network. Give a public one.',
  },
  'too-many-redirects': {
    fr: 'L’adresse renvoie sans fin ailleurs. Donnez la dernière.',
    en: 'The address redirects endlessly. Give the last one.',
  },
  'too-slow': {
    fr: 'La source ne répond pas à temps. Nous réessayons.',
    en: 'The source does not answer in time. We try again.',
  },
  'too-large': {
    fr: 'Le fichier est trop lourd. Demandez-en un pour votre département.',
    en: 'The file is too large. Ask for one of your area.',
  },
  'unknown-encoding': {
    fr: 'Le texte n’est pas dans l’encodage annoncé. Prévenez qui le publie.',
    en: 'The text is not in the encoding it says. Tell who publishes it.',
  },
  'bad-certificate': {
    fr: 'Le certificat de la source n’est pas bon. Prévenez qui la publie.',
    en: 'The source’s certificate is wrong. Tell who publishes it.',
  },
  unreachable: {
    fr: 'La source est injoignable. Nous réessayons.',
    en: 'The source can’t be reached. We try again.',
  },
  gone: {
    fr: 'Il n’y a plus rien à cette adresse. Cherchez la nouvelle.',
    en: 'There is nothing at this address any more. Look for the new one.',
  },
  refused: {
    fr: 'La source refuse de répondre. Demandez l’accès à qui la publie.',
    en: 'The source refuses to answer. Ask its publisher for access.',
  },
  'server-error': { fr: 'La source est en panne. Nous réessayons.', en: 'The source is down. We try again.' },
  'not-xml': {
    fr: 'Ce n’est ni du CAP ni de l’Atom. Vérifiez l’adresse.',
    en: 'This is neither CAP nor Atom. Check the address.',
  },
  doctype: {
    fr: 'Le fichier contient des entités, qu’aucun flux n’a à déclarer. Prévenez qui le publie.',
    en: 'The file holds entities, which no feed has to declare. Tell who publishes it.',
  },
  'too-deep': {
    fr: 'Le fichier est fait pour nuire. Vérifiez d’où il vient.',
    en: 'The file is made to do harm. Check where it comes from.',
  },
  'too-many': {
    fr: 'Le fichier contient trop d’éléments. Demandez-en un plus court.',
    en: 'The file holds too many elements. Ask for a shorter one.',
  },
  unexpected: { fr: 'La lecture a échoué. Nous réessayons.', en: 'The reading failed. We try again.' },
}

export const sayOutsideFault = (language: Language, fault: string): string => {
  const words = faults[fault as OutsideFault] ?? faults.unexpected
  return language === 'fr' ? words.fr : words.en
}
