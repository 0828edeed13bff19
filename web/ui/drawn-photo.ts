export type DrawnPhoto = { source: CanvasImageSource; width: number; height: number; free: () => void }

/** A photo as this phone draws it, upright (its metadata says how it was held); null when it cannot. */
export async function drawnPhoto(photo: Blob): Promise<DrawnPhoto | null> {
  try {
    const source = await createImageBitmap(photo, { imageOrientation: 'from-image' })
    return { source, width: source.width, height: source.height, free: () => source.close() }
  } catch {
    return drawnByImage(photo)
  }
}

/** Browsers of before 2023 know no `from-image`, and refuse the photo for it; their images are upright by themselves. */
async function drawnByImage(photo: Blob): Promise<DrawnPhoto | null> {
  const source = new Image()
  const url = URL.createObjectURL(photo)
  const free = () => URL.revokeObjectURL(url)
  source.src = url
  try {
    await source.decode()
    // A drawing that says no size of its own is no photo.
    if (source.naturalWidth === 0) throw new Error('no size')
    return { source, width: source.naturalWidth, height: source.naturalHeight, free }
  } catch {
    free()
    return null
  }
}
