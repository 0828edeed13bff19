import { sendAndKeep } from '../../offline/send-and-keep.ts'

/**
 * Asks to be told of somebody else's report: by email (confirmed by a link) or on a device. A server that forgot it is
 * asked again.
 */
export function followPublic(
  id: string,
  wish: { email: string } | { deviceId: string },
  locale: string,
): Promise<unknown> {
  return sendAndKeep({
    kind: 'follow-report',
    path: `/api/incidents/${encodeURIComponent(id)}/followers`,
    body: { ...wish, locale },
    label: '',
  })
}
