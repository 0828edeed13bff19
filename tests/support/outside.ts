// Messages as other services write them, made by the tests in the published shape (CAP 1.2, RFC 4287).

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d{3}Z$/, '+00:00')

export type CapDraft = {
  identifier?: string
  sent: number
  status?: string
  msgType?: string
  scope?: string
  references?: string
  headline?: string
  description?: string
  severity?: string
  onset?: number
  expires?: number | null
  /** Inside `area`. */
  area?: string
}

/** A vigilance of weather as Météo-France writes one: orange for wind in the Nord, unless told otherwise. */
export function aCap({
  identifier = 'FR.METEO.2026.1',
  sent,
  status = 'Actual',
  msgType = 'Alert',
  scope = 'Public',
  references,
  headline = 'Vigilance orange vent violent',
  description = 'Rafales de 110 km/h.',
  severity = 'Severe',
  onset = sent,
  expires = sent + 12 * 3_600_000,
  area = '<geocode><valueName>INSEE_DEP</valueName><value>59</value></geocode>',
}: CapDraft): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><cap:identifier>${identifier}</cap:identifier>
<cap:sender>vigilance@meteo.example</cap:sender><cap:sent>${iso(sent)}</cap:sent><cap:status>${status}</cap:status>
<cap:msgType>${msgType}</cap:msgType><cap:scope>${scope}</cap:scope>${references ? `<cap:references>${references}</cap:references>` : ''}
<cap:info><cap:language>en-GB</cap:language><cap:event>Wind</cap:event><cap:headline>Orange wind</cap:headline></cap:info>
<cap:info><cap:language>fr-FR</cap:language><cap:category>Met</cap:category><cap:event>Vent violent</cap:event>
<cap:urgency>Future</cap:urgency><cap:severity>${severity}</cap:severity><cap:certainty>Likely</cap:certainty>
<cap:onset>${iso(onset)}</cap:onset>${expires === null ? '' : `<cap:expires>${iso(expires)}</cap:expires>`}
<cap:headline>${headline}</cap:headline><cap:description>${description}</cap:description>
<cap:instruction>Restez chez vous.</cap:instruction><cap:web>https://meteo.example/vigilance</cap:web>
<cap:area><cap:areaDesc>Nord</cap:areaDesc>${area.replace(/<(\/?)(\w)/g, '<$1cap:$2')}</cap:area></cap:info></cap:alert>`
}

export type EntryDraft = {
  id: string
  title?: string
  updated: number
  summary?: string
  capUrl?: string
  inline?: string
}

/** A feed of entries; those with `capUrl` lead to messages, as Meteoalarm's index does. */
export function anAtom(entries: EntryDraft[], updated: number): string {
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id>
<title>Vigilance</title><updated>${iso(updated)}</updated>${entries
    .map(
      ({ id, title = 'Information', updated, summary = 'Des mots.', capUrl, inline }) =>
        `<entry><id>${id}</id><title>${title}</title><updated>${iso(updated)}</updated>${
          capUrl
            ? `<link rel="alternate" type="application/cap+xml" href="${capUrl}"/>`
            : `<link href="https://prefecture.example/${id}"/>`
        }<summary>${summary}</summary>${
          inline ? `<content type="application/xml">${inline.replace(/^<\?xml[^>]*\?>/, '')}</content>` : ''
        }</entry>`,
    )
    .join('')}</feed>`
}
