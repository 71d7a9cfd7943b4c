/** Names of automations and of their numbers, in the reader's language. */
import { m } from '@ministry/kernel/messages'
import type { AutomationName } from '@ministry/domain/automation/schema'

const names: Record<AutomationName, () => string> = {
  welcome: m.automation_welcome,
  'pre-graduate': m.automation_pre_graduate,
  alumni: m.automation_alumni,
  're-engage': m.automation_re_engage,
}
/** `Welcome series`. */
export const automationTitle = (automation: string): string => names[automation as AutomationName]?.() ?? automation
