/**
 * Words that a resident should not have to read, each with what is written in its place. Sources and the rule are in
 * docs/plain-words.md. A pattern is read whatever the capitals, at the beginning of a word.
 */
type Refused = readonly [pattern: string, instead: string]

/** Whoever reads: words of no screen, the desk's included. */
export const refusedEverywhere: readonly Refused[] = [
  // Administration
  ['afin d', 'pour'],
  ['au sein d', 'dans, chez'],
  ['en vue d', 'pour'],
  ['dans le cadre d', 'pour, pendant'],
  ['nonobstant', 'malgré'],
  ['sus(?:mentionn|visé|dit)', 'dire de quoi il s’agit'],
  ['ci-(?:après|joint|dess)', 'ici, plus bas'],
  ['préalable', 'avant'],
  ['ultérieur', 'plus tard'],
  ['antérieur', 'avant'],
  ['procéd(?:er|ez|ons) ', 'faire'],
  ['effectu', 'faire'],
  ['bénéfici', 'avoir, recevoir'],
  ['administrés?(?![ée])\\b', 'habitant'],
  ['modalités', 'comment'],
  ['notamment', 'par exemple'],
  ['relatif', 'sur, de'],
  ['relative', 'sur, de'],
  ['s’avér', 'être'],
  ['veuillez', 'l’impératif : « écrivez »'],
  ['prière d', 'l’impératif'],
  ['diligent', 'faire'],
  ['récépissé', 'reçu'],
  ['justificatif', 'papier, preuve'],
  ['requérant', 'la personne qui demande'],
  ['habilit', 'avoir le droit'],
  ['dérog', 'exception'],
  ['stipul', 'dire'],
  ['néanmoins', 'mais'],
  ['toutefois', 'mais'],
  ['suite à', 'après'],
  ['fait l’objet', 'le verbe lui-même'],
  ['faire l’objet', 'le verbe lui-même'],
  ['le cas échéant', 's’il y en a'],
  ['sous réserve', 'si'],
  ['dysfonctionn', 'problème, panne'],
  ['simultané', 'en même temps'],
  ['respectivement', 'répéter'],
  ['en amont', 'avant'],
  ['en aval', 'après'],
  // Computers
  ['soumet', 'envoyer'],
  ['soumis', 'envoyé'],
  ['géolocalis', 'trouver ma position'],
  ['valid(?:er|ez|ation)\\b', 'envoyer, accepter'],
  ['invalide', 'dire ce qui ne va pas'],
  ['tickets?\\b', 'signalement'],
  ['oups', 'dire ce qui s’est passé'],
  ['fonctionnalité', 'ce que l’on peut faire'],
  ['optionnel', 'facultatif'],
  ['obsolète', 'ancien'],
  ['synchronis', 'envoyer, recevoir'],
  ['authentifi', 'se connecter'],
  ['réinitialis', 'remettre à zéro'],
  ['télévers', 'envoyer'],
  ['anonymis', 'sans nom'],
  ['implément', 'faire'],
  ['finalis', 'finir'],
  ['initi(?:er|ez)\\b', 'commencer'],
  // English in French clothes
  ['e-?mails?\\b', 'courriel'],
  ['newsletter', 'lettre d’information'],
  ['feedback', 'avis'],
  ['dashboard', 'tableau'],
  ['planning', 'horaires, programme'],
  ['login', 'adresse, compte'],
  ['spams?\\b', 'indésirables'],
  ['smartphone', 'téléphone'],
  ['upload', 'envoyer'],
  ['download', 'enregistrer'],
  ['impact(?:er|é|ez)', 'toucher, gêner'],
  ['covoitureur', 'conducteur, passager'],
]

/** Words of a trade, that staff know: no resident's screen says them. */
export const refusedToResidents: readonly Refused[] = [
  ['EPCI', 'le territoire, par son nom'],
  ['intercommunal', 'le territoire, par son nom'],
  ['collectivité', 'la mairie, le territoire'],
  ['usagers?\\b', 'habitant'],
  ['voirie', 'les rues'],
  ['périmètre', 'la zone, la carte'],
  ['occurrence', 'date'],
  ['récurren', 'qui revient'],
  ['échéance', 'date limite'],
  ['habitat diffus', 'les hameaux'],
  ['notifi(?:er|é|ez)\\b', 'prévenir'],
  ['transmission', 'envoi'],
  ['paramétr', 'régler'],
  ['paramètre', 'réglage'],
  ['configur', 'régler'],
  ['interface', 'écran'],
  ['utilisateur', 'personne, vous'],
  ['identifiant', 'numéro, référence'],
  ['serveur', 'Bocage'],
  ['cookie', 'ce que le site note'],
  ['le cache\\b', 'ce que le téléphone garde'],
  ['flux\\b', 'fil'],
  ['URL\\b', 'adresse'],
  ['API\\b', 'dire à quoi elle sert'],
  ['push\\b', 'notification'],
  ['clique', 'appuyer'],
  ['clic\\b', 'appuyer'],
  ['télécharg', 'enregistrer'],
  ['hebdomadaire', 'chaque semaine'],
  ['trimestriel', 'tous les trois mois'],
]

/** Words in the longest sentence that is still read in one breath. */
export const longestSentence = { resident: 25, desk: 32 } as const

const compile = (refused: readonly Refused[]) =>
  refused.map(([pattern, instead]) => ({
    regex: new RegExp(`(?<![\\p{L}-])${pattern}`, 'iu'),
    instead,
  }))
const everywhere = compile(refusedEverywhere)
const residents = [...everywhere, ...compile(refusedToResidents)]

/** « {name} » is filled with what somebody else wrote; a link's or a format's name is said as it is. */
const ours = (text: string) => text.replaceAll(/\{'?[@\w]+'?\}/g, '…')

/** The refused words of a text, each with what to write. */
export function refusedWords(text: string, reader: 'resident' | 'desk'): string[] {
  return (reader === 'resident' ? residents : everywhere).flatMap(({ regex, instead }) => {
    const found = regex.exec(ours(text))
    return found ? [`« ${found[0]} » → ${instead}`] : []
  })
}

/** How many words the longest sentence of a text has; forms of a plural are apart (`|`). */
export function longestOf(text: string): number {
  const sentences = text.split(/ \| |\n|(?<=[.!?…])\s+/)
  return Math.max(
    ...sentences.map((one) => one.split(/[\s\u00a0]+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length),
  )
}
