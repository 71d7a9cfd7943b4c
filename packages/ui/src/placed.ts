import type { Attachment } from 'svelte/attachments'

/**
 * Puts a popover beside its button: under it where there is room, else above; never past the window's edges. Without
 * JavaScript the browser shows it in the middle of the window.
 */
export const placed =
  (buttonId: string, align: 'start' | 'end'): Attachment<HTMLElement> =>
  (popover) => {
    const place = () => {
      const button = document.getElementById(buttonId)?.getBoundingClientRect()
      if (!button) return
      const gap = 6
      const { offsetWidth: width, offsetHeight: height } = popover
      const below = button.bottom + gap + height <= innerHeight || button.top < innerHeight / 2
      const toEnd = (align === 'end') === (getComputedStyle(popover).direction === 'ltr')
      const left = toEnd ? button.right - width : button.left
      Object.assign(popover.style, {
        position: 'fixed',
        margin: '0',
        inset: 'auto',
        left: `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`,
        ...(below ? { top: `${button.bottom + gap}px` } : { bottom: `${innerHeight - button.top + gap}px` }),
        maxHeight: `${(below ? innerHeight - button.bottom : button.top) - 2 * gap}px`,
      })
    }
    const toggled = (event: Event) => {
      const open = (event as ToggleEvent).newState === 'open'
      if (open) place()
      const change = open ? addEventListener : removeEventListener
      change('resize', place)
      change('scroll', place, true)
    }
    popover.addEventListener('toggle', toggled)
    return () => {
      popover.removeEventListener('toggle', toggled)
      removeEventListener('resize', place)
      removeEventListener('scroll', place, true)
    }
  }
