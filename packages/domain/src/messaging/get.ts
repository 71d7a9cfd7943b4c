import { find } from '@ministry/access/scope'
import type { OutgoingMail } from '@ministry/db'
import { keepsKeysOf } from '../accounts/index.ts'
import { query } from '../verb.ts'
import { getInput, mailState, mailView } from './messaging.schema.ts'

/**
 * A mail; its bodies only where it is kept for want of a provider. Of those that open an account, and of summaries (they tell what
 * their reader may see), only for those who stand above the person it is for. Errors: NotFound. Source: MSG-2, ACS-3.
 */
export const get = query({
  name: 'messaging.get',
  permission: { action: 'read', noun: 'OutgoingMail' },
  input: getInput,
  output: mailView,
  async run(ctx, { id }) {
    const mail = await find<OutgoingMail>(ctx, 'read', 'OutgoingMail', id)
    const kept = mail.state === 'kept'
    const shown =
      kept && (!closed.has(mail.kind) || (mail.personId !== null && (await keepsKeysOf(ctx, mail.personId))))
    return {
      ...mail,
      state: mailState.parse(mail.state),
      html: shown ? mail.html : null,
      text: shown ? mail.text : null,
      withheld: kept && !shown,
      links: shown ? linksOf(mail.html) : [],
    }
  },
})

const closed = new Set(['account', 'digest'])

/** Where the anchors lead. Values of a template are escaped, so none of them is an anchor. */
const linksOf = (html: string) =>
  [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
