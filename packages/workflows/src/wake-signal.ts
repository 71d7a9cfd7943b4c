/** Lets a loop sleep until there is something to do: a wake during work isn't lost, several wakes count once. */
export class WakeSignal {
  #awake = false
  #resolve: (() => void) | undefined

  wake(): void {
    this.#awake = true
    this.#resolve?.()
  }

  /** Resolves at the next wake, at once if one came since the last wait, or after `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#awake)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#resolve = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#awake = false
    this.#resolve = undefined
  }
}
