import { Worker } from 'node:worker_threads'

export type HeicRequest = { bytes: Uint8Array; maxPixels: number }
/** RGB, 8 bits a channel, upright: the decoder applies the rotation the file asks for. */
export type HeicPixels = { width: number; height: number; pixels: Uint8Array<ArrayBuffer> }
export type HeicProblem = 'damaged' | 'too-many-pixels' | 'too-slow'
export type HeicAnswer = HeicPixels | { problem: HeicProblem }

/**
 * Decodes a HEIC photo (HEVC) with libheif compiled to WebAssembly, in a thread of its own: sharp's prebuilt libvips
 * leaves HEVC out (docs/decisions/photos.md). The thread is ended at `timeoutMs`.
 */
export function decodeHeic({
  timeoutMs,
  ...request
}: HeicRequest & { timeoutMs: number }): Promise<HeicAnswer> {
  // The decoder writes what it dislikes to the console; our answer says it better.
  const worker = new Worker(new URL('./heic.worker.ts', import.meta.url), {
    workerData: request,
    stdout: true,
    stderr: true,
  })
  return new Promise<HeicAnswer>((resolve) => {
    const timer = setTimeout(() => resolve({ problem: 'too-slow' }), timeoutMs)
    worker.once('message', (answer: HeicAnswer) => resolve(answer))
    // Memory it may not have, an abort inside the decoder: the file's fault.
    worker.once('error', () => resolve({ problem: 'damaged' }))
    worker.once('exit', () => {
      clearTimeout(timer)
      resolve({ problem: 'damaged' })
    })
  }).finally(() => worker.terminate())
}
