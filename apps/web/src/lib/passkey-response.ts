/** What a device has answered, as the browser wrote it; nothing readable is nothing. */
export function responseIn(form: FormData, name: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(String(form.get(name)))
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
