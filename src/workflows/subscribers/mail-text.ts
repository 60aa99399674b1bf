import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { Mail } from '../../domain/ports/mailer.ts';
import type { SubscriberWords } from '../../languages/en/surfaces/updates.ts';
import type { ClaimedDelivery } from '../../storage/index.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { tokenOf } from './tokens.ts';

/** The mail of one delivery, in its reader's language. Undefined where nobody said under which address people reach us. */
export function mailFor({ services, publicUrl }: WholeRuntime, delivery: ClaimedDelivery, token: string): Mail | undefined {
  const { notice, subscriptionId, cause, address, language } = delivery;
  if (publicUrl === undefined) return undefined;
  const service = notice === null ? services.home : services.newest(notice.service);
  const { words, clockTime } = spoken(service, language);
  const query = `token=${tokenOf(delivery.id, token)}`;
  // Frozen: a mail that is sent again after an upgrade must still be recognised.
  const to = { key: `subscriber:${subscriptionId}:${cause}`, to: [address] };
  if (notice === null) {
    const name = services.all.map(({ playbook }) => pick(playbook.service.name, language)).join(', ');
    return { ...to, subject: words.mail.confirmSubject(name), text: words.mail.confirm(name, `${publicUrl}/subscribe/confirm?${query}`) };
  }
  const unsubscribeUrl = `${publicUrl}/unsubscribe?${query}`;
  const first = service.playbook.team.language;
  const { texts, title, nextAt } = notice;
  const status = services.all.length > 1 ? `${publicUrl}/status?service=${encodeURIComponent(notice.service)}` : `${publicUrl}/status`;
  const lines = [
    pick(texts, language, first),
    ...(nextAt === null ? [] : [words.mail.next(clockTime(new Date(nextAt)))]),
    ['-- ', words.mail.status(status), words.mail.why(unsubscribeUrl)].join('\n'),
  ];
  const named = title === null ? words.mail.maintenance : pick(title, language, first);
  const what = notice.stage === null ? named : words.mail.stage[notice.stage];
  return {
    ...to,
    subject: words.mail.subject(pick(service.playbook.service.name, language, first), what),
    text: `${lines.join('\n\n')}\n`,
    unsubscribeUrl,
  };
}

interface Spoken {
  words: SubscriberWords;
  /** With its zone, since readers may be in any. */
  clockTime: (at: Date) => string;
}

/** Made once for each service and language: thousands of mails have the same. */
const SPOKEN = new WeakMap<Runtime, Map<Language, Spoken>>();

export function spoken(service: Runtime, language: Language): Spoken {
  const known = SPOKEN.get(service) ?? new Map<Language, Spoken>();
  SPOKEN.set(service, known);
  const found = known.get(language) ?? speak(service, language);
  known.set(language, found);
  return found;
}

function speak({ present, playbook }: Runtime, language: Language): Spoken {
  const { zone } = playbook.team;
  const presenter = present.in(language);
  const { locale } = presenter.statusWords();
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return { words: presenter.subscriberWords(), clockTime: (at) => `${format.format(at)} (${zone})` };
}
