import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const tabs = [
  { key: 'products', to: '/shops/$shop/stock/products' },
  { key: 'runs', to: '/shops/$shop/stock/runs' },
] as const

export function StockTabs({ shop, on }: { readonly shop: string; readonly on: 'products' | 'runs' }) {
  const { t } = useTranslation()
  return (
    <nav className="tabs" aria-label={t('stock.tabs')}>
      {tabs.map(({ key, to }) => (
        <Link key={key} to={to} params={{ shop }} aria-current={on === key ? 'page' : undefined}>
          {t(`stock.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
