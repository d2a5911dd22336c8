import { Group, Stack, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'

type Props = {
  readonly title: string
  /** Beside the title: state, kind. */
  readonly badge?: ReactNode
  readonly above?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, badge, above, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Punte`
  }, [title])
  return (
    <div className="content">
      <Stack gap="md">
        <Stack gap={4}>
          {above}
          <Group justify="space-between" gap="sm">
            <Group gap="sm">
              <Title order={1}>{title}</Title>
              {badge}
            </Group>
            {actions === undefined ? null : (
              <Group gap="xs" className="page-actions">
                {actions}
              </Group>
            )}
          </Group>
        </Stack>
        {children}
      </Stack>
    </div>
  )
}
