import { Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { choicesFor, Goods, type ShopifyChoice } from '#api/contract.ts'
import { Note } from '#web/ui/tag.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

type Answer = { readonly goods: Goods; readonly shopify: ShopifyChoice }

type Props = {
  readonly opened: boolean
  readonly close: () => void
  readonly count: number
  readonly pending: boolean
  readonly say: (answer: Answer) => void
}

/** Asks where the goods are and what Shopify is told, and says beforehand what will happen to the stock. */
export function DispatchedDialog({ opened, close, count, pending, say }: Props) {
  const { t } = useTranslation()
  const [{ goods, shopify }, setAnswer] = useState<Answer>({ goods: 'onShelf', shopify: 'cancel' })

  function place(value: string): void {
    const chosen = Goods.parse(value)
    const [proposed = 'leave'] = choicesFor[chosen]
    setAnswer({ goods: chosen, shopify: proposed })
  }
  return (
    <ConfirmDialog
      opened={opened}
      close={close}
      title={t('dispatched.title', { count })}
      yes={t('dispatched.yes', { count })}
      pending={pending}
      onYes={() => say({ goods, shopify })}
    >
      <Text>{t('dispatched.what')}</Text>
      <Radio.Group label={t('dispatched.where')} value={goods} onChange={place}>
        <Stack gap="xs" mt={6}>
          {Goods.options.map((option) => (
            <Radio
              key={option}
              className="option"
              value={option}
              label={t(`dispatched.goods.${option}.name`)}
              description={t(`dispatched.goods.${option}.means`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('dispatched.tell')}
        value={shopify}
        onChange={(value) => setAnswer({ goods, shopify: choicesFor[goods].find((choice) => choice === value) ?? shopify })}
      >
        <Stack gap="xs" mt={6}>
          {choicesFor[goods].map((option) => (
            <Radio
              key={option}
              className="option"
              value={option}
              label={t(`dispatched.shopify.${option}.name`)}
              description={t(`dispatched.shopify.${option}.means`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {goods === 'onShelf' && shopify === 'leave' ? <Note tone="wait">{t('dispatched.later')}</Note> : null}
      {goods === 'gone' ? <Note tone="wait">{t('dispatched.stillHeld')}</Note> : null}
    </ConfirmDialog>
  )
}
