/** What one signals of a person. */
export const reportReasons = ['danger', 'conduct', 'no-show', 'money', 'false-profile', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

/** These speak of somebody who may be in danger: whom to call is said first, and staff are written to at once. */
export const isGrave = (reason: ReportReason) => reason === 'danger' || reason === 'conduct'

/** What staff decide of a report. */
export const reportDecisions = ['nothing', 'warned', 'suspended'] as const
export type ReportDecision = (typeof reportDecisions)[number]
