import { createApp } from 'vue'
import App from './App.vue'
import { i18n, preferredLocale, speak } from './locales/i18n.ts'
import { registerServiceWorker } from './offline/app-update.ts'
import { router } from './router.ts'
import { applyTheme } from './shell/theme.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'

applyTheme()
await speak(preferredLocale()).catch(() => speak('fr'))
createApp(App).use(i18n).use(router).mount('#app')

if (document.readyState === 'complete') void registerServiceWorker()
else window.addEventListener('load', () => void registerServiceWorker(), { once: true })
