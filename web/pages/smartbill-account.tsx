import { PasswordInput, Switch, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ServiceEdits, ServiceForm } from './settings-form.ts'
import { Beside, Fields, Row } from './settings-parts.tsx'

type Props = { readonly form: ServiceForm; readonly edits: Partial<Omit<ServiceEdits, 'kind'>> }

export function AccountTab({ form, edits }: Props) {
  const { t } = useTranslation()
  const { value, field, edit } = form
  const account = edits.account ?? {}

  function change(part: NonNullable<ServiceEdits['account']>): void {
    edit({ account: { ...account, ...part } })
  }
  return (
    <>
      <Fields title={t('account.title')}>
        <Switch
          label={t('account.enabled')}
          {...field('services.smartbill.enabled', t('account.enabledMeans'))}
          checked={value.enabled}
          onChange={({ currentTarget }) => edit({ enabled: currentTarget.checked })}
        />
        <Row>
          <TextInput
            label={t('account.email')}
            type="email"
            autoComplete="off"
            {...field('services.smartbill.account.email')}
            value={value.account.email}
            onChange={({ currentTarget }) => change({ email: currentTarget.value })}
          />
          <TextInput
            label={t('account.cif')}
            {...field('services.smartbill.account.cif', t('account.cifMeans'))}
            value={value.account.cif}
            onChange={({ currentTarget }) => change({ cif: currentTarget.value })}
          />
        </Row>
        <PasswordInput
          label={t('account.token')}
          autoComplete="new-password"
          placeholder={value.account.tokenSaved ? t('account.tokenKept') : ''}
          visibilityToggleButtonProps={{ 'aria-label': t('account.tokenShow') }}
          {...field('services.smartbill.account.token', t('account.tokenWhere'))}
          value={account.token ?? ''}
          onChange={({ currentTarget }) => change(currentTarget.value === '' ? { token: undefined } : { token: currentTarget.value })}
        />
      </Fields>
      {edits.account === undefined ? null : <Beside>{t('test.saveFirst')}</Beside>}
      <Text size="sm" c="dimmed">
        {t('test.keeps')}
      </Text>
    </>
  )
}
