import { defineProblems } from '../platform/problems.ts'

export const mediaProblems = defineProblems({
  'document-not-pdf': {
    status: 415,
    title: { fr: 'Ce fichier n’est pas un PDF', en: 'This file is not a PDF' },
    detail: {
      fr: 'Enregistrez le document au format PDF, puis choisissez-le à nouveau.',
      en: 'Save the document as PDF, then choose it again.',
    },
  },
  'document-too-large': {
    status: 413,
    title: { fr: 'Document trop lourd', en: 'Document too large' },
    detail: {
      fr: 'Ce document dépasse {megabytes} Mo. Réduisez ses images, ou n’en joignez qu’une partie.',
      en: 'This document exceeds {megabytes} MB. Make its images smaller, or attach a part of it.',
    },
  },
  'photo-not-found': {
    status: 422,
    title: { fr: 'Photo introuvable', en: 'Photo not found' },
    detail: {
      fr: 'Une photo n’est pas arrivée, ou a déjà servi. Envoyez-la à nouveau, puis recommencez : le reste est gardé.',
      en: 'A photo did not arrive, or was used already. Send it again, then try again: the rest is kept.',
    },
  },
  'photo-too-large': {
    status: 413,
    title: { fr: 'Photo trop lourde', en: 'Photo too large' },
    detail: {
      fr: 'Cette photo dépasse {megabytes} Mo. Choisissez-en une plus légère, ou reprenez-la avec l’appareil.',
      en: 'This photo exceeds {megabytes} MB. Choose a smaller one, or take it again.',
    },
  },
  'photo-too-many-pixels': {
    status: 422,
    title: { fr: 'Photo trop grande', en: 'Photo too big' },
    detail: {
      fr: 'Cette photo dépasse {megapixels} millions de pixels. Réduisez-la, ou choisissez-en une autre.',
      en: 'This photo exceeds {megapixels} megapixels. Reduce it, or choose another.',
    },
  },
  'photo-not-recognised': {
    status: 415,
    title: { fr: 'Ce fichier n’est pas une photo', en: 'This file is not a photo' },
    detail: {
      fr: 'Choisissez une photo (JPEG, PNG, WebP, AVIF, GIF ou HEIC). Le nom du fichier ne suffit pas.',
      en: 'Choose a photo (JPEG, PNG, WebP, AVIF, GIF or HEIC). The name of the file is not enough.',
    },
  },
  'video-not-accepted': {
    status: 415,
    title: { fr: 'Les vidéos ne sont pas acceptées', en: 'Videos are not accepted' },
    detail: {
      fr: 'Ce fichier est une vidéo. Prenez plutôt une photo.',
      en: 'This file is a video. Take a photo instead.',
    },
  },
  'photo-damaged': {
    status: 422,
    title: { fr: 'Photo abîmée ou incomplète', en: 'Damaged or incomplete photo' },
    detail: {
      fr: 'Cette photo ne peut pas être lue jusqu’au bout. Envoyez-la à nouveau, ou choisissez-en une autre.',
      en: 'This photo cannot be read to its end. Send it again, or choose another.',
    },
  },
  'photo-too-slow': {
    status: 422,
    title: { fr: 'Photo trop longue à lire', en: 'Photo too slow to read' },
    detail: {
      fr: 'Cette photo demande trop de travail pour être lue. Choisissez-en une autre, ou une copie d’écran.',
      en: 'This photo takes too much work to read. Choose another, or a screenshot of it.',
    },
  },
  'photo-id-taken': {
    status: 409,
    title: { fr: 'Une autre photo porte ce numéro', en: 'Another photo has this id' },
    detail: {
      fr: 'La première photo est gardée. Pour en envoyer une autre, choisissez-la à nouveau.',
      en: 'The first photo is kept. To send another, choose it again.',
    },
  },
  'photo-service-busy': {
    status: 503,
    title: { fr: 'Beaucoup de photos arrivent', en: 'Many photos are arriving' },
    detail: {
      fr: 'Gardez votre photo et recommencez dans {seconds} secondes.',
      en: 'Keep your photo and try again in {seconds} seconds.',
    },
  },
  'photo-storage-unavailable': {
    status: 503,
    title: { fr: 'Les photos ne peuvent pas être gardées', en: 'Photos cannot be stored' },
    detail: {
      fr: 'Une panne de notre côté. Gardez votre photo et recommencez dans {seconds} secondes.',
      en: 'A fault on our side. Keep your photo and try again in {seconds} seconds.',
    },
  },
})
