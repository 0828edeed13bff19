import { outdated } from '../offline/app-update.ts'
import { learnHour } from '../offline/clock.ts'
import { learnFromAnswers } from './ask.ts'
import { forgetNamesIn } from './kept-names.ts'

export { request, sayStaff, send, setRequestLanguage, withQuery } from './ask.ts'
export type { Reply, RequestOptions } from './ask.ts'

learnFromAnswers({
  hour: learnHour,
  outdated: () => {
    outdated.value = true
  },
  written: forgetNamesIn,
})
