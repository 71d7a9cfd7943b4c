/** A line of a select, a radio group or a picker. */
export interface Choice {
  value: string
  label: string
  /** Heading that it stands under. */
  group?: string | undefined
  /** A second, quieter line. */
  note?: string | undefined
  disabled?: boolean | undefined
}
