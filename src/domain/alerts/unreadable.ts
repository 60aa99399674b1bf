/** Why nobody could read an alert, or a whole body of them: a code with what a person needs to mend it. */
export type Unreadable =
  /** Not JSON from this byte on. */
  | { code: 'not-json'; at: number }
  /** The body ends in the middle of it. */
  | { code: 'unfinished' }
  /** Something else stands where an alert should. */
  | { code: 'not-an-object'; found: string }
  /** Nothing says what is wrong: no title where the playbook's mapping says it is, and nothing in its place. */
  | { code: 'no-title'; path: string }
  /** The mapping names the words that fire, and there is no word. */
  | { code: 'no-status'; path: string }
  /** Neither labels nor annotations: nothing to know it by. */
  | { code: 'nameless' }
  /** No list of alerts where it should be. */
  | { code: 'no-list'; path: string }
  /** It asks for a confirmation at an address that is none of Amazon's. */
  | { code: 'bad-handshake' }
  /** There is no alert in it. */
  | { code: 'empty' }
  /** Behind the most alerts that one body may hold. */
  | { code: 'too-many'; most: number };

/** For senders and operators, in English. */
export function unreadableText(reason: Unreadable): string {
  switch (reason.code) {
    case 'not-json':
      return `It is not JSON from byte ${reason.at} on.`;
    case 'unfinished':
      return 'The body ends in the middle of it.';
    case 'not-an-object':
      return `An alert is an object; found ${reason.found}.`;
    case 'no-title':
      return `There is no title at "${reason.path}", nor a label alertname: send one, or set alerts.generic.title in the playbook.`;
    case 'no-status':
      return `There is no status at "${reason.path}", and alerts.generic.firing in the playbook says which ones fire.`;
    case 'bad-handshake':
      return 'SubscribeURL is no address of Amazon SNS.';
    case 'nameless':
      return 'It has neither labels nor annotations: there is nothing to know it by.';
    case 'no-list':
      return `There is no list of alerts at "${reason.path}".`;
    case 'empty':
      return 'There is nothing in it.';
    case 'too-many':
      return `More than ${reason.most} alerts at once: send fewer in one body.`;
  }
}
