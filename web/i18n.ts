import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './locales/en.json' with { type: 'json' }
import ro from './locales/ro.json' with { type: 'json' }

export const languages = ['ro', 'en'] as const
export type Language = (typeof languages)[number]

const kept = 'punte.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof ro }
  }
}

/** Romanian unless the merchant has chosen English on this machine. */
export async function startLanguages(): Promise<void> {
  const language: Language = localStorage.getItem(kept) === 'en' ? 'en' : 'ro'
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { ro: { translation: ro }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(kept, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
