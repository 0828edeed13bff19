import { accountHere } from '../../account/account-here.ts'
import { recall, remember } from '../../offline/remembered.ts'
import type { TravellerView } from './rides-api.ts'

const nameOf = (siren: string) => `traveller.${siren}`

/** Who shares rides from this phone, without their address nor number: enough to write without network. */
export function keepTraveller(traveller: TravellerView): void {
  const kept = { account: accountHere(), traveller: { ...traveller, email: null, phone: null } }
  remember(nameOf(traveller.territory), JSON.stringify(kept))
}

/** Null when nobody was kept, or somebody else has signed in since. */
export function keptTraveller(siren: string): TravellerView | null {
  try {
    const kept = JSON.parse(recall(nameOf(siren)) || 'null') as {
      account: string
      traveller: TravellerView
    } | null
    return kept && kept.account !== '' && kept.account === accountHere() ? kept.traveller : null
  } catch {
    return null
  }
}
