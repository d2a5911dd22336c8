import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type romanian from './locales/ro.json'

export const languages = ['ro', 'en'] as const
export type Language = (typeof languages)[number]

const kept = 'punte.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof romanian }
  }
}

/** Only the language that is spoken is fetched. */
const texts = {
  ro: () => import('./locales/ro.json'),
  en: () => import('./locales/en.json'),
}

/** Romanian unless the merchant has chosen English on this machine. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({ interpolation: { escapeValue: false }, returnNull: false })
  await turnTo(localStorage.getItem(kept) === 'en' ? 'en' : 'ro')
}

/** Throws when its texts cannot be fetched; then the page goes on in the language that it has. */
export async function speak(language: Language): Promise<void> {
  await turnTo(language)
  localStorage.setItem(kept, language)
}

async function turnTo(language: Language): Promise<void> {
  const { default: spoken } = await texts[language]()
  i18next.addResourceBundle(language, 'translation', spoken)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
