import { Button, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TestAnswer, type Settings } from '#api/contract.ts'
import { ApiProblem } from '#web/api.ts'
import { at, serviceQuery, settingsQuery } from '#web/queries.ts'
import { Page } from '#web/ui/page.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { useWrite } from '#web/use-write.ts'
import { LoadedCard } from './loaded-card.tsx'
import { ReadinessList } from './readiness-list.tsx'
import { useEdits, useSaving, type ServiceEdits, type ServiceForm, type ServiceSettings } from './settings-form.ts'
import { Refusal, SaveBar } from './settings-parts.tsx'
import { AccountTab } from './smartbill-account.tsx'
import { InvoiceTab } from './smartbill-invoice.tsx'
import { WarehouseTab } from './smartbill-warehouse.tsx'
import { TestResult } from './test-result.tsx'

const route = getRouteApi('/shops/$shop/services/smartbill')
const tabs = ['account', 'invoice', 'warehouse', 'readiness'] as const

export function SmartBillPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const { tab } = route.useSearch()
  const { data: settings } = useSuspenseQuery(settingsQuery(shop))
  const saved = smartbillOf(settings.value)
  return (
    <Page
      title={t('smartbill.title')}
      badge={<Tag tone={saved.enabled ? 'good' : 'idle'}>{t(saved.enabled ? 'smartbill.on' : 'smartbill.off')}</Tag>}
    >
      <nav className="tabs" aria-label={t('smartbill.tabs')}>
        {tabs.map((key) => (
          <Link
            key={key}
            to="/shops/$shop/services/smartbill"
            params={{ shop }}
            search={{ tab: key }}
            aria-current={tab === key ? 'page' : undefined}
          >
            {t(`smartbill.tab.${key}`)}
          </Link>
        ))}
      </nav>
      <Body shop={shop} saved={saved} settings={settings} />
    </Page>
  )
}

type BodyProps = {
  readonly shop: string
  readonly saved: ServiceSettings
  readonly settings: { readonly value: Settings; readonly tag: string }
}

function Body({ shop, saved, settings }: BodyProps) {
  const { t } = useTranslation()
  const { tab } = route.useSearch()
  const { data: service } = useSuspenseQuery(serviceQuery(shop, 'smartbill'))
  const { edits, edit, clear, dirty } = useEdits<Omit<ServiceEdits, 'kind'>>()
  const saving = useSaving(shop, settings, clear)
  const test = useWrite<typeof TestAnswer>()

  const form: ServiceForm = {
    value: merged(saved, edits),
    service,
    useStock: settings.value.preferences.useStock,
    field: saving.field,
    edit,
    editInvoice: (part) => edit({ invoice: { ...edits.invoice, ...part } }),
    editWarehouse: (part) => edit({ warehouse: { ...edits.warehouse, ...part } }),
  }
  if (tab === 'readiness') return <ReadinessList shop={shop} />
  return (
    <div className="two">
      <div className="card">
        <Stack className="card-body" gap="md">
          <Refusal problem={saving.refusal} />
          <TestResult shop={shop} answer={test.data} />
          {tab === 'account' ? <AccountTab form={form} edits={edits} /> : null}
          {tab === 'invoice' ? <InvoiceTab form={form} /> : null}
          {tab === 'warehouse' ? <WarehouseTab form={form} subscription={settings.value.subscription} /> : null}
        </Stack>
        <SaveBar
          dirty={dirty}
          pending={saving.pending}
          clear={clear}
          save={() => saving.save({ services: [{ kind: 'smartbill', ...edits }] })}
        >
          <Button
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ schema: TestAnswer, path: `${at(shop)}/services/smartbill/test` })}
          >
            {t('test.do')}
          </Button>
        </SaveBar>
      </div>
      <LoadedCard service={service} />
    </div>
  )
}

function merged(saved: ServiceSettings, edits: Partial<Omit<ServiceEdits, 'kind'>>): ServiceSettings {
  const { token: _, ...account } = edits.account ?? {}
  return {
    ...saved,
    enabled: edits.enabled ?? saved.enabled,
    account: { ...saved.account, ...defined(account) },
    invoice: { ...saved.invoice, ...defined(edits.invoice ?? {}) },
    warehouse: { ...saved.warehouse, ...defined(edits.warehouse ?? {}) },
    stock: edits.stock ?? saved.stock,
  }
}

type Defined<Shape> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> }

function defined<Shape extends object>(shape: Shape): Defined<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Defined<Shape>
}

/** The API lists the service also before it is connected, with what it starts from. */
function smartbillOf(settings: Settings): ServiceSettings {
  const [found] = settings.services
  if (found === undefined) throw new ApiProblem(1, null)
  return found
}
