import { Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { write } from '#web/api.ts'
import { languages, speak, type Language } from '#web/i18n.ts'
import { notifyRefused } from '#web/notify.ts'
import { sessionQuery } from '#web/queries.ts'
import { Icon } from '#web/ui/icons.tsx'

const schemes = ['auto', 'light', 'dark'] as const

/** Language, light or dark, and the way out. */
export function LookMenu() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  function choose(language: Language): void {
    speak(language).catch(() => notifyRefused(t, { title: t('broken.unreachable.what'), message: t('broken.unreachable.fix') }))
  }
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          fullWidth
          justify="flex-start"
          leftSection={<Icon name="language" />}
        >
          {t('look.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">{t('look.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item key={language} lang={language} aria-current={i18n.language === language} onClick={() => choose(language)}>
            {t(`look.speaks.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label c="dimmed">{t('look.scheme')}</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.Item key={scheme} aria-current={colorScheme === scheme} onClick={() => setColorScheme(scheme)}>
            {t(`look.schemes.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <SignOut />
      </Menu.Dropdown>
    </Menu>
  )
}

function SignOut() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data } = useSuspenseQuery(sessionQuery)

  async function leave(): Promise<void> {
    await write(z.null(), '/session', { method: 'DELETE', csrf: data.csrf })
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
  return (
    <Menu.Item leftSection={<Icon name="out" />} onClick={() => void leave()}>
      {t('look.signOut')}
    </Menu.Item>
  )
}
