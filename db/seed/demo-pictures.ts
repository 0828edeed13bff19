/** Drawings that stand for residents' photos in the demo: nobody's real street, nobody's rights. SVG, 1200 × 900. */

export const scenes = [
  'pothole',
  'pothole-mended',
  'dump',
  'dump-cleaned',
  'lamp',
  'tree',
  'leak',
  'sign',
  'bench',
  'bin',
] as const
export type Scene = (typeof scenes)[number]

const width = 1200
const height = 900

/** Repeatable noise in [0, 1), so that the same scene is always the same picture. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
}

const rect = (x: number, y: number, w: number, h: number, fill: string, rest = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${rest}/>`
const path = (d: string, fill: string, rest = '') => `<path d="${d}" fill="${fill}" ${rest}/>`
const oval = (x: number, y: number, rx: number, ry: number, fill: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`

/** Small stones and stains over a surface. */
function grain(seed: number, top: number, colours: readonly string[], count = 260): string {
  const next = noise(seed)
  const spots: string[] = []
  for (let i = 0; i < count; i++) {
    const y = top + next() * (height - top)
    const size = 1.5 + ((y - top) / (height - top)) * 5 * next()
    spots.push(oval(next() * width, y, size * 1.6, size, colours[Math.floor(next() * colours.length)]!))
  }
  return `<g opacity="0.55">${spots.join('')}</g>`
}

/** A brick house, as the Avesnois has them, behind a hedge. */
const backdrop = [
  rect(0, 0, width, 470, '#c9d8e2'),
  path('M0 470V350q160-60 330-20t380-30 490 10v160z', '#9db08c'),
  rect(770, 190, 300, 270, '#a4583f'),
  path('M745 195 920 95l175 100z', '#5b5a60'),
  rect(820, 250, 70, 90, '#e7edf0'),
  rect(950, 250, 70, 90, '#e7edf0'),
  rect(885, 360, 75, 100, '#3f5d4c'),
  path('M0 470v-70q45-30 90-2t110-8 110 10 110-10 110 10 110-8 100 8v70z', '#4f7a4a'),
].join('')

const street = (seed: number) =>
  backdrop +
  rect(0, 460, width, 40, '#b9b4aa') +
  path('M0 500h1200v400H0z', '#6d6f73') +
  path('M0 690h150v22H0zM300 690h200v22H300zM650 690h200v22H650zM1000 690h200v22h-200z', '#e9e6dc') +
  grain(seed, 505, ['#5c5e62', '#85878b', '#4e5054'])

const verge = (seed: number) =>
  backdrop +
  path('M0 460h1200v440H0z', '#7d9a5c') +
  path('M0 900 420 470h120L430 900z', '#8f8b80') +
  grain(seed, 470, ['#6b8a4b', '#94ae6f', '#5d7a41'])

const drawings: Record<Scene, () => string> = {
  pothole: () =>
    street(7) +
    path('M420 770q-20-70 90-85t210 20 60 95-170 60-190-90z', '#4a4743') +
    path('M455 768q0-45 80-55t160 15 35 65-130 40-145-65z', '#2f2d2b') +
    path('M500 780q40-25 110-15t70 35-90 20-90-40z', '#51606a') +
    grain(11, 700, ['#3b3936', '#5d5a55'], 60),
  'pothole-mended': () =>
    street(7) +
    path('M400 770q-20-90 110-100t240 25 60 115-190 70-220-110z', '#3d3e41') +
    grain(12, 690, ['#34353a', '#47484c'], 80),
  dump: () =>
    verge(3) +
    path('M560 780q-10-110 90-120t90 130z', '#2c2f36') +
    path('M700 800q0-130 110-130t100 140z', '#23262c') +
    path('M470 800q10-70 80-70t70 80z', '#3a3f49') +
    rect(880, 640, 190, 165, '#d8d4c8', 'transform="rotate(-8 975 720)"') +
    oval(560, 815, 75, 62, '#1f1f21') +
    oval(560, 815, 36, 29, '#7d9a5c') +
    path('M640 830l90-70 120 80z', '#a98d62'),
  'dump-cleaned': () => verge(3) + path('M470 810q230-60 560 10-260 60-560-10z', '#8a8f62'),
  lamp: () =>
    rect(0, 0, width, 900, '#1d2636') +
    oval(930, 150, 46, 46, '#e6e2cf') +
    path('M0 620q200-60 420-30t780-20v330H0z', '#151c28') +
    rect(585, 190, 22, 590, '#5a6270', 'transform="rotate(5 596 780)"') +
    path('M640 200q60-50 140-20l-6 26q-70-22-120 10z', '#5a6270') +
    path('M760 176l60 20-12 34-62-20z', '#30363f') +
    path('M0 780h1200v120H0z', '#10151e'),
  tree: () =>
    street(5) +
    path('M120 640 1010 560l14 66L130 716z', '#6a4f38') +
    path('M860 500q90-110 220-60t100 180-140 130-190-70-90-120z', '#3f6b3a') +
    path('M940 470q80-60 170-10t70 130-110 90-150-50z', '#557f49') +
    path('M420 610l60-120 16 8-44 116zM620 590l-30-110 18-4 40 108z', '#6a4f38'),
  leak: () =>
    street(9) +
    path('M300 820q60-170 300-170t380 120-60 130H330z', '#8fb2c4') +
    path('M380 810q60-120 230-120t280 90-60 95H400z', '#a9c8d7') +
    oval(600, 690, 60, 22, '#4a4f55') +
    path('M585 690q-10-120 15-170t20 170z', '#d6e7ef'),
  sign: () =>
    verge(2) +
    rect(590, 330, 20, 450, '#8b9096', 'transform="rotate(-24 600 780)"') +
    path('M330 250l170-90 40 190z', '#c22f2a') +
    path('M372 254l112-58 26 126z', '#f3f1ea') +
    rect(438, 232, 12, 52, '#222222', 'transform="rotate(-24 444 258)"') +
    path('M330 560q60-110 180-80t100 120-130 100-150-140z', '#4f7a4a', 'opacity="0.9"'),
  bench: () =>
    verge(8) +
    rect(430, 560, 470, 34, '#8a6a48') +
    rect(430, 640, 250, 34, '#8a6a48') +
    path('M690 640l120 60-14 28-116-56z', '#7a5c3d') +
    rect(455, 560, 26, 240, '#3f4a45') +
    rect(850, 560, 26, 240, '#3f4a45'),
  bin: () =>
    street(4) +
    rect(520, 480, 170, 280, '#3b6b52', 'rx="14"') +
    path('M505 470h200l14 34H492z', '#2d5441') +
    path('M530 478q20-80 80-60t70 62z', '#d9d4c7') +
    path('M430 800l80-50 70 60-90 30zM720 790l70-60 80 50-60 40z', '#cfc9ba') +
    oval(690, 820, 34, 16, '#a9573f'),
}

/** The picture of a scene, as SVG. */
export function drawScene(scene: Scene): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawings[scene]()}</svg>`
}
