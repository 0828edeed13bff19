/** Where photos' bytes are. Keys come from `storageKey`. */
export type MediaStorage = {
  /** Answers once the bytes would survive a power cut. The same key again replaces them whole, never by half. */
  put: (key: string, bytes: Uint8Array) => Promise<void>
  /** Null when there is none. */
  get: (key: string) => Promise<Buffer | null>
  /** Deleting what is not there is no error. */
  delete: (key: string) => Promise<void>
}

/** The storage cannot be reached or refuses: worth trying again later. */
export class StorageError extends Error {}
