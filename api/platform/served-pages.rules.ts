// Which addresses are the server's, and not screens of the application: read by the server, by the service worker, which
// must not open the application there, and by the proxy of the development server.

/** Pages made by the server that stay as they are: for who has no script, and to be linked to. */
export const stillPages = [
  '/accessibilite',
  '/agenda/proposer/simple',
  '/alertes/suivre/simple',
  '/lien',
  '/plan-du-site',
  '/signaler/simple',
] as const

/** All that begins an address of the server's. */
export const serverPaths = [
  '/api',
  '/boite-mail',
  '/healthz',
  '/integrer',
  '/problems',
  '/readyz',
  ...stillPages,
] as const

const ofServer = new RegExp(`^(${serverPaths.join('|')})(/|$)`)

/** Whether the server answers at this address, and not the application: also anything that names a file. */
export const isServed = (pathname: string): boolean => ofServer.test(pathname) || /\.\w+$/.test(pathname)
