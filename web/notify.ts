import { notifications } from '@mantine/notifications'
import type { TFunction } from 'i18next'

type Notice = { readonly title?: string; readonly message: string }

/** Says in a corner that something went well; it goes by itself. */
export function notifyDone(t: TFunction, message: string): void {
  notifications.show({ message, color: 'petrol', withBorder: true, closeButtonProps: { 'aria-label': t('close') } })
}

/** Says in a corner what was refused; it stays until it is closed. */
export function notifyRefused(t: TFunction, notice: Notice): void {
  notifications.show({ ...notice, color: 'red', autoClose: false, withBorder: true, closeButtonProps: { 'aria-label': t('close') } })
}
