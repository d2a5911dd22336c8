import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Overview } from '#api/contract.ts'
import { at } from '#web/queries.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useWrite } from '#web/use-write.ts'

const flows = ['all', 'A', 'B'] as const

/** One press from any page: everything, invoices alone, or stock alone. */
export function PauseMenu({ shop }: { readonly shop: string }) {
  const { t } = useTranslation()
  const pause = useWrite<typeof Overview>({ done: () => t('pause.done') })
  return (
    <Menu position="top-start" width={260}>
      <Menu.Target>
        <Button variant="default" fullWidth leftSection={<Icon name="pause" />} loading={pause.isPending}>
          {t('pause.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {flows.map((flow) => (
          <Menu.Item key={flow} onClick={() => pause.mutate({ schema: Overview, path: `${at(shop)}/pause`, body: { flow } })}>
            {t(`pause.do.${flow}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
