/** Notices for social networks, for those who decide about them. Plain text; whoever shows it escapes it. */
export interface SocialTexts {
  openHead: (ref: string, number: number, when: string) => string;
  head: (ref: string, number: number) => string;
  counted: (length: number, most: number) => string;
  /** Nobody stands for the words yet. */
  needsTwo: string;
  needsOther: (standing: string) => string;
  isReply: string;
  typed: (command: string, seen: string) => string;
  agree: string;
  post: string;
  postLabel: (ref: string) => string;
  change: string;
  changeLabel: (ref: string) => string;
  decline: string;
  declineLabel: (ref: string) => string;
  withdraw: string;
  withdrawLabel: (ref: string) => string;
  withdrawSure: string;
  leave: string;
  see: string;
  /** `by` is empty where nobody did. */
  over: Record<'approved' | 'declined' | 'missed' | 'superseded' | 'withdrawn', (by: string) => string>;
  place: Record<'waiting' | 'sent' | 'failed' | 'skipped' | 'withdrawn', string>;
  said: Record<'missed' | 'left' | 'not-allowed' | 'changed', (ref: string, number: number, by: string) => string>;
  noneYet: (ref: string) => string;
  isOff: (ref: string) => string;
  formTitle: string;
  formSave: string;
  formHint: string;
  field: (title: string, length: number, most: number) => string;
  done: Record<'social-agreed' | 'social-approved' | 'social-declined' | 'social-changed' | 'social-withdrawn', (ref: string) => string>;
}

export const social: SocialTexts = {
  openHead: (ref, number, when) => `Notice ${number} of ${ref} for social networks: please decide by ${when}.`,
  head: (ref, number) => `Notice ${number} of ${ref} for social networks:`,
  counted: (length, most) => `${length} of ${most} characters`,
  needsTwo: 'Nobody has approved these words yet: one person agrees, and a second one posts it.',
  needsOther: (standing) => `The words are those of ${standing}; somebody else decides whether it is posted.`,
  isReply: 'It is posted as a reply to the notice before.',
  typed: (command, seen) => `Or type \`${command} social approve ${seen}\`.`,
  agree: 'I agree',
  post: 'Post it',
  postLabel: (ref) => `Post the notice of incident ${ref} as it stands here`,
  change: 'Change…',
  changeLabel: (ref) => `Change the notice of incident ${ref}`,
  decline: 'Not this time',
  declineLabel: (ref) => `Post no notice of incident ${ref} this time`,
  withdraw: 'Withdraw',
  withdrawLabel: (ref) => `Withdraw the notice of incident ${ref}`,
  withdrawSure: 'It is deleted from every network on which it stands.',
  leave: 'Leave it',
  see: 'see it',
  over: {
    approved: (by) => `✓ ${by} had it posted.`,
    declined: (by) => `– ${by}: not this time.`,
    missed: () => '✕ Nobody decided in time.',
    superseded: () => '– A newer one took its place.',
    withdrawn: (by) => `– ${by} withdrew it.`,
  },
  place: { waiting: 'on its way', sent: 'posted', failed: 'failed', skipped: 'left out', withdrawn: 'withdrawn' },
  said: {
    missed: (ref, number) =>
      `✕ Nobody decided about notice ${number} of ${ref} for social networks in time. The next update has a new one.`,
    left: (ref, number, by) =>
      `Notice ${number} of ${ref} was not posted: ${by}, who approved it, is no longer here. Somebody else must approve it.`,
    'not-allowed': (ref, number, by) =>
      `Notice ${number} of ${ref} was not posted: ${by}, who approved it, may not do that any more. Somebody else must approve it.`,
    changed: (ref, number) =>
      `Notice ${number} of ${ref} was not posted: its words are other ones by now. Please read them, and approve it again.`,
  },
  noneYet: (ref) => `There is no notice of ${ref} yet: it is drafted with the next update.`,
  isOff: (ref) => `Nothing of ${ref} is told on social networks: the playbook names none for it (\`updates.social\`).`,
  formTitle: 'Change the notice',
  formSave: 'Change',
  formHint: 'Whoever changes it cannot post it. A network whose field is empty is left out.',
  field: (title, length, most) => `${title} (${length} of ${most})`,
  done: {
    'social-agreed': (ref) => `✓ You stand for the notice of ${ref}. A second person decides whether it is posted.`,
    'social-approved': (ref) => `✓ The notice of ${ref} is being posted.`,
    'social-declined': (ref) => `✓ No notice of ${ref} this time.`,
    'social-changed': (ref) => `✓ The notice of ${ref} is changed. Somebody else decides whether it is posted.`,
    'social-withdrawn': (ref) => `✓ The notice of ${ref} is being withdrawn.`,
  },
};
