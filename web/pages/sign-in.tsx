import { Code, Stack, Text, Title } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '#web/ui/tag.tsx'

const route = getRouteApi('/sign-in')
const command = 'npm run -s punte -- sign-in'

/** Seen by whoever has no session: the link itself signs in before this page is drawn. */
export function SignInPage() {
  const { t } = useTranslation()
  const { refused } = route.useLoaderData()
  const { ended = false } = route.useSearch()
  useEffect(() => {
    document.title = t('signIn.title')
  }, [t])
  return (
    <main className="content" style={{ maxWidth: '30rem', paddingTop: '12vh' }}>
      <div className="card">
        <Stack className="card-body" gap="md">
          <Title order={1}>{t('signIn.title')}</Title>
          {refused === null ? null : (
            <Note tone="bad">
              <Text fw={600}>{t('signIn.refused')}</Text>
            </Note>
          )}
          {ended ? <Note tone="wait">{t('signIn.ended')}</Note> : null}
          <Text>{t('signIn.how')}</Text>
          <Code block translate="no">
            {command}
          </Code>
          <Text size="sm" c="dimmed">
            {t('signIn.once')}
          </Text>
        </Stack>
      </div>
    </main>
  )
}
