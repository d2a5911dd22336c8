import { addDays, bucharestDay, bucharestInstant } from './romania.ts'

/** When new products are first written: at the first run at or after this time in Bucharest, the day after they were seen. */
export const newProductsTime = '07:00'

/** The moment from which a product first seen matched at `seen` may be written: 07:00 in Bucharest on the calendar day after that. */
export function newProductMoment(seen: Date): Date {
  return bucharestInstant(addDays(bucharestDay(seen), 1), newProductsTime)
}
