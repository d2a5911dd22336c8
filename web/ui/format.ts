import { useTranslation } from 'react-i18next'

const zone = 'Europe/Bucharest'
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export type Format = {
  readonly number: (value: number) => string
  readonly signed: (value: number) => string
  /** A decimal text such as "60.50", formatted without a float. */
  readonly money: (amount: string, currency: string) => string
  readonly exact: (instant: string) => string
  readonly short: (instant: string) => string
  readonly relative: (instant: string, now: number) => string
}

/** Numbers as Romania writes them, times as Bucharest has them, whatever the browser's zone. */
export function useFormat(): Format {
  return formats(useTranslation().i18n.language)
}

export function formats(language: string): Format {
  const locale = language === 'en' ? 'en-GB' : 'ro-RO'
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 4, signDisplay: 'exceptZero' })
  const exact = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full', timeStyle: 'medium' })
  const short = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  return {
    number: (value) => number.format(value),
    signed: (value) => signed.format(value),
    money: (amount, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral),
    exact: (instant) => exact.format(new Date(instant)),
    short: (instant) => short.format(new Date(instant)),
    relative: (instant, now) => relative(locale, Date.parse(instant) - now),
  }
}

function relative(locale: string, deltaMs: number): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const size = Math.abs(deltaMs)
  if (size < minuteMs) return words.format(Math.round(deltaMs / 1000), 'second')
  if (size < hourMs) return words.format(Math.round(deltaMs / minuteMs), 'minute')
  if (size < dayMs) return words.format(Math.round(deltaMs / hourMs), 'hour')
  return words.format(Math.round(deltaMs / dayMs), 'day')
}
