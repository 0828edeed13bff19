const toText = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const toBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const ivBytes = 12

/** `bytes` at random, in base64url. */
export const randomText = (bytes: number): string => toText(crypto.getRandomValues(new Uint8Array(bytes)))

const keyOf = (key: string, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', toBytes(key), 'AES-GCM', false, [use])

/** Seals (AES-256-GCM) what only the holder of `key`, 32 bytes in base64url, may read: the server keeps it blindly. */
export async function seal(content: unknown, key: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(key, 'encrypt'), plain)
  return toText(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

/** Throws when the key is another, or a byte was changed. */
export async function unseal(sealed: string, key: string): Promise<unknown> {
  const bytes = toBytes(sealed)
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.slice(0, ivBytes) },
    await keyOf(key, 'decrypt'),
    bytes.slice(ivBytes),
  )
  return JSON.parse(new TextDecoder().decode(plain)) as unknown
}
