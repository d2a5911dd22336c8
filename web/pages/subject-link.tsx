import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#api/contract.ts'

/** The page on which a problem is put right. */
export function SubjectLink({ shop, subject }: { readonly shop: string; readonly subject: Problem['subject'] }) {
  const { t } = useTranslation()
  const { id, name } = subject
  switch (subject.kind) {
    case 'order':
      return (
        <Link to="/shops/$shop/orders/$order" params={{ shop, order: id }}>
          {t('problems.open.order', { name })}
        </Link>
      )
    case 'product':
      return (
        <Link to="/shops/$shop/stock/products/$code" params={{ shop, code: id }}>
          {t('problems.open.product', { name })}
        </Link>
      )
    case 'run':
      return (
        <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: id }}>
          {t('problems.open.run')}
        </Link>
      )
    case 'service':
      return (
        <Link to="/shops/$shop/services/smartbill" params={{ shop }}>
          {t('problems.open.service')}
        </Link>
      )
    case 'preferences':
      return (
        <Link to="/shops/$shop/preferences" params={{ shop }}>
          {t('problems.open.preferences')}
        </Link>
      )
    case 'shop':
      return (
        <Link to="/shops/$shop/services/smartbill" params={{ shop }} search={{ tab: 'readiness' }}>
          {t('problems.open.shop')}
        </Link>
      )
  }
}
