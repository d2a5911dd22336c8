import { useTranslation } from 'react-i18next'
import { Empty } from '#web/ui/empty.tsx'
import { Page } from '#web/ui/page.tsx'

export function NoShopPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('noShop.title')}>
      <div className="card">
        <Empty title={t('noShop.what')} hint={t('noShop.fix')} />
      </div>
    </Page>
  )
}
