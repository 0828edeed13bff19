import type L from 'leaflet'
import { leafletLayer } from 'protomaps-leaflet'
import { i18n } from '../../../locales/i18n.ts'
import { attributionOf } from '../leaflet-layers.ts'
import type { MapTiles } from '../map-types.ts'
import { Basemap } from './archive.ts'

const isDark = () => {
  const { theme } = document.documentElement.dataset
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

/** Roads, water and names out of the basemap's file. `onTile`: whether a tile was read, from its server or from here. */
export function basemapLayer(tiles: MapTiles, onTile: (isRead: boolean) => void): L.Layer {
  return leafletLayer({
    url: new Basemap(tiles.url, { onTile }),
    flavor: isDark() ? 'dark' : 'light',
    lang: i18n.global.locale.value,
    attribution: attributionOf(tiles),
    maxDataZoom: 14,
    maxZoom: 19,
  }) as unknown as L.Layer
}
