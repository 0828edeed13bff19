/** « 5 € » stays on one line, as its author meant it. */
export const sayPrice = (price: string): string => price.replace(/ (?=€)/g, '\u00a0')
