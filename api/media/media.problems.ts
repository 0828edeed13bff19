import { defineProblems } from '../platform/problems.ts'

export const mediaProblems = defineProblems({
  'document-not-pdf': {
    status: 415,
    title: { fr: 'Ce fichier n’est pas un PDF', en: 'This file is not a PDF', nl: 'Dit bestand is geen pdf' },
    detail: {
      fr: 'Enregistrez le document au format PDF, puis choisissez-le à nouveau.',
      en: 'Save the document as PDF, then choose it again.',
      nl: 'Bewaar het document als pdf en kies het opnieuw.',
    },
  },
  'document-too-large': {
    status: 413,
    title: { fr: 'Document trop lourd', en: 'Document too large', nl: 'Document te zwaar' },
    detail: {
      fr: 'Ce document dépasse {megabytes} Mo. Réduisez ses images, ou n’en joignez qu’une partie.',
      en: 'This document exceeds {megabytes} MB. Make its images smaller, or attach a part of it.',
      nl: 'Dit document is groter dan {megabytes} MB. Maak de afbeeldingen kleiner, of voeg maar een deel toe.',
    },
  },
  'photo-not-found': {
    status: 422,
    title: { fr: 'Photo introuvable', en: 'Photo not found', nl: 'Foto niet gevonden' },
    detail: {
      fr: 'Une photo n’est pas arrivée, ou a déjà servi. Envoyez-la à nouveau, puis recommencez : le reste est gardé.',
      en: 'A photo did not arrive, or was used already. Send it again, then try again: the rest is kept.',
      nl: 'Een foto is niet aangekomen, of is al gebruikt. Verstuur ze opnieuw en probeer nog eens: de rest is bewaard.',
    },
  },
  'photo-too-large': {
    status: 413,
    title: { fr: 'Photo trop lourde', en: 'Photo too large', nl: 'Foto te zwaar' },
    detail: {
      fr: 'Cette photo dépasse {megabytes} Mo. Choisissez-en une plus légère, ou reprenez-la avec l’appareil.',
      en: 'This photo exceeds {megabytes} MB. Choose a smaller one, or take it again.',
      nl: 'Deze foto is groter dan {megabytes} MB. Kies een lichtere, of neem ze opnieuw.',
    },
  },
  'photo-too-many-pixels': {
    status: 422,
    title: { fr: 'Photo trop grande', en: 'Photo too big', nl: 'Foto te groot' },
    detail: {
      fr: 'Cette photo dépasse {megapixels} millions de pixels. Réduisez-la, ou choisissez-en une autre.',
      en: 'This photo exceeds {megapixels} megapixels. Reduce it, or choose another.',
      nl: 'Deze foto heeft meer dan {megapixels} miljoen pixels. Maak ze kleiner, of kies een andere.',
    },
  },
  'photo-not-recognised': {
    status: 415,
    title: {
      fr: 'Ce fichier n’est pas une photo',
      en: 'This file is not a photo',
      nl: 'Dit bestand is geen foto',
    },
    detail: {
      fr: 'Choisissez une photo (JPEG, PNG, WebP, AVIF, GIF ou HEIC). Le nom du fichier ne suffit pas.',
      en: 'Choose a photo (JPEG, PNG, WebP, AVIF, GIF or HEIC). The name of the file is not enough.',
      nl: 'Kies een foto (JPEG, PNG, WebP, AVIF, GIF of HEIC). De naam van het bestand volstaat niet.',
    },
  },
  'video-not-accepted': {
    status: 415,
    title: {
      fr: 'Les vidéos ne sont pas acceptées',
      en: 'Videos are not accepted',
      nl: 'Video’s worden niet aanvaard',
    },
    detail: {
      fr: 'Ce fichier est une vidéo. Prenez plutôt une photo.',
      en: 'This file is a video. Take a photo instead.',
      nl: 'Dit bestand is een video. Neem liever een foto.',
    },
  },
  'photo-damaged': {
    status: 422,
    title: {
      fr: 'Photo abîmée ou incomplète',
      en: 'Damaged or incomplete photo',
      nl: 'Foto beschadigd of niet volledig',
    },
    detail: {
      fr: 'Cette photo ne peut pas être lue jusqu’au bout. Envoyez-la à nouveau, ou choisissez-en une autre.',
      en: 'This photo cannot be read to its end. Send it again, or choose another.',
      nl: 'Deze foto kan niet tot het einde worden gelezen. Verstuur ze opnieuw, of kies een andere.',
    },
  },
  'photo-too-slow': {
    status: 422,
    title: { fr: 'Photo trop longue à lire', en: 'Photo too slow to read', nl: 'Foto te lang om te lezen' },
    detail: {
      fr: 'Cette photo demande trop de travail pour être lue. Choisissez-en une autre, ou une copie d’écran.',
      en: 'This photo takes too much work to read. Choose another, or a screenshot of it.',
      nl: 'Deze foto lezen vraagt te veel werk. Kies een andere, of een schermafbeelding.',
    },
  },
  'photo-id-taken': {
    status: 409,
    title: {
      fr: 'Une autre photo porte ce numéro',
      en: 'Another photo has this id',
      nl: 'Een andere foto heeft dit nummer',
    },
    detail: {
      fr: 'La première photo est gardée. Pour en envoyer une autre, choisissez-la à nouveau.',
      en: 'The first photo is kept. To send another, choose it again.',
      nl: 'De eerste foto is bewaard. Kies de andere opnieuw om ze te versturen.',
    },
  },
  'photo-service-busy': {
    status: 503,
    title: {
      fr: 'Beaucoup de photos arrivent',
      en: 'Many photos are arriving',
      nl: 'Er komen veel foto’s aan',
    },
    detail: {
      fr: 'Gardez votre photo et recommencez dans {seconds} secondes.',
      en: 'Keep your photo and try again in {seconds} seconds.',
      nl: 'Bewaar je foto en probeer opnieuw over {seconds} seconden.',
    },
  },
  'photo-storage-unavailable': {
    status: 503,
    title: {
      fr: 'Les photos ne peuvent pas être gardées',
      en: 'Photos cannot be stored',
      nl: 'De foto’s kunnen niet worden bewaard',
    },
    detail: {
      fr: 'Une panne de notre côté. Gardez votre photo et recommencez dans {seconds} secondes.',
      en: 'A fault on our side. Keep your photo and try again in {seconds} seconds.',
      nl: 'Een storing bij ons. Bewaar je foto en probeer opnieuw over {seconds} seconden.',
    },
  },
  'upload-not-found': {
    status: 404,
    title: { fr: 'Envoi inconnu', en: 'Upload not found', nl: 'Verzending niet gevonden' },
    detail: {
      fr: 'Cet envoi n’a pas commencé, ou date de plus de {hours} heures. Envoyez la photo depuis le début.',
      en: 'This upload has not begun, or is older than {hours} hours. Send the photo from its beginning.',
      nl: 'Deze verzending is niet begonnen, of is ouder dan {hours} uur. Verstuur de foto vanaf het begin.',
    },
  },
  'mismatching-upload-offset': {
    status: 409,
    title: {
      fr: 'L’envoi en est à un autre endroit',
      en: 'The upload is at another offset',
      nl: 'De verzending staat op een andere plaats',
    },
    detail: {
      fr: 'Continuez à partir de l’octet {expected}.',
      en: 'Continue from byte {expected}.',
      nl: 'Ga verder vanaf byte {expected}.',
    },
  },
  'inconsistent-upload-length': {
    status: 400,
    title: {
      fr: 'La longueur de l’envoi ne convient pas',
      en: 'The length of the upload does not fit',
      nl: 'De lengte van de verzending past niet',
    },
    detail: {
      fr: 'Dites la longueur de la photo entière au début, puis envoyez-en exactement autant.',
      en: 'Say the length of the whole photo at the beginning, then send exactly that much.',
      nl: 'Geef bij het begin de lengte van de hele foto en verstuur precies zoveel.',
    },
  },
  'upload-piece-too-small': {
    status: 400,
    title: { fr: 'Morceau trop petit', en: 'Piece too small', nl: 'Stuk te klein' },
    detail: {
      fr: 'Envoyez au moins {bytes} octets à la fois, sauf à la fin.',
      en: 'Send at least {bytes} bytes at a time, but at the end.',
      nl: 'Verstuur minstens {bytes} bytes per keer, behalve op het einde.',
    },
  },
  'not-a-partial-upload': {
    status: 415,
    title: { fr: 'Format non accepté', en: 'Format not accepted', nl: 'Formaat niet aanvaard' },
    detail: {
      fr: 'Envoyez un morceau de photo avec le type application/partial-upload.',
      en: 'Send a piece of a photo with the type application/partial-upload.',
      nl: 'Verstuur een stuk van een foto met het type application/partial-upload.',
    },
  },
  'uploads-full': {
    status: 503,
    title: {
      fr: 'Trop de photos sont en cours d’envoi',
      en: 'Too many photos are being sent',
      nl: 'Er worden te veel foto’s verstuurd',
    },
    detail: {
      fr: 'Envoyez votre photo en une fois, ou recommencez dans {seconds} secondes.',
      en: 'Send your photo in one piece, or try again in {seconds} seconds.',
      nl: 'Verstuur je foto in één keer, of probeer opnieuw over {seconds} seconden.',
    },
  },
})
