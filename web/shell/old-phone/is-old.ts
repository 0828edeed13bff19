/** Whether JavaScript is here as it was before 2023. `toSorted` came last everywhere: Chrome 110, Safari 16, Firefox 115. */
export const isOldBrowser = (): boolean => !('toSorted' in Array.prototype)
