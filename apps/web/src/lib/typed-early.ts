/**
 * What was typed, chosen or unfolded before the page woke up. On a slow line a page can be read and filled in long before its
 * JavaScript arrives; waking up writes the server's values over it, so it is noted just before and given back right after.
 */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/**
 * Notes what differs from what the server wrote; the function it returns gives it back, and lets the page know as if it had been
 * typed only then. Called while the page wakes up: in between nobody can type. Source: interface (typed text is never lost).
 */
export function noteTypedEarly(page: ParentNode): () => void {
  const controls = [...page.querySelectorAll<Control>('input, select, textarea')].flatMap((control) => {
    const giveBack = changeOf(control)
    return giveBack ? [{ control, giveBack }] : []
  })
  const folds = [...page.querySelectorAll('details')].map((fold) => ({ fold, open: fold.open }))
  return () => {
    for (const { fold, open } of folds) if (fold.open !== open) fold.open = open
    for (const { control, giveBack } of controls) {
      if (!control.isConnected) continue
      giveBack()
      for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }))
    }
  }
}

/** How to bring back what somebody made of a control; null where it is as the server wrote it. */
function changeOf(control: Control): (() => void) | null {
  if (control instanceof HTMLSelectElement) {
    const chosen = [...control.options].map(({ selected }) => selected)
    if (!differs(control)) return null
    return () => [...control.options].forEach((option, i) => (option.selected = chosen[i] ?? false))
  }
  if (control.type === 'hidden' || control.type === 'submit') return null
  // A file that was chosen stays; the page only hasn't heard of it.
  if (control instanceof HTMLInputElement && control.type === 'file') return control.files?.length ? () => {} : null
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    const { checked } = control
    // Of a group only the one that was chosen says something.
    if (checked === control.defaultChecked || (control.type === 'radio' && !checked)) return null
    return () => (control.checked = checked)
  }
  const { value } = control
  return value === control.defaultValue ? null : () => (control.value = value)
}

/** Where the server chose nothing, the browser shows the first. */
function differs({ options, multiple, selectedIndex }: HTMLSelectElement): boolean {
  if (multiple) return [...options].some(({ selected, defaultSelected }) => selected !== defaultSelected)
  const written = [...options].findLastIndex(({ defaultSelected }) => defaultSelected)
  return selectedIndex !== Math.max(0, written)
}
