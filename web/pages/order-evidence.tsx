import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Order, type Evidence } from '#api/contract.ts'
import { at } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { useFormat } from '#web/ui/format.ts'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { useWrite } from '#web/use-write.ts'

type Props = {
  readonly shop: string
  readonly id: string
  readonly evidence: Evidence
  readonly currency: string
  /** When Punte looks for it again; null when it has given up. */
  readonly retryAt: string | null
}

/** The answer to an invoice was lost: what is known, and the two answers that a person can give after looking in the service. */
export function OrderEvidence({ shop, id, evidence, currency, retryAt }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const act = useWrite<typeof Order>({ done: () => t('evidence.answered') })
  const path = `${at(shop)}/orders/${encodeURIComponent(id)}`
  return (
    <Card title={t('evidence.title')}>
      <Stack gap="sm">
        <Text component="div">
          <Said {...evidence.why} />
        </Text>
        <dl className="pairs">
          <dt>{t('evidence.sent')}</dt>
          <dd>
            <TimeAgo at={evidence.sentAt} /> {t('evidence.tries', { count: evidence.tries })}
          </dd>
          <dt>{t('evidence.asked')}</dt>
          <dd>
            {evidence.series} · {format.money(evidence.total, currency)}
          </dd>
          <dt>{t('evidence.counter')}</dt>
          <dd>
            {evidence.nextBefore ?? t('evidence.unseen')} → {evidence.nextNow ?? t('evidence.unseen')}
          </dd>
        </dl>
        {retryAt === null ? null : (
          <Note tone="info">
            <Text size="sm">{t('evidence.looking')}</Text>
          </Note>
        )}
        {evidence.candidates.length > 0 ? <Text fw={550}>{t('evidence.candidates')}</Text> : null}
        {evidence.candidates.length === 0 && retryAt === null ? <Text fw={550}>{t('evidence.noCandidates')}</Text> : null}
        {evidence.candidates.map((candidate) => (
          <CandidateRow
            key={`${candidate.series} ${candidate.number}`}
            candidate={candidate}
            currency={currency}
            pending={act.isPending}
            say={() => act.mutate({ schema: Order, path: `${path}/settle`, body: { series: candidate.series, number: candidate.number } })}
          />
        ))}
        <OtherNumber
          series={evidence.series}
          pending={act.isPending}
          say={(number) => act.mutate({ schema: Order, path: `${path}/settle`, body: { series: evidence.series, number } })}
        />
        <Group gap="sm">
          <Button
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ schema: Order, path: `${path}/retry`, body: { notIssued: true } })}
          >
            {t('evidence.notIssued')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('evidence.careful')}
          </Text>
        </Group>
      </Stack>
    </Card>
  )
}

type CandidateProps = {
  readonly candidate: Evidence['candidates'][number]
  readonly currency: string
  readonly pending: boolean
  readonly say: () => void
}

/** A document of the service that may be the one. */
function CandidateRow({ candidate: { series, number, total, url }, currency, pending, say }: CandidateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Group gap="sm">
      <Text translate="no" fw={600}>
        {series} {number}
      </Text>
      <Text>{total === null ? t('order.totalUnread') : format.money(total, currency)}</Text>
      {url === null ? null : (
        <a href={url} target="_blank" rel="noreferrer">
          {t('order.view')}
        </a>
      )}
      <Button size="compact-md" loading={pending} onClick={say}>
        {t('evidence.thisOne')}
      </Button>
    </Group>
  )
}

type OtherProps = { readonly series: string; readonly pending: boolean; readonly say: (number: string) => void }

/** The document that a person has found in the service by himself. */
function OtherNumber({ series, pending, say }: OtherProps) {
  const { t } = useTranslation()
  const [number, setNumber] = useState('')
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label={t('evidence.number', { series })}
        maxLength={40}
        value={number}
        onChange={({ currentTarget }) => setNumber(currentTarget.value.trim())}
      />
      <Button variant="default" loading={pending} disabled={number === ''} onClick={() => say(number)}>
        {t('evidence.thatOne')}
      </Button>
    </Group>
  )
}
