import { proveDays } from './prove-days.ts'

proveDays([6, 7, 8, 9, 10])
