/** What may be said of people in one word. The browser may import this file. Source: PPL-1, PPL-2. */

/** Where a membership stands in the life-cycle. Source: PPL-2. */
export const personStates = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'] as const
export type PersonState = (typeof personStates)[number]
/** Every state but archived: what a membership can begin in, and what lists show unless asked otherwise. */
export const openStates = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive'] as const
export type OpenState = (typeof openStates)[number]

export const genders = ['female', 'male', 'other'] as const
export const consentChannels = ['email', 'sms', 'phone', 'post', 'in-app'] as const
/** `group-list`: fellow members of the group may see name, e-mail and phone. */
export const consentPurposes = ['ministry', 'newsletter', 'fundraising', 'photos', 'group-list'] as const
