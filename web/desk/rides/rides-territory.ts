import { ref } from 'vue'

/** SIREN of the territory whose rides are on screen; empty before the desk is read. */
export const ridesTerritory = ref('')
