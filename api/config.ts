import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** The consolidated file of the Base nationale des lieux de covoiturage, made anew each day (transport.data.gouv.fr, ODbL). */
const officialBnlc = 'https://www.data.gouv.fr/fr/datasets/r/4fd78dee-e122-4c0d-8bf6-ff55d79f3af1'

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('data'),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Bocage <ne-pas-repondre@bocage.invalid>'),
  BOUNCE_ADDRESS: z.email().optional(),
  MAIL_BOUNCE_SECRET: z.string().min(16).optional(),
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_TOKEN: z.string().min(1).optional(),
  SMS_SENDER: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}$/)
    .default('Bocage'),
  SMS_WEBHOOK_SECRET: z.string().min(16).optional(),
  MEDIA_URL: z.string().optional(),
  DEMO: z.enum(['0', '1']).optional(),
  SECRET: z.string().optional(),
  GEO_API_URL: z.url().default('https://geo.api.gouv.fr'),
  BNLC_URL: z.url().default(officialBnlc),
  OSRM_URL: z.url({ protocol: /^https?$/ }).optional(),
  TILE_URL: z.string().optional(),
  TILE_ATTRIBUTION: z.string().default(''),
  PMTILES_URL: z.url({ protocol: /^https?$/ }).optional(),
  PMTILES_ATTRIBUTION: z.string().default('© OpenStreetMap'),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  PUSH_ALLOW_LOOPBACK: z.enum(['0', '1']).default('0'),
  FETCH_ALLOW_LOOPBACK: z.enum(['0', '1']).default('0'),
})

const zeroOrOne = '0 ou 1'
/** What to give instead, for the person whose setting can't be read. */
const wanted: Readonly<Record<string, string>> = {
  PORT: 'un nombre entre 0 et 65535, par exemple 3000',
  PUBLIC_URL: 'une adresse entière, par exemple https://bocage.example',
  BOUNCE_ADDRESS: 'une adresse de courriel qui vous revient, par exemple rebonds@bocage.example',
  MAIL_BOUNCE_SECRET: 'au moins 16 caractères (openssl rand -hex 32)',
  SMS_URL: 'une adresse entière, par exemple https://sms.example/messages',
  SMS_SENDER: 'de 3 à 11 lettres et chiffres, par exemple Bocage',
  SMS_WEBHOOK_SECRET: 'au moins 16 caractères (openssl rand -hex 32)',
  DEMO: zeroOrOne,
  GEO_API_URL: 'une adresse entière, par exemple https://geo.api.gouv.fr',
  BNLC_URL: 'une adresse entière, par exemple https://www.data.gouv.fr/…',
  OSRM_URL: 'une adresse entière, par exemple http://localhost:5000',
  PMTILES_URL: 'une adresse entière, par exemple https://cartes.example/pays.pmtiles',
  TRUST_PROXY: zeroOrOne,
  LOG_LEVEL: 'debug, info, warn, error ou silent',
  RATE_LIMIT_FACTOR: 'un nombre plus grand que 0, par exemple 1',
  PUSH_ALLOW_LOOPBACK: zeroOrOne,
  FETCH_ALLOW_LOOPBACK: zeroOrOne,
}

export type SmsConfig = Readonly<{
  url: string
  token: string | null
  /** The name that phones show. */
  sender: string
  /** Signs the answers that the gateway hands over: without them nobody could stop, so there is no gateway without it. */
  webhookSecret: string
}>

export type Config = Readonly<{
  production: boolean
  port: number
  host: string
  /** Origin that links and QR codes carry, without a trailing slash. */
  publicUrl: string
  databaseUrl: string
  dataDir: string
  smtpUrl: string | null
  mailFrom: string
  /** Where mails that are refused come back: each mail gives it with a token (`rebonds+TOKEN@…`). */
  bounceAddress: string | null
  /** Signs what the mail server hands over of it; without it nothing is taken. */
  mailBounceSecret: string | null
  /** The gateway of text messages (docs/sms.md); without it there are none. */
  sms: SmsConfig | null
  mediaUrl: string | null
  demo: boolean
  /** Signs sessions and keys the hashes of addresses. */
  secret: string
  /** Where boundaries are imported from when no file is named. */
  geoApiUrl: string
  /** Where the national base of aires is read from when no file is named, and each day once it was imported. */
  bnlcUrl: string
  /** A routing server (OSRM) of one's own, for travel times between aires; without it they are estimated. */
  osrmUrl: string | null
  tileUrl: string | null
  tileAttribution: string
  /** A vector basemap in one file (PMTiles), read by range and kept by phones; it stands before `tileUrl`. */
  pmtilesUrl: string | null
  pmtilesAttribution: string
  /** Believe X-Forwarded-For: only behind a reverse proxy that sets it. */
  trustProxy: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Multiplies every rate limit: for a load test, or a fair behind one address. */
  rateLimitFactor: number
  /** Tests only: lets a push endpoint be a loopback address. Refused in production. */
  pushAllowLoopback: boolean
  /** Tests only: lets a feed be read from a loopback address. Refused in production. */
  fetchAllowLoopback: boolean
}>

/** A sentence for the person who starts the server; shown without a stack. */
export class ConfigError extends Error {}

const demoSecret = 'bocage-demo-secret-never-in-production'

/**
 * Parses the environment once. Every default runs a demo with nothing set; production (NODE_ENV=production)
 * needs SECRET and PUBLIC_URL. Throws ConfigError with one sentence a line.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues
        .map(({ path, message }) => {
          const name = path.join('.')
          return wanted[name] ? `${name} : donnez ${wanted[name]}.` : `${name} : ${message}`
        })
        .join('\n'),
    )
  const values = parsed.data
  const production = values.NODE_ENV === 'production'
  if (production && (values.SECRET ?? demoSecret).length < 32)
    throw new ConfigError('SECRET doit compter au moins 32 caractères en production (openssl rand -hex 32).')
  if (production && (values.SECRET === undefined || values.SECRET === demoSecret))
    throw new ConfigError(
      'SECRET manque : en production, donnez un secret qui vous est propre (openssl rand -hex 32).',
    )
  if (production && !values.PUBLIC_URL)
    throw new ConfigError('PUBLIC_URL manque : en production, donnez l’adresse publique du site, https://…')
  for (const name of ['PUSH_ALLOW_LOOPBACK', 'FETCH_ALLOW_LOOPBACK'] as const)
    if (production && values[name] === '1') throw new ConfigError(`${name} est réservé aux tests.`)
  if (values.SMS_URL && !values.SMS_WEBHOOK_SECRET)
    throw new ConfigError(
      'SMS_WEBHOOK_SECRET manque : sans les réponses que la passerelle transmet, personne ne pourrait arrêter les SMS.',
    )
  const dataDir = resolve(values.DATA_DIR)
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    databaseUrl:
      values.DATABASE_URL ?? pathToFileURL(resolve(dataDir, 'bocage.db')).href.replace('file://', 'file:'),
    dataDir,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM,
    bounceAddress: values.BOUNCE_ADDRESS ?? null,
    mailBounceSecret: values.MAIL_BOUNCE_SECRET ?? null,
    sms:
      values.SMS_URL && values.SMS_WEBHOOK_SECRET
        ? {
            url: values.SMS_URL,
            token: values.SMS_TOKEN ?? null,
            sender: values.SMS_SENDER,
            webhookSecret: values.SMS_WEBHOOK_SECRET,
          }
        : null,
    mediaUrl: values.MEDIA_URL ?? null,
    demo: values.DEMO ? values.DEMO === '1' : !production,
    secret: values.SECRET ?? demoSecret,
    geoApiUrl: values.GEO_API_URL.replace(/\/+$/, ''),
    bnlcUrl: values.BNLC_URL,
    osrmUrl: values.OSRM_URL?.replace(/\/+$/, '') ?? null,
    tileUrl: values.TILE_URL ?? null,
    tileAttribution: values.TILE_ATTRIBUTION,
    pmtilesUrl: values.PMTILES_URL ?? null,
    pmtilesAttribution: values.PMTILES_ATTRIBUTION,
    trustProxy: values.TRUST_PROXY === '1',
    // On a person's console, a line a request would drown the sign-in links of the demo.
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    pushAllowLoopback: values.PUSH_ALLOW_LOOPBACK === '1',
    fetchAllowLoopback: values.FETCH_ALLOW_LOOPBACK === '1',
  }
}
