import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly opened: boolean
  readonly close: () => void
  readonly title: string
  readonly yes: string
  readonly pending: boolean
  readonly onYes: () => void
  readonly children: ReactNode
}

export function ConfirmDialog({ opened, close, title, yes, pending, onYes, children }: Props) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="md">
        {children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={pending} onClick={onYes}>
            {yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
