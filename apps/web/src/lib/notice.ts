/** What was done, and for eight seconds a way back. */
export interface Notice {
  text: string
  /** The act that takes it back: an action of a page of ours, and its fields. */
  undo?: { action: string; fields: Record<string, string> } | undefined
}
