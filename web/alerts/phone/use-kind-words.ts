import { useI18n } from 'vue-i18n'
import type { PushKind } from '../../../api/alerts/push-kinds.rules.ts'

/** A kind of message as people call it. */
export function useKindWords(): (kind: PushKind | string) => string {
  const { t } = useI18n()
  return (kind) =>
    kind.startsWith('alert.') ? t(`alert.kind.${kind.slice('alert.'.length)}`) : t(`phone.kind.${kind}`)
}
