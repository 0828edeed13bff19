import { createApp } from 'vue'
import App from './App.vue'
import { i18n, preferredLocale, speak } from './locales/i18n.ts'
import { registerServiceWorker } from './offline/app-update.ts'
import { hearInstall } from './shell/install/offer.ts'
import { router } from './router.ts'
import { lookAfterQueue } from './shell/waiting.ts'
import { applyTheme } from './shell/theme.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'

applyTheme()
hearInstall()
await speak(preferredLocale()).catch(() => speak('fr'))
createApp(App).use(i18n).use(router).mount('#app')

function afterFirstScreen() {
  lookAfterQueue()
  void registerServiceWorker()
}
if (document.readyState === 'complete') afterFirstScreen()
else window.addEventListener('load', afterFirstScreen, { once: true })
