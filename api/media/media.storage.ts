import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { createDiskStorage } from './storage.disk.ts'
import { createS3Storage } from './storage.s3.ts'
import type { MediaStorage } from './storage.ts'

/**
 * The disk, under DATA_DIR/media, unless MEDIA_URL names an S3 bucket:
 * `s3://ACCESS_KEY:SECRET_KEY@HOST/BUCKET[/PREFIX][?region=R]` (`s3+http://` inside a private network).
 * Throws ConfigError when MEDIA_URL is not of that form.
 */
export function createMediaStorage({
  mediaUrl,
  dataDir,
}: Pick<Config, 'mediaUrl' | 'dataDir'>): MediaStorage {
  if (!mediaUrl) return createDiskStorage({ folder: join(dataDir, 'media') })
  const url = URL.canParse(mediaUrl) ? new URL(mediaUrl) : null
  const [bucket, ...prefix] = url ? url.pathname.split('/').filter(Boolean) : []
  const endpoints: Record<string, string> = { 's3:': 'https:', 's3+http:': 'http:' }
  const protocol = url && endpoints[url.protocol]
  if (!url || !protocol || !url.host || !url.username || !url.password || !bucket)
    throw new ConfigError(
      'MEDIA_URL doit être de la forme s3://CLÉ:SECRET@hôte/seau?region=… (clé et secret encodés pour une adresse).',
    )
  return createS3Storage({
    endpoint: `${protocol}//${url.host}`,
    bucket,
    prefix: prefix.map((part) => `${part}/`).join(''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  })
}
