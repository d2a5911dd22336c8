import { Button, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Order, type Question } from '#api/contract.ts'
import { at } from '#web/queries.ts'
import { useWrite } from '#web/use-write.ts'
import { BuyerDialog, lacksBuyer } from './buyer-dialog.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { DispatchedDialog } from './dispatched-dialog.tsx'
import { InvoiceAsks } from './invoice-asks.tsx'

type Verb = 'invoice' | 'dispatched' | 'undispatch' | 'settle' | 'retry' | 'reversed'
type Act = (verb: Verb, body?: object) => void
type Props = { readonly order: Order; readonly act: Act; readonly pending: boolean }

/** What may be done with the order now; what may not is not offered. */
export function OrderActions({ shop, order }: { readonly shop: string; readonly order: Order }) {
  const { t } = useTranslation()
  const write = useWrite<typeof Order>({ done: () => t('order.doneWith') })
  const path = `${at(shop)}/orders/${encodeURIComponent(order.id)}`
  const { actions } = order

  function act(verb: Verb, body: object = {}): void {
    write.mutate({ schema: Order, path: `${path}/${verb}`, body })
  }
  const shared = { order, act, pending: write.isPending }
  return (
    <>
      {actions.undispatch.can ? (
        <Button variant="default" loading={write.isPending} onClick={() => act('undispatch')}>
          {t('order.do.undispatch')}
        </Button>
      ) : null}
      {actions.reversed.can ? (
        <Button loading={write.isPending} onClick={() => act('reversed')}>
          {t('order.do.reversed')}
        </Button>
      ) : null}
      {actions.settle.can ? <SettleButton {...shared} /> : null}
      {actions.dispatched.can ? <DispatchedButton {...shared} /> : null}
      {actions.retry.can && order.evidence === null ? (
        <Button variant="default" loading={write.isPending} onClick={() => act('retry')}>
          {t('order.do.retry')}
        </Button>
      ) : null}
      {actions.invoice.can && lacksBuyer(order) ? <BuyerButton {...shared} /> : null}
      {actions.invoice.can && !lacksBuyer(order) ? <InvoiceButton {...shared} /> : null}
    </>
  )
}

function BuyerButton({ order, act, pending }: Props) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const [answers, setAnswers] = useState<readonly Question[]>([])
  return (
    <>
      <Button disabled={pending} onClick={open}>
        {t('order.do.typeBuyer')}
      </Button>
      <BuyerDialog
        opened={opened}
        close={close}
        order={order}
        pending={pending}
        invoice={(buyer) => {
          close()
          act('invoice', { buyer, answers })
        }}
      >
        <InvoiceAsks order={order} answers={answers} answer={setAnswers} />
      </BuyerDialog>
    </>
  )
}

/** Asks whatever must be answered first; with nothing to ask it goes at once. */
function InvoiceButton({ order, act, pending }: Props) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const [answers, setAnswers] = useState<readonly Question[]>([])
  const { asks } = order.actions.invoice

  function send(): void {
    close()
    act('invoice', { answers })
  }
  return (
    <>
      <Button loading={pending} onClick={asks.length === 0 ? send : open}>
        {t('order.do.invoice')}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={close}
        title={t('invoice.title', { name: order.name })}
        yes={t('order.do.invoice')}
        pending={pending}
        onYes={send}
      >
        <Text>{t('invoice.what')}</Text>
        <InvoiceAsks order={order} answers={answers} answer={setAnswers} />
      </ConfirmDialog>
    </>
  )
}

function DispatchedButton({ act, pending }: Props) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" disabled={pending} onClick={open}>
        {t('order.do.dispatched')}
      </Button>
      <DispatchedDialog
        opened={opened}
        close={close}
        count={1}
        pending={pending}
        say={(answer) => {
          close()
          act('dispatched', answer)
        }}
      />
    </>
  )
}

function SettleButton({ act, pending }: Props) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const [series, setSeries] = useState('')
  const [number, setNumber] = useState('')

  function send(): void {
    close()
    act('settle', { ...(series === '' ? {} : { series }), ...(number === '' ? {} : { number }) })
  }
  return (
    <>
      <Button variant="default" disabled={pending} onClick={open}>
        {t('order.do.settle')}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={close}
        title={t('settle.title', { count: 1 })}
        yes={t('order.do.settle')}
        pending={pending}
        onYes={send}
      >
        <Text>{t('settle.what')}</Text>
        <div className="field-row">
          <TextInput
            label={t('settle.series')}
            maxLength={40}
            value={series}
            onChange={({ currentTarget }) => setSeries(currentTarget.value)}
          />
          <TextInput
            label={t('settle.number')}
            maxLength={40}
            value={number}
            onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          />
        </div>
      </ConfirmDialog>
    </>
  )
}
