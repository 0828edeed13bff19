import { deriveSecret, openedBy } from '../platform/link-secrets.ts'

/** Lets a driver answer a booking from a mail, without signing in. */
export const answerSecret = (serverSecret: string, bookingId: string) =>
  deriveSecret(serverSecret, 'booking-answer', bookingId)
/** Lets a relative look on. `turn`: which of the booking's links, since each one stopped gives way to the next. */
export const shareSecret = (serverSecret: string, bookingId: string, turn = 0) =>
  deriveSecret(serverSecret, `booking-share-${turn}`, bookingId)

/** The same of a departure, for its driver. */
export const driverShareSecret = (serverSecret: string, departureId: string, turn: number) =>
  deriveSecret(serverSecret, `departure-share-${turn}`, departureId)

/** The booking that a driver's link opens; null when it is made up. */
export const bookingOfAnswer = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'booking-answer', secret)

/** Lets a driver answer all the days that were asked for in one go. */
export const daysSecret = (serverSecret: string, seriesId: string) =>
  deriveSecret(serverSecret, 'booking-days-answer', seriesId)
export const seriesOfAnswer = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'booking-days-answer', secret)

/** The secret is in the fragment, which no server log or proxy sees. */
export const answerUrl = (publicUrl: string, secret: string) => `${publicUrl}/trajets/reponse#${secret}`
export const shareUrl = (publicUrl: string, secret: string) => `${publicUrl}/trajets/suivi#${secret}`
export const daysUrl = (publicUrl: string, secret: string) => `${publicUrl}/trajets/reponse-jours#${secret}`
