import { Button, Group, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ProductFilter } from '#api/contract.ts'
import { productsQuery } from '#web/queries.ts'
import { Choice } from '#web/ui/choice.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { Page } from '#web/ui/page.tsx'
import { ProductsTable } from './products-table.tsx'
import { StockTabs } from './stock-tabs.tsx'
import { SyncNow } from './sync-now.tsx'

const route = getRouteApi('/shops/$shop/stock/products')

export function ProductsPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useSuspenseQuery(productsQuery(shop, search))
  const filtered = search.q !== undefined || (search.show ?? 'all') !== 'all'
  return (
    <Page title={t('stock.title')} actions={<SyncNow shop={shop} disabled={false} />}>
      <StockTabs shop={shop} on="products" />
      <div className="card">
        <Filters />
        {data.items.length === 0 ? (
          <Empty
            title={t(filtered ? 'products.noMatch.what' : 'products.none.what')}
            hint={t(filtered ? 'products.noMatch.hint' : 'products.none.hint')}
          />
        ) : (
          <ProductsTable shop={shop} products={data.items} />
        )}
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

function Filters() {
  const { t } = useTranslation()
  const { q, show } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Group className="card-head filters" pb="sm" gap="sm">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const typed = new FormData(event.currentTarget).get('q')
            void navigate({ search: { show, q: typeof typed === 'string' && typed !== '' ? typed : undefined, after: undefined } })
          }}
        >
          <TextInput
            key={q ?? ''}
            name="q"
            defaultValue={q ?? ''}
            aria-label={t('products.search')}
            placeholder={t('products.search')}
            leftSection={<Icon name="search" />}
            type="search"
          />
        </form>
      </search>
      <Choice
        hideLabel
        label={t('products.filter')}
        options={ProductFilter.options.map((value) => ({ value, label: t(`products.show.${value}`) }))}
        value={show ?? 'all'}
        onChange={(value) => void navigate({ search: { q, show: value === 'all' ? undefined : value, after: undefined } })}
      />
    </Group>
  )
}
