/** Where the service worker keeps the files of screens that are not for every phone, once fetched. */
export const lazyAssets = 'bocage-lazy-assets'
