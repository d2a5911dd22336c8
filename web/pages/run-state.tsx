import { useTranslation } from 'react-i18next'
import type { Run, RunSummary } from '#api/contract.ts'
import { Tag, type Tone } from '#web/ui/tag.tsx'

const states: Record<RunSummary['state'], Tone> = { planned: 'info', writing: 'info', waiting: 'wait', done: 'good', failed: 'bad' }
const outcomes: Record<Run['changes'][number]['outcome'], Tone> = {
  planned: 'info',
  written: 'good',
  stale: 'wait',
  refused: 'bad',
  unknown: 'wait',
  undone: 'idle',
}

export function RunStateTag({ state }: { readonly state: RunSummary['state'] }) {
  return <Tag tone={states[state]}>{useTranslation().t(`run.state.${state}`)}</Tag>
}

export function OutcomeTag({ outcome }: { readonly outcome: Run['changes'][number]['outcome'] }) {
  return <Tag tone={outcomes[outcome]}>{useTranslation().t(`run.outcome.${outcome}`)}</Tag>
}
