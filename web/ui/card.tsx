import { Group, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly actions?: ReactNode
  /** Tables reach the edges. */
  readonly flush?: boolean
  readonly children: ReactNode
}

export function Card({ title, actions, flush = false, children }: Props) {
  const heading = useId()
  return (
    <section className="card" aria-labelledby={heading}>
      <div className="card-head">
        <Title order={2} id={heading}>
          {title}
        </Title>
        {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
      </div>
      <div className={flush ? 'card-flush' : 'card-body'}>{children}</div>
    </section>
  )
}
