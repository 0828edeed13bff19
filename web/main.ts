import { createApp } from 'vue'
import App from './App.vue'
import { i18n, preferredLocale, speak } from './locales/i18n.ts'
import { registerServiceWorker } from './offline/app-update.ts'
import { hearInstall } from './shell/install/offer.ts'
import { router } from './router.ts'
import { lookAfterQueue } from './shell/waiting.ts'
import { takePlace } from './shell/take-place.ts'
import { applyTheme } from './shell/theme.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'

applyTheme()
hearInstall()
await speak(preferredLocale()).catch(() => speak('fr'))
const holder = document.getElementById('app')
if (holder) void takePlace(createApp(App).use(i18n).use(router), holder)

function afterFirstScreen() {
  lookAfterQueue()
  void registerServiceWorker()
}
if (document.readyState === 'complete') afterFirstScreen()
else window.addEventListener('load', afterFirstScreen, { once: true })
