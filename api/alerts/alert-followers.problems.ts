import { defineProblems } from '../platform/problems.ts'

export const followerProblems = defineProblems({
  'alert-link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid', nl: 'Link niet geldig' },
    detail: {
      fr: 'Ce lien est incomplet, ou ces alertes sont déjà arrêtées. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete, or these alerts are stopped already. Copy it whole from your message.',
      nl: 'Deze link is niet volledig, of deze waarschuwingen zijn al gestopt. Neem hem helemaal over uit je bericht.',
    },
  },
  'sms-not-offered': {
    status: 409,
    title: {
      fr: 'Pas d’alertes par SMS ici',
      en: 'No alerts by text message here',
      nl: 'Geen waarschuwingen per sms hier',
    },
    detail: {
      fr: 'Ce territoire n’envoie pas d’alertes par SMS. Suivez-les par courriel ou sur ce téléphone.',
      en: 'This territory sends no alerts by text message. Follow them by email or on this phone.',
      nl: 'Deze streek stuurt geen waarschuwingen per sms. Volg ze per e-mail of op deze telefoon.',
    },
  },
  'mobile-number-wrong': {
    status: 422,
    title: {
      fr: 'Numéro de mobile à vérifier',
      en: 'Check the mobile number',
      nl: 'Controleer het mobiele nummer',
    },
    detail: {
      fr: 'Donnez un numéro de mobile français (06 ou 07) ou belge (+32 4…).',
      en: 'Give a French mobile number (06 or 07) or a Belgian one (+32 4…).',
      nl: 'Geef een Frans mobiel nummer (06 of 07) of een Belgisch (+32 4…).',
    },
  },
  'sms-code-wrong': {
    status: 422,
    title: { fr: 'Code à vérifier', en: 'Check the code', nl: 'Controleer de code' },
    detail: {
      fr: 'Ce code n’est pas le bon, ou il a plus de dix minutes. Recopiez celui du dernier SMS, ou demandez-en un autre.',
      en: 'This is not the code, or it is more than ten minutes old. Copy that of the last text message, or ask for another.',
      nl: 'Deze code klopt niet, of is ouder dan tien minuten. Neem die van de laatste sms over, of vraag een andere.',
    },
  },
})
