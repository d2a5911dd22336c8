import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { readonly title: string; readonly hint: string; readonly action?: ReactNode }

export function Empty({ title, hint, action }: Props) {
  return (
    <Stack gap={6} align="center" px="md" py="lg" ta="center">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw={480}>
        {hint}
      </Text>
      {action}
    </Stack>
  )
}

/** The same inside a card that is one of many. */
export function Nothing({ title, hint }: Pick<Props, 'title' | 'hint'>) {
  return (
    <Text size="sm" c="dimmed" px="md" pb="md" pt={4}>
      {title}. {hint}
    </Text>
  )
}
