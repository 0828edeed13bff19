import { deviceSecretHeader, grantedDevice } from '../../alerts/push.ts'
import { request } from '../../http/client.ts'

type Told = { told: boolean }
const pathOf = (device: string) => `/api/travellers/me/devices/${device}`

/** Is this phone told of one's rides? */
export const readRideDevice = (territory: string, device: string) =>
  request<Told>(pathOf(device), { query: { territory } })
export const tellRideDevice = (territory: string, device: string) =>
  request<Told>(pathOf(device), { method: 'PUT', query: { territory }, headers: deviceSecretHeader() })
export const stopRideDevice = (territory: string, device: string) =>
  request<Told>(pathOf(device), { method: 'DELETE', query: { territory } })

/** Who leaves this phone is told on it no more: it may be another's. */
export async function leaveDevice(territory: string): Promise<void> {
  const device = await grantedDevice().catch(() => null)
  if (device) await stopRideDevice(territory, device)
}
