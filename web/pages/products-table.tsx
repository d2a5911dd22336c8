import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Product } from '#api/contract.ts'
import { useFormat } from '#web/ui/format.ts'
import { Said } from '#web/ui/said.tsx'
import { Tag, type Tone } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'

export function ProductsTable({ shop, products }: { readonly shop: string; readonly products: readonly Product[] }) {
  const { t } = useTranslation()
  const columns = ['billing', 'held', 'target', 'available'] as const
  return (
    <div className="scroll">
      <table className="grid-table stack">
        <thead>
          <tr>
            <th scope="col">{t('products.column.product')}</th>
            <th scope="col">{t('products.column.state')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="num">
                {t(`products.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {products.map((product, index) => (
            <Row key={`${product.code} ${product.location ?? ''} ${index}`} shop={shop} product={product} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ shop, product }: { readonly shop: string; readonly product: Product }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { billing, held, target, available } = product
  const stock = billing.length === 0 ? null : billing.reduce((sum, { quantity }) => sum + quantity, 0)

  function figure(value: number | null): string {
    return value === null ? '–' : format.number(value)
  }
  return (
    <tr>
      <td className="whole">
        {product.code === '' ? (
          <strong dir="auto">{product.name}</strong>
        ) : (
          <Link className="strong" dir="auto" to="/shops/$shop/stock/products/$code" params={{ shop, code: product.code }}>
            {product.name}
          </Link>
        )}
        <Text size="xs" c="dimmed" component="div">
          {product.code === '' ? t('products.noCode') : product.code}
          {product.location === null ? null : ` · ${product.location}`}
        </Text>
      </td>
      <td className="whole">
        <ProductTag product={product} />
        <Text size="xs" c="dimmed" component="div" maw={380}>
          {product.bindingReason === null ? null : <Said {...product.bindingReason} />}
          {product.differsSince === null || product.binding !== 'bound' ? null : (
            <>
              {t('products.since')} <TimeAgo at={product.differsSince} />
            </>
          )}
        </Text>
      </td>
      <td className="num" data-label={t('products.column.billing')}>
        {figure(stock)}
      </td>
      <td className="num" data-label={t('products.column.held')}>
        {format.number(held)}
      </td>
      <td className="num" data-label={t('products.column.target')}>
        {figure(target)}
      </td>
      <td className="num strong" data-label={t('products.column.available')}>
        {figure(available)}
      </td>
    </tr>
  )
}

const bindingTone: Record<Product['binding'], Tone> = { bound: 'good', pending: 'info', unmatched: 'idle', ambiguous: 'bad' }

export function ProductTag({ product }: { readonly product: Product }) {
  const { t } = useTranslation()
  const { binding, onlyIn, target, available } = product
  if (binding === 'bound' && target !== null && available !== null && target !== available) {
    return <Tag tone="wait">{t('products.state.differs')}</Tag>
  }
  if (binding === 'bound' && (available === null || target === null)) {
    return <Tag tone="idle">{t(available === null ? 'products.state.notHere' : 'products.state.unread')}</Tag>
  }
  if (binding === 'unmatched' && onlyIn !== null) return <Tag tone="idle">{t(`products.state.only.${onlyIn}`)}</Tag>
  return <Tag tone={bindingTone[binding]}>{t(`products.state.${binding}`)}</Tag>
}
