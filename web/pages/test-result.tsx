import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TestAnswer } from '#api/contract.ts'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'

export function TestResult({ shop, answer }: { readonly shop: string; readonly answer: TestAnswer | undefined }) {
  const { t } = useTranslation()
  if (answer === undefined) return null
  if (!answer.ok) {
    return (
      <Note tone="bad">
        <Text fw={600}>{t('test.failed')}</Text>
        {answer.failure === null ? null : (
          <Text component="div">
            <Said {...answer.failure} />
          </Text>
        )}
        <Text size="sm">{t('test.nothingChanged')}</Text>
      </Note>
    )
  }
  return (
    <Note tone="good">
      <Text fw={600}>{t('test.worked')}</Text>
      {answer.runId === null ? null : (
        <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: answer.runId }}>
          {t('test.run')}
        </Link>
      )}
    </Note>
  )
}
