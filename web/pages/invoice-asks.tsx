import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Order, Question } from '#api/contract.ts'

type Props = {
  readonly order: Order
  readonly answers: readonly Question[]
  readonly answer: (answers: readonly Question[]) => void
}

/** What must be said yes to before the order is invoiced, and what may be. */
export function InvoiceAsks({ order, answers, answer }: Props) {
  const { t } = useTranslation()
  return order.actions.invoice.asks.map((question) => (
    <Checkbox
      key={question}
      className="option"
      label={t(`invoice.ask.${question}`)}
      checked={answers.includes(question)}
      onChange={({ currentTarget }) =>
        answer(currentTarget.checked ? [...answers, question] : answers.filter((other) => other !== question))
      }
    />
  ))
}
