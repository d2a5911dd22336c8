import './no-eval.ts'
import './styles.ts'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isSignedOut } from './api.ts'
import { startLanguages } from './i18n.ts'
import { makeRouter } from './routes.tsx'
import { cssVariables, theme } from './theme.ts'

await startLanguages()

const queries = new QueryClient({
  queryCache: new QueryCache({
    // A first look without a session is the router's to answer; here a session that was open has ended.
    onError(error, query) {
      const first = query.queryKey[0] === 'session' && query.state.data === undefined
      if (!isSignedOut(error) || first || router.state.location.pathname === '/sign-in') return
      void router.navigate({ to: '/sign-in', search: { ended: true, next: router.state.location.href } })
    },
  }),
  defaultOptions: { queries: { retry: false, staleTime: 5_000 } },
})
const router = makeRouter(queries)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={3} autoClose={6_000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
