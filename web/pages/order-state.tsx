import { useTranslation } from 'react-i18next'
import type { OrderState } from '#api/contract.ts'
import { Tag, type Tone } from '#web/ui/tag.tsx'

const tones: Record<OrderState, Tone> = {
  waiting: 'wait',
  issuing: 'info',
  issued: 'good',
  'unknown-outcome': 'bad',
  reversed: 'idle',
  never: 'idle',
}

export function OrderStateTag({ state }: { readonly state: OrderState }) {
  return <Tag tone={tones[state]}>{useTranslation().t(`order.state.${state}`)}</Tag>
}

/** The number at the end of a GID: shorter in an address, and the API takes either. */
export function shortId(id: string): string {
  return id.split('/').at(-1) ?? id
}
