/** An attachment that makes a dialog modal, and gives the focus back to where it was once the dialog is gone. Source: A11-1. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement
  dialog.close()
  dialog.showModal()
  return () => {
    dialog.close()
    // After the page has settled: whoever moved the focus on meanwhile meant it.
    setTimeout(() => {
      const lost = !document.activeElement || document.activeElement === document.body
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus()
    })
  }
}
