import type { Attachment } from 'svelte/attachments'

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox]), textarea, select, dialog, [popover]') !== null)

/**
 * Keys of a list: j and k go to the next and the previous row, x ticks it, Enter opens it (the row's link has the focus).
 * Rows carry `data-row`; the first link in a row opens it.
 */
export const listKeys: Attachment<HTMLElement> = (list) => {
  const focusable = (row: HTMLElement) => row.querySelector<HTMLElement>('a[href], button, input')
  function pressed(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return
    if (!['j', 'k', 'x'].includes(event.key)) return
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    if (event.key === 'x') {
      rows[at]?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
    } else {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]
      if (!next) return
      ;(next.querySelector<HTMLElement>('a[href]') ?? focusable(next))?.focus()
      next.scrollIntoView({ block: 'nearest' })
    }
    event.preventDefault()
  }
  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}
