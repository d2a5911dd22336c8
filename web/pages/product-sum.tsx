import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Explained } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { useFormat } from '#web/ui/format.ts'
import { Note } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'

type Term = { readonly key: string; readonly name: string; readonly hint: React.ReactNode; readonly value: number }

/** The sum drawn: each term as a figure and as a bar that starts where the one before it ended. */
export function Sum({ product, place }: { readonly product: Explained; readonly place: string }) {
  const { t } = useTranslation()
  const { sum, available } = product
  if (sum === null) {
    return (
      <Card title={t('sum.title.unknown') + place} flush>
        <Empty title={t('sum.none.what')} hint={t('sum.none.hint')} />
      </Card>
    )
  }
  const terms = termsOf(product, t)
  return (
    <Card title={t('sum.title.known', { target: sum.target }) + place} flush>
      <ul className="sum">
        {terms.map((term, index) => (
          <TermRow key={term.key} term={term} before={partial(terms, index)} top={topOf(terms)} />
        ))}
        <li className="sum-row sum-total">
          <strong>{t('sum.target')}</strong>
          <span className="sum-figure">{sum.target}</span>
          <Verdict target={sum.target} available={available} />
        </li>
      </ul>
    </Card>
  )
}

function TermRow({ term, before, top }: { readonly term: Term; readonly before: number; readonly top: number }) {
  const format = useFormat()
  const left = Math.max(0, Math.min(before, before + term.value))
  const width = Math.min(Math.abs(term.value), Math.max(before, before + term.value))
  return (
    <li className="sum-row" data-zero={term.value === 0 || undefined}>
      <div>
        {term.name}
        <Text size="xs" c="dimmed" component="div">
          {term.hint}
        </Text>
      </div>
      <span className="sum-figure">{format.signed(term.value)}</span>
      {term.value === 0 ? null : (
        <div className="sum-track" aria-hidden="true">
          <div
            className="sum-bar"
            data-sign={term.value < 0 ? 'minus' : 'plus'}
            style={{ insetInlineStart: `${(100 * left) / top}%`, width: `${Math.max(0, (100 * width) / top)}%` }}
          />
        </div>
      )}
    </li>
  )
}

function Verdict({ target, available }: { readonly target: number; readonly available: number | null }) {
  const { t } = useTranslation()
  if (available === null) return <Text size="sm">{t('sum.unseen')}</Text>
  if (available === target) return <Text size="sm">{t('sum.same', { available })}</Text>
  return (
    <Note tone="wait">
      <Text size="sm">{t('sum.differs', { available, target })}</Text>
    </Note>
  )
}

function termsOf({ billing, sum, setAside, orders }: Explained, t: TFunction): readonly Term[] {
  if (sum === null) return []
  const aside = setAside.filter(({ quantity }) => quantity !== 0).map(({ name, quantity }) => `${t(`sum.aside.${name}`)} ${quantity}`)
  return [
    ...billing.map(({ warehouse, quantity, at }) => ({
      key: `stock ${warehouse}`,
      name: t('sum.stock', { warehouse }),
      hint: (
        <>
          {t('sum.read')} <TimeAgo at={at} />
        </>
      ),
      value: quantity,
    })),
    { key: 'held', name: t('sum.held'), hint: orders.length === 0 ? null : t('sum.heldBy', { count: orders.length }), value: -sum.held },
    { key: 'setAside', name: t('sum.setAside'), hint: aside.join(', '), value: -sum.setAside },
    {
      key: 'unexplained',
      name: t('sum.unexplained'),
      hint: sum.unexplained === 0 ? null : t('sum.unexplainedMeans'),
      value: -sum.unexplained,
    },
    { key: 'buffer', name: t('sum.buffer'), hint: null, value: -sum.buffer },
    ...restOf(sum, billing, t),
  ]
}

/** What the whole units and the bottom at zero take: said as its own term, so that the drawn sum adds up. */
function restOf(sum: NonNullable<Explained['sum']>, billing: Explained['billing'], t: TFunction): readonly Term[] {
  const stock = billing.reduce((total, { quantity }) => total + quantity, 0)
  const rest = sum.target - (stock - sum.held - sum.setAside - sum.unexplained - sum.buffer)
  const value = Math.round(rest * 10_000) / 10_000
  return value === 0 ? [] : [{ key: 'rest', name: t('sum.rest'), hint: t('sum.restMeans'), value }]
}

function partial(terms: readonly Term[], index: number): number {
  return terms.slice(0, index).reduce((total, { value }) => total + value, 0)
}

function topOf(terms: readonly Term[]): number {
  return Math.max(1, ...terms.map((_, index) => partial(terms, index + 1)))
}
