import { Button, CopyButton, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Choice } from '#web/ui/choice.tsx'
import { Note } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { LoadedChoice } from './loaded-choice.tsx'
import type { ServiceForm } from './settings-form.ts'
import { Beside, Fields, Row } from './settings-parts.tsx'
import { Pairings } from './smartbill-pairings.tsx'

type Props = { readonly form: ServiceForm; readonly subscription: 'basic' | 'advanced' }

export function WarehouseTab({ form, subscription }: Props) {
  const { t } = useTranslation()
  const { value, service, useStock, field, editWarehouse } = form
  const { warehouse } = value
  return (
    <>
      <Fields title={t('warehouse.title')}>
        <Switch
          label={t('warehouse.use')}
          {...field(key('use'))}
          checked={warehouse.use}
          onChange={({ currentTarget }) => editWarehouse({ use: currentTarget.checked })}
        />
        <LoadedChoice
          label={t('warehouse.name')}
          value={warehouse.name}
          list={service.loaded?.warehouses ?? null}
          field={field(key('name'))}
          onChange={(name) => editWarehouse({ name })}
        />
        <Switch
          label={t('warehouse.sync')}
          {...field(key('sync'), t('warehouse.syncMeans'))}
          checked={warehouse.sync}
          onChange={({ currentTarget }) => editWarehouse({ sync: currentTarget.checked })}
        />
        {warehouse.sync && subscription === 'basic' ? <Beside>{t('notCovered.flowB')}</Beside> : null}
        <Meaning useStock={useStock} use={warehouse.use} sync={warehouse.sync} />
      </Fields>
      <MatchFields form={form} subscription={subscription} />
      {warehouse.sync ? <Pairings form={form} /> : null}
      <Push form={form} />
    </>
  )
}

/** The three switches together, as one sentence. The server refuses what cannot be; this says so before it is asked. */
function Meaning({ useStock, use, sync }: { readonly useStock: boolean; readonly use: boolean; readonly sync: boolean }) {
  const { t } = useTranslation()
  if (sync && !use) return <Note tone="bad">{t('meaning.syncNeedsWarehouse')}</Note>
  if (useStock && !use) return <Note tone="bad">{t('meaning.useStockNeedsWarehouse')}</Note>
  const together = `${useStock ? 'stock' : 'plain'}${sync ? 'Sync' : ''}` as const
  return <Note tone="info">{t(`meaning.${together}`)}</Note>
}

function MatchFields({ form, subscription }: Props) {
  const { t } = useTranslation()
  const { value, field, editWarehouse } = form
  const { codeType, useWarehouseName, nameTemplate } = value.warehouse
  return (
    <Fields title={t('match.title')}>
      <Choice
        label={t('match.codeType.title')}
        {...field(key('codeType'))}
        options={(['sku', 'barcode', 'name'] as const).map((type) => ({ value: type, label: t(`match.codeType.${type}`) }))}
        value={codeType}
        onChange={(type) => editWarehouse({ codeType: type })}
      />
      {codeType === 'name' ? <Beside>{t('match.nameWarning')}</Beside> : null}
      {codeType === 'barcode' && subscription === 'basic' ? <Beside>{t('notCovered.barcode')}</Beside> : null}
      {codeType === 'name' ? (
        <TextInput
          label={t('match.template')}
          {...field(key('nameTemplate'), t('match.templateMeans'))}
          value={nameTemplate}
          onChange={({ currentTarget }) => editWarehouse({ nameTemplate: currentTarget.value })}
        />
      ) : null}
      {codeType === 'name' ? (
        <Text size="sm">{t('match.preview', { name: preview(nameTemplate, t('match.sampleTitle'), t('match.sampleOptions')) })}</Text>
      ) : null}
      <Switch
        label={t('match.useName')}
        {...field(key('useWarehouseName'), t('match.useNameMeans'))}
        checked={useWarehouseName}
        onChange={({ currentTarget }) => editWarehouse({ useWarehouseName: currentTarget.checked })}
      />
      {useWarehouseName ? null : <Beside>{t('match.useNameWarning')}</Beside>}
    </Fields>
  )
}

function preview(template: string, title: string, options: string): string {
  return template.replaceAll('{title}', title).replaceAll('{options}', options).trim()
}

/** What SmartBill needs in order to tell us of a movement at once. */
function Push({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { push } = form.service
  const values = [
    { name: t('push.url'), value: push.url },
    { name: t('push.token'), value: push.token },
  ]
  return (
    <Fields title={t('push.title')}>
      <Text size="sm">{t('push.where')}</Text>
      <Row>
        {values.map(({ name, value }) => (
          <Group key={name} align="flex-end" gap="xs" wrap="nowrap">
            <TextInput label={name} value={value} readOnly flex={1} onFocus={({ currentTarget }) => currentTarget.select()} />
            <CopyButton value={value}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy} aria-label={t('push.copyOf', { name })}>
                  {copied ? t('push.copied') : t('push.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        ))}
      </Row>
      <Stack gap={2}>
        <Text size="sm" c="dimmed" component="div">
          {push.lastAt === null ? (
            t('push.never')
          ) : (
            <>
              {t('push.last')} <TimeAgo at={push.lastAt} />
            </>
          )}
        </Text>
      </Stack>
    </Fields>
  )
}

function key(name: string): string {
  return `services.smartbill.warehouse.${name}`
}
