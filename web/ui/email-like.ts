/** Close enough to an address to be sent: whether it is one, only the link mailed to it tells. */
export const isEmailLike = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim())
