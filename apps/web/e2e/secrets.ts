/** What the server of the specs is started with, so that specs can sign and knock as its mails and its provider do. */
export const secret = 'the secret of the end-to-end tests alone'
export const webhookPassword = 'webhook of the end-to-end tests'
