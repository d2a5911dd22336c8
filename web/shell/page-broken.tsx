import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { problemText } from '#web/problem-text.ts'
import { sessionQuery } from '#web/queries.ts'
import { Page } from '#web/ui/page.tsx'

/** What could not be shown, why, what to do, and whom to ask. */
export function PageBroken({ error }: { readonly error: unknown }) {
  const { t, i18n } = useTranslation()
  const router = useRouter()
  const { what, fix, id } = problemText(error, i18n)
  return (
    <Page title={t('broken.title')}>
      <div className="card">
        <Stack className="card-body" gap="sm" role="alert" align="flex-start">
          <Text fw={600}>{what}</Text>
          <Text>{fix}</Text>
          {id === null ? null : <Contacts id={id} />}
          <Group gap="xs">
            <Button onClick={() => void router.invalidate()}>{t('broken.again')}</Button>
            <Button variant="default" component={Link} to="/">
              {t('broken.home')}
            </Button>
          </Group>
        </Stack>
      </div>
    </Page>
  )
}

export function NothingHere() {
  const { t } = useTranslation()
  return (
    <Page title={t('missing.title')}>
      <div className="card">
        <Stack className="card-body" gap="sm" align="flex-start">
          <Text>{t('missing.what')}</Text>
          <Button variant="default" component={Link} to="/">
            {t('broken.home')}
          </Button>
        </Stack>
      </div>
    </Page>
  )
}

/** The number of a problem, and the operator who can look it up. */
function Contacts({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  const ways = [data?.support.email, data?.support.phone, data?.support.url].filter((way) => way !== null && way !== undefined)
  return (
    <Text size="sm" c="dimmed">
      {t('broken.id', { id })} {ways.length === 0 ? null : t('broken.ask', { ways: ways.join(', ') })}
    </Text>
  )
}
