import type { Language } from '../platform/problems.ts'
import type { ScheduleFault } from './schedule-check.rules.ts'

/** What is wrong with the dates that somebody wrote, and what to do: for 422 errors and for reports line by line. */
export const scheduleFaultWords: Record<ScheduleFault, Record<Language, string>> = {
  'rule-unreadable': {
    fr: 'Cette règle de répétition ne se lit pas. Choisissez-en une autre.',
    en: 'This repeating rule can’t be read. Choose another.',
    nl: 'Deze regel van herhaling is niet te lezen. Kies een andere.',
  },
  'rule-too-often': {
    fr: 'Un événement se répète chaque jour au plus souvent.',
    en: 'An event repeats every day at most.',
    nl: 'Een evenement herhaalt zich hoogstens elke dag.',
  },
  'rule-unsupported': {
    fr: 'Cette règle de répétition n’est pas acceptée. Donnez les dates une à une.',
    en: 'This repeating rule is not accepted. Give the dates one by one.',
    nl: 'Deze regel van herhaling wordt niet aanvaard. Geef de data één voor één.',
  },
  'rule-count-too-large': {
    fr: 'C’est trop de répétitions. Donnez plutôt un dernier jour.',
    en: 'That is too many times. Give a last day instead.',
    nl: 'Dat zijn te veel herhalingen. Geef liever een laatste dag.',
  },
  'rule-interval-too-large': {
    fr: 'C’est trop d’écart entre deux dates. Donnez-les une à une.',
    en: 'The dates are too far apart. Give them one by one.',
    nl: 'De data liggen te ver uit elkaar. Geef ze één voor één.',
  },
  'rule-count-and-until': {
    fr: 'Donnez un nombre de fois ou un dernier jour, pas les deux.',
    en: 'Give a number of times or a last day, not both.',
    nl: 'Geef een aantal keren of een laatste dag, niet allebei.',
  },
  'zone-unknown': {
    fr: 'Ce fuseau horaire est inconnu.',
    en: 'This time zone is unknown.',
    nl: 'Deze tijdzone is onbekend.',
  },
  'no-date': {
    fr: 'Donnez au moins une date.',
    en: 'Give at least one date.',
    nl: 'Geef minstens één datum.',
  },
  'too-many-dates': {
    fr: 'C’est trop de dates pour un événement. Répétez-le par une règle.',
    en: 'That is too many dates for one event. Repeat it by a rule.',
    nl: 'Dat zijn te veel data voor één evenement. Herhaal het met een regel.',
  },
  'wall-malformed': {
    fr: 'Cette date n’existe pas, ou n’est pas dans la forme des autres.',
    en: 'This date does not exist, or is not in the form of the others.',
    nl: 'Deze datum bestaat niet, of heeft niet de vorm van de andere.',
  },
  'date-out-of-range': {
    fr: 'Cette date est hors du calendrier.',
    en: 'This date is out of the calendar.',
    nl: 'Deze datum valt buiten de kalender.',
  },
  'end-before-start': {
    fr: 'La fin doit suivre le début.',
    en: 'The end must come after the beginning.',
    nl: 'Het einde moet na het begin komen.',
  },
  'span-too-long': {
    fr: 'C’est trop long pour une seule date. Donnez-en plusieurs.',
    en: 'That is too long for one date. Give several.',
    nl: 'Dat is te lang voor één datum. Geef er meerdere.',
  },
  'date-twice': {
    fr: 'Cette date est donnée deux fois.',
    en: 'This date is given twice.',
    nl: 'Deze datum staat er twee keer.',
  },
  'rule-with-several-dates': {
    fr: 'Une répétition part d’une seule date. Gardez la première.',
    en: 'A repetition starts from one date. Keep the first.',
    nl: 'Een herhaling begint bij één datum. Houd de eerste.',
  },
  'rule-time-on-days': {
    fr: 'Sur la journée entière, une répétition n’a pas d’heure.',
    en: 'All day long, a repetition has no hour.',
    nl: 'Bij een hele dag heeft een herhaling geen uur.',
  },
  'rule-ends-before-start': {
    fr: 'La répétition s’arrête avant la première date.',
    en: 'The repetition ends before the first date.',
    nl: 'De herhaling stopt voor de eerste datum.',
  },
  'rule-gives-no-date': {
    fr: 'Cette répétition ne donne aucune date.',
    en: 'This repetition gives no date.',
    nl: 'Deze herhaling geeft geen enkele datum.',
  },
  'too-many-exceptions': {
    fr: 'C’est trop d’exceptions. Changez plutôt la répétition.',
    en: 'That is too many exceptions. Change the repetition instead.',
    nl: 'Dat zijn te veel uitzonderingen. Wijzig liever de herhaling.',
  },
  'too-many-changes': {
    fr: 'C’est trop de dates changées. Changez plutôt la répétition.',
    en: 'That is too many changed dates. Change the repetition instead.',
    nl: 'Dat zijn te veel gewijzigde data. Wijzig liever de herhaling.',
  },
  'change-twice': {
    fr: 'Cette date est changée deux fois.',
    en: 'This date is changed twice.',
    nl: 'Deze datum is twee keer gewijzigd.',
  },
  'change-of-no-date': {
    fr: 'La répétition ne donne pas cette date.',
    en: 'The repetition does not give this date.',
    nl: 'De herhaling geeft deze datum niet.',
  },
  'no-date-left': {
    fr: 'Il ne reste aucune date.',
    en: 'There is no date left.',
    nl: 'Er blijft geen datum over.',
  },
}
