import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OrderState } from '#api/contract.ts'
import { ordersQuery } from '#web/queries.ts'
import { Choice } from '#web/ui/choice.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { Page } from '#web/ui/page.tsx'
import { BulkBar } from './orders-bulk.tsx'
import { OrdersTable } from './orders-table.tsx'

const route = getRouteApi('/shops/$shop/orders')

export function OrdersPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useSuspenseQuery(ordersQuery(shop, search))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const shown = data.items.filter(({ id }) => chosen.has(id))
  const filtered = search.name !== undefined || search.state !== undefined

  return (
    <Page title={t('orders.title')}>
      <div className="card">
        <Filters />
        {data.items.length === 0 ? (
          <Empty
            title={t(filtered ? 'orders.noMatch.what' : 'orders.none.what')}
            hint={t(filtered ? 'orders.noMatch.hint' : 'orders.none.hint')}
          />
        ) : (
          <OrdersTable shop={shop} orders={data.items} chosen={chosen} choose={setChosen} />
        )}
        {shown.length === 0 ? null : <BulkBar shop={shop} orders={shown} clear={() => setChosen(new Set())} />}
      </div>
      <Group justify="flex-end" gap="xs">
        {search.after === undefined ? null : (
          <Button variant="default" onClick={() => void navigate({ search: { ...search, after: undefined } })}>
            {t('paging.first')}
          </Button>
        )}
        {data.next === null ? null : (
          <Button variant="default" onClick={() => void navigate({ search: { ...search, after: data.next ?? undefined } })}>
            {t('paging.next')}
          </Button>
        )}
      </Group>
    </Page>
  )
}

/** What is looked for stands in the address, so that a view can be kept and the back button works. */
function Filters() {
  const { t } = useTranslation()
  const { name, state } = route.useSearch()
  const navigate = route.useNavigate()
  const options = [
    { value: 'all', label: t('orders.all') },
    ...OrderState.options.map((value) => ({ value: String(value), label: t(`order.state.${value}`) })),
  ]

  function show(value: string): void {
    const parsed = OrderState.safeParse(value)
    void navigate({ search: { name, state: parsed.success ? parsed.data : undefined, after: undefined } })
  }
  return (
    <Group className="card-head filters" pb="sm" gap="sm">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const typed = new FormData(event.currentTarget).get('name')
            void navigate({ search: { state, name: typeof typed === 'string' && typed !== '' ? typed : undefined, after: undefined } })
          }}
        >
          <TextInput
            key={name ?? ''}
            name="name"
            defaultValue={name ?? ''}
            aria-label={t('orders.search')}
            placeholder={t('orders.search')}
            leftSection={<Icon name="search" />}
            type="search"
          />
        </form>
      </search>
      <SegmentedControl visibleFrom="lg" aria-label={t('orders.filter')} data={options} value={state ?? 'all'} onChange={show} />
      <Choice hiddenFrom="lg" hideLabel label={t('orders.filter')} options={options} value={state ?? 'all'} onChange={show} />
    </Group>
  )
}
