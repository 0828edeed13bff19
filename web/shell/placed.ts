let keep!: () => void

/**
 * Kept once the application is on the page: until then it is made beside what the server wrote, where nothing takes the
 * focus or is scrolled to.
 */
export const placed = new Promise<void>((resolve) => {
  keep = resolve
})

/** Keeps `placed`. */
export const tellPlaced = () => keep()
