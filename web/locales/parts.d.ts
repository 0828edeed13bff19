declare module '*.json?for=resident' {
  const words: typeof import('./fr.json')
  export default words
}

declare module '*.json?for=desk' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=agenda' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=carpool' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=alert' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=phone' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=account' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}

declare module '*.json?for=sends' {
  const words: Partial<typeof import('./fr.json')>
  export default words
}
