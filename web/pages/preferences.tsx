import { Checkbox, NumberInput, Stack, Switch, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { serviceQuery, settingsQuery } from '#web/queries.ts'
import { Choice } from '#web/ui/choice.tsx'
import { Page } from '#web/ui/page.tsx'
import { PauseCard } from './preferences-pause.tsx'
import { useEdits, useSaving, type FieldOf, type Preferences } from './settings-form.ts'
import { Beside, Fields, Refusal, Row, SaveBar } from './settings-parts.tsx'

const route = getRouteApi('/shops/$shop/preferences')

type Part = { readonly value: Preferences; readonly field: FieldOf; readonly edit: (part: Partial<Preferences>) => void }

/** Profile > Preferences > Shipping & Invoicing. */
export function PreferencesPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const { data: settings } = useSuspenseQuery(settingsQuery(shop))
  const { data: service } = useSuspenseQuery(serviceQuery(shop, 'smartbill'))
  const { edits, edit, clear, dirty } = useEdits<Preferences>()
  const saving = useSaving(shop, settings, clear)
  const warehouse = settings.value.services[0]?.warehouse
  const part: Part = { value: { ...settings.value.preferences, ...edits }, field: saving.field, edit }
  return (
    <Page title={t('preferences.title')}>
      <div className="two">
        <div className="card">
          <Stack className="card-body" gap="md">
            <Refusal problem={saving.refusal} />
            <StockFields
              {...part}
              locations={service.locations.map(({ name }) => name)}
              flowBAlone={warehouse?.sync === true && !part.value.useStock}
            />
            <ScheduleFields {...part} />
            <ReturnFields {...part} />
            <WaitFields {...part} />
          </Stack>
          <SaveBar dirty={dirty} pending={saving.pending} clear={clear} save={() => saving.save({ preferences: edits })} />
        </div>
        <PauseCard shop={shop} />
      </div>
    </Page>
  )
}

type StockProps = Part & { readonly locations: readonly string[]; readonly flowBAlone: boolean }

function StockFields({ value, field, edit, locations, flowBAlone }: StockProps) {
  const { t } = useTranslation()
  const places = field(key('locations'), t('preferences.locationsMeans'))
  const known = [...new Set([...locations, ...value.locations])]
  return (
    <Fields title={t('preferences.stock')}>
      <Switch
        label={t('preferences.useStock')}
        {...field(key('useStock'), t('preferences.useStockMeans'))}
        checked={value.useStock}
        onChange={({ currentTarget }) => edit({ useStock: currentTarget.checked })}
      />
      <Checkbox.Group
        label={t('preferences.locations')}
        description={places.description}
        value={[...value.locations]}
        onChange={(chosen) => edit({ locations: chosen })}
      >
        <Stack gap={8} my={6}>
          {known.map((name) => (
            <Checkbox
              key={name}
              value={name}
              disabled={places.disabled}
              label={locations.includes(name) ? name : t('settings.lostShopify', { name })}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Choice
        label={t('preferences.rule')}
        {...field(key('stockRule'))}
        options={(['exact', 'documented'] as const).map((rule) => ({ value: rule, label: t(`rule.${rule}`) }))}
        value={value.stockRule}
        onChange={(stockRule) => edit({ stockRule })}
      />
      <Text size="sm">{t(`preferences.ruleMeans.${value.stockRule}`)}</Text>
      {flowBAlone ? (
        <Switch
          label={t('preferences.bookedOut.name')}
          {...field(key('bookedOutWhenShipped'), t('preferences.bookedOut.means'))}
          checked={value.bookedOutWhenShipped}
          onChange={({ currentTarget }) => edit({ bookedOutWhenShipped: currentTarget.checked })}
        />
      ) : null}
      {flowBAlone && !value.bookedOutWhenShipped ? <Beside>{t('preferences.flowBAlone')}</Beside> : null}
      <Row>
        <NumberInput
          label={t('preferences.buffer')}
          {...field(key('buffer'), t('preferences.bufferMeans'))}
          min={0}
          allowDecimal={false}
          value={value.buffer}
          onChange={(buffer) => (typeof buffer === 'number' ? edit({ buffer }) : undefined)}
        />
        <Choice
          label={t('preferences.unavailable.name')}
          {...field(key('unavailable'))}
          options={(['', 'inside', 'outside'] as const).map((side) => ({
            value: side,
            label: t(`preferences.unavailable.${side === '' ? 'byRule' : side}`),
          }))}
          value={value.unavailable ?? ''}
          onChange={(side) => edit({ unavailable: side === '' ? null : side })}
        />
      </Row>
    </Fields>
  )
}

function ScheduleFields({ value, field, edit }: Part) {
  const { t } = useTranslation()
  return (
    <Fields title={t('preferences.schedule')}>
      <Row>
        <NumberInput
          label={t('preferences.everyMinutes')}
          {...field(key('everyMinutes'), t('preferences.everyMinutesMeans'))}
          min={1}
          max={1440}
          allowDecimal={false}
          value={value.everyMinutes}
          onChange={(everyMinutes) => (typeof everyMinutes === 'number' ? edit({ everyMinutes }) : undefined)}
        />
        <Choice
          label={t('preferences.newProducts.name')}
          {...field(key('newProducts'))}
          options={(['nextDay', 'asSeen'] as const).map((when) => ({ value: when, label: t(`preferences.newProducts.${when}`) }))}
          value={value.newProducts}
          onChange={(newProducts) => edit({ newProducts })}
        />
        <NumberInput
          label={t('preferences.brake')}
          {...field(key('brakePercent'), t('preferences.brakeMeans'))}
          min={1}
          max={100}
          suffix="%"
          allowDecimal={false}
          value={value.brakePercent}
          onChange={(brakePercent) => (typeof brakePercent === 'number' ? edit({ brakePercent }) : undefined)}
        />
      </Row>
    </Fields>
  )
}

function ReturnFields({ value, field, edit }: Part) {
  const { t } = useTranslation()
  return (
    <Fields title={t('preferences.cancelled')}>
      <Choice
        label={t('preferences.onCancelled.name')}
        {...field(key('onCancelled'))}
        options={(['ask', 'leave'] as const).map((way) => ({ value: way, label: t(`preferences.onCancelled.${way}`) }))}
        value={value.onCancelled}
        onChange={(onCancelled) => edit({ onCancelled })}
      />
      <Choice
        label={t('preferences.cancelledWithoutRestock.name')}
        {...field(key('cancelledWithoutRestock'))}
        options={(['hold', 'release'] as const).map((way) => ({ value: way, label: t(`preferences.cancelledWithoutRestock.${way}`) }))}
        value={value.cancelledWithoutRestock}
        onChange={(cancelledWithoutRestock) => edit({ cancelledWithoutRestock })}
      />
      {value.cancelledWithoutRestock === 'release' ? <Beside>{t('preferences.releaseWarning')}</Beside> : null}
      <Choice
        label={t('preferences.returnedUnits.name')}
        {...field(key('returnedUnits'))}
        options={(['afterReversal', 'atOnce'] as const).map((way) => ({ value: way, label: t(`preferences.returnedUnits.${way}`) }))}
        value={value.returnedUnits}
        onChange={(returnedUnits) => edit({ returnedUnits })}
      />
      {value.returnedUnits === 'atOnce' ? <Beside>{t('preferences.atOnceWarning')}</Beside> : null}
      <Choice
        label={t('preferences.reversedUnits.name')}
        {...field(key('reversedUnits'))}
        options={(['keep', 'release'] as const).map((way) => ({ value: way, label: t(`preferences.reversedUnits.${way}`) }))}
        value={value.reversedUnits}
        onChange={(reversedUnits) => edit({ reversedUnits })}
      />
    </Fields>
  )
}

function WaitFields({ value, field, edit }: Part) {
  const { t } = useTranslation()
  return (
    <Fields title={t('preferences.invoicing')}>
      <Choice
        label={t('preferences.unboundLines.name')}
        {...field(key('unboundLines'))}
        options={(['wait', 'service'] as const).map((way) => ({ value: way, label: t(`preferences.unboundLines.${way}`) }))}
        value={value.unboundLines}
        onChange={(unboundLines) => edit({ unboundLines })}
      />
      {value.unboundLines === 'service' ? <Beside>{t('preferences.serviceWarning')}</Beside> : null}
      <Choice
        label={t('preferences.hiddenBuyer.name')}
        {...field(key('hiddenBuyer'))}
        options={(['wait', 'finalConsumer'] as const).map((way) => ({ value: way, label: t(`preferences.hiddenBuyer.${way}`) }))}
        value={value.hiddenBuyer}
        onChange={(hiddenBuyer) => edit({ hiddenBuyer })}
      />
      <Choice
        label={t('preferences.zeroTotal.name')}
        {...field(key('zeroTotal'))}
        options={(['never', 'invoice'] as const).map((way) => ({ value: way, label: t(`preferences.zeroTotal.${way}`) }))}
        value={value.zeroTotal}
        onChange={(zeroTotal) => edit({ zeroTotal })}
      />
    </Fields>
  )
}

function key(name: string): string {
  return `preferences.${name}`
}
