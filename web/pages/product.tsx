import { Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Explained } from '#api/contract.ts'
import { explainQuery } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { Empty, Nothing } from '#web/ui/empty.tsx'
import { useFormat } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'
import { Moment, TimeAgo } from '#web/ui/time-ago.tsx'
import { HoldingOrders } from './product-orders.tsx'
import { Sum } from './product-sum.tsx'
import { ProductTag } from './products-table.tsx'
import { OutcomeTag } from './run-state.tsx'

const route = getRouteApi('/shops/$shop/stock/products/$code')

/** "Why is it 7?": one product, every term of its figure with what stands behind it. */
export function ProductPage() {
  const { t } = useTranslation()
  const { shop, code } = route.useParams()
  const { items } = useSuspenseQuery(explainQuery(shop, code)).data
  const [first] = items
  return (
    <Page
      title={first?.name ?? code}
      badge={first === undefined ? null : <ProductTag product={first} />}
      above={
        <Link to="/shops/$shop/stock/products" params={{ shop }}>
          {t('stock.title')}
        </Link>
      }
    >
      {first === undefined ? (
        <div className="card">
          <Empty title={t('product.missing.what', { code })} hint={t('product.missing.hint')} />
        </div>
      ) : null}
      {items.map((product, index) => (
        <Stack key={`${product.location ?? ''} ${index}`} gap="md">
          <OneLocation shop={shop} product={product} among={items.length} first={index === 0} />
        </Stack>
      ))}
    </Page>
  )
}

type OneProps = { readonly shop: string; readonly product: Explained; readonly among: number; readonly first: boolean }

function OneLocation({ shop, product, among, first }: OneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const place = among > 1 && product.location !== null ? ` · ${product.location}` : ''
  return (
    <>
      <Notes product={product} />
      <div className="two">
        <Stack gap="md" miw={0}>
          <Sum product={product} place={place} />
          <HoldingOrders shop={shop} product={product} place={place} />
        </Stack>
        <Stack gap="md" miw={0}>
          {first ? <Identity product={product} /> : null}
          <Card title={t('product.writes') + place} flush>
            {product.writes.length === 0 ? <Nothing title={t('product.noWrites.what')} hint={t('product.noWrites.hint')} /> : null}
            <ul className="rows">
              {product.writes.map((write) => (
                <li key={`${write.at} ${write.to}`}>
                  <div className="row-head">
                    <Text fw={600}>
                      {write.from === null ? '' : `${format.number(write.from)} → `}
                      {format.number(write.to)}
                    </Text>
                    {write.by === 'punte' ? <OutcomeTag outcome={write.outcome} /> : null}
                  </div>
                  <Text size="xs" c="dimmed" component="div">
                    <Moment at={write.at} /> ·{' '}
                    {write.runId === null ? (
                      t(`product.by.${write.by}`)
                    ) : (
                      <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: write.runId }}>
                        {write.cause === null ? t('run.one') : t(`cause.${write.cause}`)}
                      </Link>
                    )}
                  </Text>
                </li>
              ))}
            </ul>
          </Card>
        </Stack>
      </div>
    </>
  )
}

function Notes({ product }: { readonly product: Explained }) {
  const { t } = useTranslation()
  const { bindingReason, doubt, notes, pendingUntil } = product
  return (
    <>
      {bindingReason === null ? null : (
        <Note tone={product.binding === 'ambiguous' ? 'bad' : 'info'}>
          <Text component="div">
            <Said {...bindingReason} />
          </Text>
        </Note>
      )}
      {pendingUntil === null ? null : (
        <Note tone="info">
          <Text component="div">
            {t('product.pending')} <TimeAgo at={pendingUntil} />
          </Text>
        </Note>
      )}
      {doubt === null ? null : (
        <Note tone="wait">
          <Text component="div">
            {t('product.doubt', { low: doubt.low, high: doubt.high })} <TimeAgo at={doubt.until} />
          </Text>
        </Note>
      )}
      {notes.map((note) => (
        <Note key={note.text} tone="wait">
          <Text component="div">
            <Said {...note} />
          </Text>
        </Note>
      ))}
    </>
  )
}

function Identity({ product }: { readonly product: Explained }) {
  const { t } = useTranslation()
  const facts = [
    ['code', product.code],
    ['billingName', product.billingName],
    ['sku', product.sku],
    ['barcode', product.barcode],
  ] as const
  return (
    <Card title={t('product.identity.title')}>
      <dl className="pairs">
        {facts.map(([key, value]) =>
          value === null || value === '' ? null : (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{t(`product.identity.${key}`)}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
        )}
        <dt>{t('preferences.rule')}</dt>
        <dd>{t(`rule.${product.rule}`)}</dd>
      </dl>
    </Card>
  )
}
