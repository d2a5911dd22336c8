import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#api/contract.ts'
import { useFormat } from '#web/ui/format.ts'
import { Said } from '#web/ui/said.tsx'
import { OutcomeTag } from './run-state.tsx'

type Change = Run['changes'][number]

const rowHeight = 56
const rowsBeyondSight = 12

/** A run may change thousands of products: only the rows in sight are drawn. */
export function RunChanges({ shop, changes }: { readonly shop: string; readonly changes: readonly Change[] }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: changes.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondSight,
    initialRect: { width: 800, height: 600 },
  })
  const seen = rows.getVirtualItems()
  const above = seen[0]?.start ?? 0
  const below = rows.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <div ref={box} className="virtual" tabIndex={0} role="region" aria-label={t('run.changes', { count: changes.length })}>
      <table className="grid-table" aria-rowcount={changes.length + 1}>
        <thead>
          <tr>
            <th scope="col">{t('products.column.product')}</th>
            <th scope="col" className="num">
              {t('run.column.change')}
            </th>
            <th scope="col">{t('run.column.why')}</th>
            <th scope="col">{t('run.column.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {seen.map(({ index, key }) => {
            const change = changes[index]
            return change === undefined ? null : <Row key={key} ref={rows.measureElement} index={index} shop={shop} change={change} />
          })}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  )
}

function Gap({ height }: { readonly height: number }) {
  return height <= 0 ? null : <tr aria-hidden="true" style={{ height }} />
}

type RowProps = {
  readonly ref: (row: Element | null) => void
  readonly index: number
  readonly shop: string
  readonly change: Change
}

function Row({ ref, index, shop, change }: RowProps) {
  const format = useFormat()
  return (
    <tr ref={ref} data-index={index} aria-rowindex={index + 2}>
      <td>
        <Link dir="auto" to="/shops/$shop/stock/products/$code" params={{ shop, code: change.code }}>
          {change.name}
        </Link>
        <Text size="xs" c="dimmed" component="div">
          {change.code} · {change.location}
        </Text>
      </td>
      <td className="num strong">
        {format.number(change.from)} → {format.number(change.to)}
        <Text size="xs" c="dimmed" component="div">
          {format.signed(change.to - change.from)}
        </Text>
      </td>
      <td>
        <Said text={change.why} say={change.say} quote={change.quote} />
      </td>
      <td>
        <OutcomeTag outcome={change.outcome} />
      </td>
    </tr>
  )
}
