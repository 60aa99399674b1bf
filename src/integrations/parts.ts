import type { Parts } from '../domain/parts.ts';
import type { Account } from './accounts/account.ts';
import type { Accounts } from './accounts/accounts.ts';
import { icalPart } from './calendars/index.ts';
import { picturesPart } from './charts/index.ts';
import { kafkaAccount } from './kafka/account.ts';
import { kafkajsPart } from './kafka/kafkajs-answers.ts';
import { kubernetesAccount } from './kubernetes/account.ts';
import { kubernetesPart } from './kubernetes/cluster.ts';
import { nodemailerPart, smtpAccount } from './mail/smtp.ts';
import { watchedMysqlAccount } from './mysql/account.ts';
import { mysqlPart } from './mysql/watched-mysql.ts';
import type { Part } from './part.ts';

/** Every package that is loaded when it is first needed, one line each; with `account` it is needed where that is set up. */
const PARTS: readonly { part: Part<unknown>; account?: Account }[] = [
  { part: picturesPart },
  { part: icalPart },
  { part: kafkajsPart, account: kafkaAccount },
  { part: mysqlPart, account: watchedMysqlAccount },
  { part: nodemailerPart, account: smtpAccount },
  { part: kubernetesPart, account: kubernetesAccount },
];

export function createParts(accounts: Accounts): Parts {
  const needed = PARTS.filter(({ account }) => account === undefined || accounts.of(account) !== undefined);
  return { lacking: () => needed.flatMap(({ part }) => part.lack() ?? []) };
}
