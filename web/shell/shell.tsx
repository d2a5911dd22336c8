import { AppShell, Burger, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLive } from '#web/live.ts'
import { overviewQuery, sessionQuery } from '#web/queries.ts'
import { ClockProvider } from '#web/ui/clock.tsx'
import { Bands } from './bands.tsx'
import { LookMenu } from './look-menu.tsx'
import { Navigation } from './navigation.tsx'
import { PauseMenu } from './pause-menu.tsx'

/** The frame of every page of a shop. */
export function Shell() {
  const { shop } = useParams({ from: '/shops/$shop' })
  const { t } = useTranslation()
  const [open, { toggle, close }] = useDisclosure()
  const connection = useLive(shop)
  return (
    <ClockProvider offsetMs={useOffset(shop)}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: { base: 52, sm: 0 } }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open } }}
        transitionDuration={0}
      >
        <AppShell.Header hiddenFrom="sm" px="sm" bg="var(--side)" withBorder={false}>
          <Group h="100%" gap="sm">
            <Burger opened={open} onClick={toggle} size="sm" aria-label={t('nav.open')} aria-expanded={open} />
            <Wordmark />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" bg="var(--side)" withBorder={false}>
          <Stack h="100%" gap="md">
            <Stack gap={2} visibleFrom="sm" px={10} pt={4}>
              <Wordmark />
            </Stack>
            <ShopName shop={shop} />
            <Navigation shop={shop} onGo={close} />
            <Stack mt="auto" gap={6}>
              <PauseMenu shop={shop} />
              <LookMenu />
            </Stack>
          </Stack>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <Bands shop={shop} connection={connection} />
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </ClockProvider>
  )
}

function Wordmark() {
  return (
    <Link to="/" className="wordmark" translate="no">
      <img src="/icon.svg" width={24} height={24} alt="" />
      {'Punte'}
    </Link>
  )
}

function ShopName({ shop }: { readonly shop: string }) {
  const { data } = useQuery(overviewQuery(shop))
  return (
    <Stack gap={0} px={10}>
      <Text fw={600} truncate>
        {data?.name ?? shop}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {shop}
      </Text>
    </Stack>
  )
}

/** How far the product's clock is ahead of the browser's, by the freshest answer that told it. */
function useOffset(shop: string): number {
  const session = useSuspenseQuery(sessionQuery)
  const overview = useQuery(overviewQuery(shop))
  if (overview.data !== undefined) return Date.parse(overview.data.now) - overview.dataUpdatedAt
  return Date.parse(session.data.now) - session.dataUpdatedAt
}
