import { createTheme, InputWrapper, defaultVariantColorsResolver, type CSSVariablesResolver } from '@mantine/core'

/** Petrol on warm grey: at home beside a shop's admin, and nobody's copy. Every pair of text and ground keeps a contrast of 4.5 or more. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } } },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  variantColorResolver: defaultVariantColorsResolver,
  components: {
    InputWrapper: InputWrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } }),
  },
  colors: {
    petrol: ['#e9f6f5', '#d3ebe9', '#a5d7d3', '#73c2bc', '#4cb0a9', '#34a59d', '#1f8f88', '#14766f', '#0f5f5a', '#0a4a46'],
    dark: ['#e3e8e6', '#b8c2bf', '#93a09c', '#65716d', '#424c49', '#343d3b', '#272f2d', '#1c2221', '#151a19', '#0f1312'],
  },
})

/** Mantine's own greys fall short of 4.5 on our grounds. */
export function cssVariables(): ReturnType<CSSVariablesResolver> {
  return {
    variables: {},
    light: {
      '--mantine-color-dimmed': '#59635f',
      '--mantine-color-error': '#b3261e',
      '--mantine-color-placeholder': '#6b7571',
      '--mantine-color-anchor': '#0f5f5a',
      '--mantine-color-text': '#1d2422',
    },
    dark: {
      '--mantine-color-dimmed': '#9fada8',
      '--mantine-color-error': '#ff9b93',
      '--mantine-color-placeholder': '#8d9a96',
      '--mantine-color-anchor': '#73c2bc',
      '--mantine-color-text': '#e3e8e6',
    },
  }
}
