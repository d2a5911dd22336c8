import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Order } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Nothing } from '#web/ui/empty.tsx'
import { useFormat } from '#web/ui/format.ts'
import { TimeAgo } from '#web/ui/time-ago.tsx'

export function OrderDocuments({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('order.documents')} flush>
      {order.documents.length === 0 ? <Nothing title={t('order.noDocument.what')} hint={t('order.noDocument.hint')} /> : null}
      <ul className="rows">
        {order.documents.map((document) => (
          <li key={`${document.service} ${document.series} ${document.number}`}>
            <div className="row-head">
              <Stack gap={2}>
                <Text fw={600} translate="no">
                  {t(`order.document.${document.kind}` as 'order.document.invoice', { defaultValue: document.kind })} {document.series}{' '}
                  {document.number}
                </Text>
                <Text size="sm" c="dimmed" component="div">
                  {t(`service.${document.service}` as 'service.smartbill', { defaultValue: document.service })} ·{' '}
                  <TimeAgo at={document.issuedAt} />
                </Text>
              </Stack>
              <Stack gap={2} align="flex-end">
                <Text fw={600}>{document.total === null ? t('order.totalUnread') : format.money(document.total, document.currency)}</Text>
                <Group gap="sm">
                  {document.pdf === null ? null : (
                    <a href={document.pdf} target="_blank" rel="noreferrer">
                      {t('order.pdf')}
                    </a>
                  )}
                  {document.url === null ? null : (
                    <a href={document.url} target="_blank" rel="noreferrer">
                      {t('order.view')}
                    </a>
                  )}
                </Group>
              </Stack>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
