import { sharedAt, sharedCache, sharedKept, takenAt } from '../incidents/report/shared-photos.ts'

/**
 * A photo shared from the phone's gallery begins a report. It is put aside here, on the phone, for the first screen of
 * the report to take: nothing leaves before the person sends it, with a network or without.
 */
export function receiveSharedPhotos(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    if (request.method === 'POST' && new URL(request.url).pathname === sharedAt)
      event.respondWith(putAside(request))
  })
}

async function putAside(request: Request): Promise<Response> {
  try {
    const files = (await request.formData()).getAll('photos').filter((one) => one instanceof File)
    const cache = await caches.open(sharedCache)
    // One after another, so that they are taken in the order they were chosen.
    for (const [index, file] of files.slice(0, sharedKept).entries())
      await cache.put(
        `/${index}/${encodeURIComponent(file.name)}`,
        new Response(file, { headers: { 'Content-Type': file.type } }),
      )
    return Response.redirect(takenAt('garde'), 303)
  } catch {
    // No room on the phone, or a form that cannot be read.
    return Response.redirect(takenAt('perdu'), 303)
  }
}
