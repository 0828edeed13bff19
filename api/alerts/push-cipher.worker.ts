import { parentPort } from 'node:worker_threads'
import webPush from 'web-push'
import type { CipherJob, CipherResult } from './push-cipher.ts'

/** Encrypts what it is given, one message after the other, and answers each as soon as it is ready. */
parentPort?.on('message', (jobs: CipherJob[]) => {
  for (const { number, subscription, content, options } of jobs) {
    let result: CipherResult
    try {
      const { headers, body } = webPush.generateRequestDetails(subscription, content, options)
      result = { number, headers, body: body as Uint8Array }
    } catch (error) {
      result = { number, error: (error as Error).message }
    }
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    parentPort?.postMessage(result)
  }
})
