export { createMailer, type SmtpMailer } from './smtp.ts';
export { createUnconfiguredMailer } from './unconfigured-mailer.ts';
