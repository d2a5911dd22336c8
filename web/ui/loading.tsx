import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const rows = [0, 1, 2, 3, 4, 5, 6, 7]

/** The outline of a page while its figures are on their way. */
export function PageLoading() {
  const { t } = useTranslation()
  return (
    <div className="content" aria-busy="true">
      <VisuallyHidden component="output">{t('loading')}</VisuallyHidden>
      <Stack gap="md">
        <Skeleton height={30} width={220} />
        <div className="card">
          <Stack gap="sm" className="card-body">
            {rows.map((row) => (
              <Skeleton key={row} height={22} />
            ))}
          </Stack>
        </div>
      </Stack>
    </div>
  )
}
