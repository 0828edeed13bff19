import { ownDevice } from '../../alerts/push.ts'
import { forget, newSend, putInQueue, sendAll } from '../../offline/queue.ts'
import { recall } from '../../offline/remembered.ts'
import { sinceAccepted } from '../../offline/since-accepted.ts'
import { unfollowEventHere } from './followed-events.ts'
import { followId, followSubject } from './follow-id.ts'

/**
 * Follows an event no more on this phone, also without network: off its list at once, and the server is told, so that no
 * push of it comes any more.
 */
export async function unfollowEvent({ id, title }: { id: string; title: string }): Promise<void> {
  await unfollowEventHere(id)
  // Never told of anything by push.
  if (!recall('push.device')) return
  const { id: deviceId, secret } = ownDevice()
  const asked = followId(id, deviceId)
  await forget(asked)
  await sinceAccepted({ id: asked }, 'ended')
  await putInQueue(
    newSend({
      kind: 'unfollow-event',
      path: `/api/events/${id}/followers/stop`,
      body: { deviceId },
      secret,
      subject: followSubject(id),
      label: title,
    }),
  )
  void sendAll()
}
