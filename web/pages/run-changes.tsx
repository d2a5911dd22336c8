import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#api/contract.ts'
import { useFormat } from '#web/ui/format.ts'
import { Said } from '#web/ui/said.tsx'
import { OutcomeTag } from './run-state.tsx'

type Change = Run['changes'][number]

/** A run may change thousands of products: a screenful of hundreds at a time keeps the page quick. */
const rowsAtATime = 200

export function RunChanges({ shop, changes }: { readonly shop: string; readonly changes: readonly Change[] }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(rowsAtATime)
  return (
    <>
      <div className="scroll">
        <table className="grid-table stack">
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
            {changes.slice(0, shown).map((change) => (
              <Row key={`${change.code} ${change.location}`} shop={shop} change={change} />
            ))}
          </tbody>
        </table>
      </div>
      {changes.length <= shown ? null : (
        <Button variant="subtle" fullWidth onClick={() => setShown(shown + rowsAtATime)}>
          {t('run.more', { shown, count: changes.length })}
        </Button>
      )}
    </>
  )
}

function Row({ shop, change }: { readonly shop: string; readonly change: Change }) {
  const format = useFormat()
  return (
    <tr>
      <td>
        <Link dir="auto" to="/shops/$shop/stock/products/$code" params={{ shop, code: change.code }}>
          {change.name}
        </Link>
        <Text size="xs" c="dimmed" component="div">
          {change.code} · {change.location}
        </Text>
      </td>
      <td className="num strong last">
        {format.number(change.from)} → {format.number(change.to)}
        <Text size="xs" c="dimmed" component="div">
          {format.signed(change.to - change.from)}
        </Text>
      </td>
      <td className="most">
        <Said text={change.why} say={change.say} quote={change.quote} />
      </td>
      <td>
        <OutcomeTag outcome={change.outcome} />
      </td>
    </tr>
  )
}
