import { watch } from 'vue'
import { queued, startSending } from '../offline/queue.ts'
import { keepSentReports } from './report/send-report.ts'

/** Begins to send what waits on this phone, and tells how much waits whenever it changes. */
export function beginSending(tell: (waiting: number) => void): void {
  keepSentReports()
  watch(queued, (all) => tell(all.length))
  startSending()
}
