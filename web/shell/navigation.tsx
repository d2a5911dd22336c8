import { NavLink, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { overviewQuery } from '#web/queries.ts'
import { Icon } from '#web/ui/icons.tsx'

export function Navigation({ shop, onGo }: { readonly shop: string; readonly onGo: () => void }) {
  const { t } = useTranslation()
  const { data } = useQuery(overviewQuery(shop))
  const path = useLocation({ select: ({ pathname }) => decodeURIComponent(pathname).slice(`/shops/${shop}`.length) })
  const to = { params: { shop }, onClick: onGo }
  const waiting = data === undefined ? 0 : data.orders.waiting + data.orders.unknownOutcome
  return (
    <Stack component="nav" gap={2} aria-label={t('nav.name')}>
      <NavLink
        renderRoot={(props) => <Link to="/shops/$shop" activeOptions={{ exact: true, includeSearch: false }} {...to} {...props} />}
        label={t('nav.overview')}
        leftSection={<Icon name="overview" />}
        rightSection={<Count value={data?.problems.open ?? 0} says={t('nav.problems', { count: data?.problems.open ?? 0 })} />}
        active={path === '' || path === '/'}
      />
      <NavLink
        renderRoot={(props) => <Link to="/shops/$shop/orders" {...to} {...props} />}
        label={t('nav.orders')}
        leftSection={<Icon name="orders" />}
        rightSection={<Count value={waiting} says={t('nav.waiting', { count: waiting })} />}
        active={path.startsWith('/orders')}
      />
      <NavLink
        renderRoot={(props) => <Link to="/shops/$shop/stock/products" {...to} {...props} />}
        label={t('nav.stock')}
        leftSection={<Icon name="stock" />}
        rightSection={<Count value={data?.inStep.differing ?? 0} says={t('nav.differing', { count: data?.inStep.differing ?? 0 })} />}
        active={path.startsWith('/stock')}
      />
      <Text size="xs" c="dimmed" fw={550} px={10} pt="sm" pb={2}>
        {t('nav.profile')}
      </Text>
      <NavLink
        renderRoot={(props) => <Link to="/shops/$shop/services/smartbill" {...to} {...props} />}
        label={t('nav.services')}
        leftSection={<Icon name="services" />}
        active={path.startsWith('/services')}
      />
      <NavLink
        renderRoot={(props) => <Link to="/shops/$shop/preferences" {...to} {...props} />}
        label={t('nav.preferences')}
        leftSection={<Icon name="preferences" />}
        active={path.startsWith('/preferences')}
      />
    </Stack>
  )
}

function Count({ value, says }: { readonly value: number; readonly says: string }) {
  if (value === 0) return null
  return (
    <Text component="span" size="xs" fw={600} title={says}>
      <span aria-hidden="true">{value}</span>
      <VisuallyHidden>{says}</VisuallyHidden>
    </Text>
  )
}
