import { expect, it } from 'vitest'
import { kinds } from '../../../api/alerts/alert.rules.ts'
import { bookingStatuses } from '../../../api/carpool/bookings.rules.ts'
import { reportDecisions } from '../../../api/carpool/reports.rules.ts'
import * as schema from '../../../db/schema/index.ts'

// Rules import nothing of the database, so that a phone may have them: what both list is the same, in the same order
// (the kinds that a phone follows are kept as bits).
it.each([
  ['kinds of alerts', kinds, schema.alertKinds],
  ['states of a booking', bookingStatuses, schema.bookingStatuses],
  ['decisions on a report', reportDecisions, schema.reportDecisions],
])('%s are those of the database', (_, ofRules, ofSchema) => {
  expect(ofRules).toEqual(ofSchema)
})
