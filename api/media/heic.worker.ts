import createLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs'
import { parentPort, workerData } from 'node:worker_threads'
import type { HeicAnswer, HeicRequest } from './heic.ts'

// One photo a thread: what a hostile file corrupts or leaks in the decoder ends with it.
const { bytes, maxPixels } = workerData as HeicRequest

function decode(): HeicAnswer {
  const heif = createLibheif()
  const context = heif.heif_context_alloc()
  const read = heif.heif_context_read_from_memory(context, bytes)
  if (read.code !== heif.heif_error_code.heif_error_Ok) return { problem: 'damaged' }
  const image = heif.heif_js_context_get_primary_image_handle(context)
  if ('code' in image) return { problem: 'damaged' }
  // Known from the header, before anything of that size is allocated.
  if (heif.heif_image_handle_get_width(image) * heif.heif_image_handle_get_height(image) > maxPixels)
    return { problem: 'too-many-pixels' }
  const decoded = heif.heif_js_decode_image2(
    image,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGB,
  )
  const plane = 'code' in decoded ? undefined : decoded.channels[0]
  if (!plane) return { problem: 'damaged' }
  const { width, height, stride, data } = plane
  const row = width * 3
  const pixels = new Uint8Array(row * height)
  for (let y = 0; y < height; y++) pixels.set(data.subarray(y * stride, y * stride + row), y * row)
  return { width, height, pixels }
}

const answer = decode()
parentPort?.postMessage(answer, 'pixels' in answer ? [answer.pixels.buffer] : [])
