import { createApp } from 'vue'
import App from './App.vue'
import { civilDay } from './locales/format.ts'
import { i18n, preferredLocale, speak } from './locales/i18n.ts'
import { registerServiceWorker } from './offline/app-update.ts'
import { leadToMistakes } from './shell/first-mistake.ts'
import { hearInstall } from './shell/install/offer.ts'
import { keepFocus } from './shell/lost-focus.ts'
import { router } from './router.ts'
import { lookAfterQueue } from './shell/waiting.ts'
import { catchUp } from './shell/old-phone/catch-up.ts'
import { takePlace } from './shell/take-place.ts'
import { nextTask } from './shell/turns.ts'
import { applyTheme } from './shell/theme.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'

// Safari before 15.4 and Firefox before 98 tell no other tab and open no sheet: what needs no script serves them better.
if ('BroadcastChannel' in window && 'HTMLDialogElement' in window) await begin()

async function begin(): Promise<void> {
  // Read by what stands in where this never runs: api/platform/old-browser.rules.ts.
  document.documentElement.dataset['begun'] = ''
  await catchUp()
  applyTheme()
  hearInstall()
  keepFocus(document.body)
  leadToMistakes(document.body)
  await speak(preferredLocale()).catch(() => speak('fr'))
  const holder = document.getElementById('app')
  if (holder) {
    await nextTask()
    // The first date said on a phone costs it most: what formats it is made apart from the screens.
    civilDay(Date.now())
    await nextTask()
    const app = createApp(App).use(i18n).use(router)
    await nextTask()
    void takePlace(app, holder)
  }
  if (document.readyState === 'complete') afterFirstScreen()
  else window.addEventListener('load', afterFirstScreen, { once: true })
}

function afterFirstScreen() {
  lookAfterQueue()
  void registerServiceWorker()
}
