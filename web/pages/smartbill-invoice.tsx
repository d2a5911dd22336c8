import { NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Choice } from '#web/ui/choice.tsx'
import { LoadedChoice } from './loaded-choice.tsx'
import type { ServiceForm } from './settings-form.ts'
import { Beside, Fields, Row } from './settings-parts.tsx'
import { BuyerFields } from './smartbill-buyer.tsx'
import { MethodRules, recordOptions, triggerOptions } from './smartbill-methods.tsx'
import { VatNames } from './smartbill-vat.tsx'

const languages = ['RO', 'EN', 'DE', 'FR', 'ES', 'IT', 'HU'] as const

export function InvoiceTab({ form }: { readonly form: ServiceForm }) {
  return (
    <>
      <DocumentFields form={form} />
      <TriggerFields form={form} />
      <PriceFields form={form} />
      <BuyerFields form={form} />
    </>
  )
}

function DocumentFields({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, service, field, editInvoice } = form
  const { invoice } = value
  const series = service.loaded?.series.filter(({ type }) => type === 'invoice').map(({ name }) => name) ?? null
  const known = languages.find((language) => language === invoice.language)
  return (
    <Fields title={t('invoicing.document')}>
      <Row>
        <LoadedChoice
          label={t('invoicing.series')}
          value={invoice.series}
          list={series}
          field={field(key('series'))}
          onChange={(chosen) => editInvoice({ series: chosen })}
        />
        <Choice
          label={t('invoicing.language')}
          {...field(key('language'))}
          options={[...(known === undefined ? [invoice.language] : []), ...languages].map((code) => ({ value: code, label: code }))}
          value={invoice.language}
          onChange={(language) => editInvoice({ language })}
        />
      </Row>
      <Row>
        <Choice
          label={t('invoicing.currency.name')}
          {...field(key('currency'))}
          options={(['wait', 'shop'] as const).map((rule) => ({ value: rule, label: t(`invoicing.currency.${rule}`) }))}
          value={invoice.currency}
          onChange={(currency) => editInvoice({ currency })}
        />
        <NumberInput
          label={t('invoicing.dueDays')}
          {...field(key('dueDays'), t('invoicing.dueDaysMeans'))}
          min={0}
          max={365}
          allowDecimal={false}
          value={invoice.dueDays ?? ''}
          onChange={(days) => editInvoice({ dueDays: typeof days === 'number' ? days : null })}
        />
      </Row>
      <Textarea
        label={t('invoicing.mentions')}
        {...field(key('mentions'), t('invoicing.mentionsMeans'))}
        autosize
        minRows={1}
        maxLength={1000}
        value={invoice.mentions}
        onChange={({ currentTarget }) => editInvoice({ mentions: currentTarget.value })}
      />
      <Switch
        label={t('invoicing.draft')}
        {...field(key('draft'))}
        checked={invoice.draft}
        onChange={({ currentTarget }) => editInvoice({ draft: currentTarget.checked })}
      />
      {invoice.draft ? <Beside>{t('invoicing.draftMeans')}</Beside> : null}
      <Switch
        label={t('invoicing.sendEmail')}
        {...field(key('sendEmail'))}
        checked={invoice.sendEmail}
        onChange={({ currentTarget }) => editInvoice({ sendEmail: currentTarget.checked })}
      />
    </Fields>
  )
}

function TriggerFields({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, field, editInvoice } = form
  return (
    <Fields title={t('invoicing.when')}>
      <Row>
        <Choice
          label={t('invoicing.trigger.name')}
          {...field(key('trigger'))}
          options={triggerOptions(t)}
          value={value.invoice.trigger}
          onChange={(trigger) => editInvoice({ trigger })}
        />
        <Choice
          label={t('invoicing.record.name')}
          {...field(key('record'), t('invoicing.record.means'))}
          options={recordOptions(t)}
          value={value.invoice.record ?? ''}
          onChange={(record) => editInvoice({ record: record === '' ? null : record })}
        />
      </Row>
      <MethodRules form={form} />
    </Fields>
  )
}

function PriceFields({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, service, field, editInvoice } = form
  const { invoice } = value
  const { shipping } = invoice
  return (
    <Fields title={t('invoicing.lines')}>
      <Row>
        <Choice
          label={t('invoicing.discounts.name')}
          {...field(key('discounts'))}
          options={(['line', 'price'] as const).map((way) => ({ value: way, label: t(`invoicing.discounts.${way}`) }))}
          value={invoice.discounts}
          onChange={(discounts) => editInvoice({ discounts })}
        />
        <LoadedChoice
          label={t('invoicing.unit')}
          value={invoice.unit}
          list={service.loaded?.units ?? null}
          field={field(key('unit'))}
          onChange={(unit) => (unit === null ? undefined : editInvoice({ unit }))}
        />
      </Row>
      <Row>
        <TextInput
          label={t('invoicing.shippingName')}
          {...field(key('shipping'), t('invoicing.shippingNameMeans'))}
          value={shipping.name ?? ''}
          onChange={({ currentTarget }) =>
            editInvoice({ shipping: { ...shipping, name: currentTarget.value === '' ? null : currentTarget.value } })
          }
        />
        <TextInput
          label={t('invoicing.shippingCode')}
          {...field(key('shipping'))}
          value={shipping.code ?? ''}
          onChange={({ currentTarget }) =>
            editInvoice({ shipping: { ...shipping, code: currentTarget.value === '' ? null : currentTarget.value } })
          }
        />
      </Row>
      <VatNames form={form} />
    </Fields>
  )
}

function key(name: string): string {
  return `services.smartbill.invoice.${name}`
}
