export { createPostmark, type PostmarkOptions } from './postmark.ts'
export { renderMail, type MailContent, type RenderedMail } from './templates.ts'
export { createKept, type Delivery, type Mail, type Transport } from './transport.ts'
