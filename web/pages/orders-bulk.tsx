import { Button, List, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { BulkAnswer, bulkOrdersMax, type BulkOrders, type OrderSummary } from '#api/contract.ts'
import { at } from '#web/queries.ts'
import { Said } from '#web/ui/said.tsx'
import { useWrite } from '#web/use-write.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { DispatchedDialog } from './dispatched-dialog.tsx'

type Props = { readonly shop: string; readonly orders: readonly OrderSummary[]; readonly clear: () => void }

/** One act for many orders; each is done or refused by itself, and the refused ones say why. */
export function BulkBar({ shop, orders, clear }: Props) {
  const { t } = useTranslation()
  const [settling, settle] = useDisclosure()
  const [dispatching, dispatch] = useDisclosure()
  const act = useWrite<typeof BulkAnswer>({
    done: ({ results }) => t('bulk.done', { count: results.filter(({ ok }) => ok).length }),
    after: ({ results }) => {
      settle.close()
      dispatch.close()
      if (results.every(({ ok }) => ok)) clear()
    },
  })
  const ids = orders.slice(0, bulkOrdersMax).map(({ id }) => id)

  function ask(wish: Omit<BulkOrders, 'ids'>): void {
    act.mutate({ schema: BulkAnswer, path: `${at(shop)}/orders/bulk`, body: { ...wish, ids } })
  }
  const refused = act.data?.results.filter(({ ok }) => !ok) ?? []
  return (
    <section className="bulk" aria-label={t('bulk.name')}>
      <Text fw={600} size="sm">
        {t('bulk.chosen', { count: orders.length })}
      </Text>
      <Button size="compact-md" loading={act.isPending} onClick={() => ask({ action: 'invoice' })}>
        {t('order.do.invoice')}
      </Button>
      <Button size="compact-md" variant="default" disabled={act.isPending} onClick={dispatch.open}>
        {t('order.do.dispatched')}
      </Button>
      <Button size="compact-md" variant="default" disabled={act.isPending} onClick={settle.open}>
        {t('order.do.settle')}
      </Button>
      <Button size="compact-md" variant="subtle" onClick={clear}>
        {t('bulk.clear')}
      </Button>
      {refused.length === 0 ? null : (
        <List size="sm" role="alert" w="100%">
          {refused.map(({ id, name, problem }) => (
            <List.Item key={id}>
              <strong>{name}</strong> {problem === null ? t('bulk.refused') : <Said {...problem} />}
            </List.Item>
          ))}
        </List>
      )}
      <DispatchedDialog
        opened={dispatching}
        close={dispatch.close}
        count={orders.length}
        pending={act.isPending}
        say={(answer) => ask({ action: 'dispatched', ...answer })}
      />
      <ConfirmDialog
        opened={settling}
        close={settle.close}
        title={t('settle.title', { count: orders.length })}
        yes={t('order.do.settle')}
        pending={act.isPending}
        onYes={() => ask({ action: 'settle' })}
      >
        <Text>{t('settle.what')}</Text>
      </ConfirmDialog>
    </section>
  )
}
