import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { readonly title: string; readonly hint: string; readonly action?: ReactNode }

export function Empty({ title, hint, action }: Props) {
  return (
    <Stack gap={6} align="center" px="md" py="xl" ta="center">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw={480}>
        {hint}
      </Text>
      {action}
    </Stack>
  )
}
