import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Started } from '#api/contract.ts'
import { at } from '#web/queries.ts'
import { useWrite } from '#web/use-write.ts'

/** Starts a run at once, or shows what one would change without writing anything. */
export function SyncNow({ shop, disabled }: { readonly shop: string; readonly disabled: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const start = useWrite<typeof Started>({
    after: ({ id }) => void navigate({ to: '/shops/$shop/stock/runs/$run', params: { shop, run: id } }),
  })

  function request(dryRun: boolean): void {
    start.mutate({ schema: Started, path: `${at(shop)}/runs`, body: { dryRun } })
  }
  return (
    <>
      <Button variant="default" loading={start.isPending} onClick={() => request(true)}>
        {t('sync.preview')}
      </Button>
      <Button loading={start.isPending} disabled={disabled} onClick={() => request(false)}>
        {t('sync.now')}
      </Button>
    </>
  )
}
