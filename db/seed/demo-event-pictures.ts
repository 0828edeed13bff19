/** Drawings that stand for organizers' images in the demo's agenda: nobody's rights. SVG, 1200 × 900. */

const rect = (x: number, y: number, w: number, h: number, fill: string, rest = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${rest}/>`
const path = (d: string, fill: string, rest = '') => `<path d="${d}" fill="${fill}" ${rest}/>`
const dot = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`
const every = (count: number, draw: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('')

const stall = (x: number, roof: string) =>
  rect(x, 560, 220, 190, '#6b4a34') +
  rect(x + 18, 600, 184, 80, '#f6d48a') +
  path(`M${x - 26} 560l50-96h172l50 96z`, roof) +
  every(4, (i) => dot(x + 40 + i * 46, 640, 16, ['#b3402e', '#e9e2d0', '#4c7a4f', '#c98a2b'][i] ?? '#fff'))

const fir = (x: number, y: number, size: number, fill: string) =>
  every(3, (i) =>
    path(
      `M${x} ${y + i * size * 0.5}l${size * (0.5 + i * 0.18)} ${size * 0.8}h-${size * (1 + i * 0.36)}z`,
      fill,
    ),
  ) + rect(x - size * 0.07, y + size * 1.75, size * 0.14, size * 0.35, '#5a4331')

const drawings = {
  market: () =>
    rect(0, 0, 1200, 900, '#1f2d3f') +
    path('M0 520l160-150 120 110 190-210 170 190 150-120 180 170 230-120v510H0z', '#2a3b50') +
    rect(0, 720, 1200, 180, '#e7ebee') +
    path('M0 330q300 120 600 10t600-30', 'none', 'stroke="#0f1825" stroke-width="5"') +
    every(13, (i) =>
      dot(40 + i * 92, 350 + 42 * Math.sin(i / 2) + (i % 2) * 16, 11, i % 2 ? '#ffd978' : '#ff9d6b'),
    ) +
    stall(120, '#b3402e') +
    stall(490, '#2f6b4a') +
    stall(860, '#b3402e') +
    every(40, (i) => dot((i * 197) % 1200, (i * 131) % 700, 3 + (i % 3), '#ffffff')),
  concert: () =>
    rect(0, 0, 1200, 900, '#33203a') +
    path('M300 0l-190 760h430z', '#ffdf9e', 'opacity="0.18"') +
    path('M900 0l-240 760h430z', '#ffdf9e', 'opacity="0.18"') +
    rect(0, 740, 1200, 160, '#1c1122') +
    path('M540 250v300a70 56 0 1 1-40-50V300l260-52v230a70 56 0 1 1-40-50V306z', '#f4d69a') +
    every(22, (i) => dot(30 + i * 55, 760 - (i % 3) * 14, 34, '#120a17')),
  forest: () =>
    rect(0, 0, 1200, 900, '#dfe8e2') +
    dot(900, 220, 90, '#f5e6b8') +
    path('M0 560q220-90 460-30t420-60 320 40v390H0z', '#a9bf9f') +
    every(9, (i) => fir(70 + i * 140, 330 + (i % 3) * 40, 130, i % 2 ? '#3f6b4d' : '#315a41')) +
    path('M470 900q60-160 150-190t60-130h50q30 120-40 190t-40 130z', '#e2d3b0'),
  farm: () =>
    rect(0, 0, 1200, 900, '#cfe0ea') +
    path('M0 520q300-70 640-20t560-30v430H0z', '#8fae74') +
    path('M140 470l220-170 220 170v250H140z', '#9c4a36') +
    path('M110 480l250-200 250 200-24 26-226-178-226 178z', '#5b3a30') +
    rect(300, 540, 120, 180, '#4a2f27') +
    path('M760 560h230q50 0 50 60v100h-40V650H830v70h-40V640q-40-10-30-80z', '#f4efe6') +
    path('M960 580q60-10 60 50t-60 40z', '#3d3630') +
    path('M740 520q-50 0-60 50t50 60l60-20V540z', '#f4efe6') +
    dot(720, 575, 7, '#222') +
    every(18, (i) => path(`M${i * 70} 860q10-40 20 0z`, '#6f9158')),
  stage: () =>
    rect(0, 0, 1200, 900, '#281a1a') +
    rect(150, 150, 900, 600, '#f0dcb4') +
    every(6, (i) =>
      path(`M${i * 30} 0h40q-20 400 10 800h-60q30-400 10-800z`, i % 2 ? '#8d2430' : '#a72c3a'),
    ) +
    every(6, (i) =>
      path(`M${1020 + i * 30} 0h40q-20 400 10 800h-60q30-400 10-800z`, i % 2 ? '#8d2430' : '#a72c3a'),
    ) +
    path(
      'M0 0h1200v90q-100 70-200 0-100 70-200 0-100 70-200 0-100 70-200 0-100 70-200 0-100 70-200 0z',
      '#7c1f2a',
    ) +
    rect(0, 750, 1200, 150, '#5a3a26') +
    path('M470 380q130-40 260 0 0 190-130 220-130-30-130-220z', '#ffffff') +
    path(
      'M520 440q30-24 60 0M620 440q30-24 60 0M540 510q60 50 120 0',
      'none',
      'stroke="#333" stroke-width="10"',
    ),
} as const
export type EventPicture = keyof typeof drawings
export const eventPictures = Object.keys(drawings) as EventPicture[]

/** The image of an event, as SVG. */
export function drawEventPicture(name: EventPicture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900">${drawings[name]()}</svg>`
}
