import { Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '#api/contract.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

const parts = ['name', 'vatCode', 'address', 'city', 'county', 'email', 'phone'] as const
type Part = (typeof parts)[number]

const needed: ReadonlySet<Part> = new Set(['name', 'address', 'city', 'county'])
const unclear: ReadonlySet<string> = new Set([
  'reason.buyerHidden',
  'reason.buyerMissing',
  'reason.cuiInvalid',
  'reason.cuiMissing',
  'reason.countryMissing',
])

/** Whether the order waits for a buyer that a person can type. */
export function lacksBuyer({ state, say }: Pick<Order, 'state' | 'say'>): boolean {
  return state === 'waiting' && unclear.has(say?.id ?? '')
}

type Props = {
  readonly opened: boolean
  readonly close: () => void
  readonly order: Order
  readonly pending: boolean
  readonly invoice: (buyer: Readonly<Partial<Record<Part, string>>>) => void
  /** Whatever else must be answered. */
  readonly children: ReactNode
}

/** The buyer as a person knows it, where Shopify hides it or says it unclearly; the invoice goes with it. */
export function BuyerDialog({ opened, close, order, pending, invoice, children }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [tried, setTried] = useState(false)

  function missing(part: Part): boolean {
    return needed.has(part) && (typed[part] ?? '').trim() === ''
  }

  function send(): void {
    setTried(true)
    if (parts.some(missing)) return
    invoice(Object.fromEntries(parts.filter((part) => (typed[part] ?? '').trim() !== '').map((part) => [part, typed[part]])))
  }
  return (
    <ConfirmDialog
      opened={opened}
      close={close}
      title={t('typeBuyer.title', { name: order.name })}
      yes={t('order.do.invoice')}
      pending={pending}
      onYes={send}
    >
      <Text>{t('typeBuyer.what')}</Text>
      {children}
      <Stack gap="sm">
        {parts.map((part) => (
          <TextInput
            key={part}
            label={t(`typeBuyer.${part}`)}
            required={needed.has(part)}
            value={typed[part] ?? ''}
            error={tried && missing(part) ? t('typeBuyer.missing') : null}
            onChange={({ currentTarget }) => setTyped({ ...typed, [part]: currentTarget.value })}
          />
        ))}
      </Stack>
    </ConfirmDialog>
  )
}
