import type { PlaceGone } from '../../domain/chat/refusals.ts';
import type { Language } from '../../domain/playbook/schema.ts';

/** Words about places that are gone, and back. */
interface PlaceTexts {
  gone: Record<PlaceGone, (channel: string) => string>;
  inThread: (ref: string) => string;
  inThreadOf: (ref: string, channel: string) => string;
  inDirect: (ref: string) => string;
  /** What brings it back. */
  wayBack: Record<PlaceGone, string>;
  back: (ref: string, since: string) => string;
  left: (ref: string, channel: string) => string;
  statusWaits: string;
  mailSubject: string;
  mailSince: (since: string) => string;
  mailWaits: string;
  tryAgain: string;
  tryAgainLabel: (ref: string) => string;
  tryingAgain: (ref: string, pieces: number) => string;
  nothingWaits: (ref: string) => string;
}

const en: PlaceTexts = {
  gone: {
    archived: (channel) => `${channel} was archived.`,
    left: (channel) => `Bongsu is no longer in ${channel}.`,
    unseen: (channel) => `${channel} was deleted, or made private without Bongsu.`,
    closed: (channel) => `${channel} takes no messages from Bongsu any more.`,
    beheaded: (channel) => `The thread in ${channel} in which it went on was deleted.`,
  },
  inThread: (ref) => `Incident ${ref} goes on in this thread.`,
  inThreadOf: (ref, channel) => `Incident ${ref}, which you command, goes on in a thread in ${channel}.`,
  inDirect: (ref) => `Incident ${ref} goes on here, in direct messages with you.`,
  wayBack: {
    archived: 'When somebody unarchives it and invites Bongsu (/invite @Bongsu), the incident goes back there by itself.',
    left: 'When somebody invites Bongsu again (/invite @Bongsu), the incident goes back there by itself.',
    unseen: 'If it still exists, invite Bongsu again (/invite @Bongsu), and the incident goes back there by itself.',
    closed: 'When posting there is allowed again, *Try again* takes the incident back there.',
    beheaded: '',
  },
  back: (ref, since) => `Incident ${ref} goes on here again. It has been elsewhere since ${since}.`,
  left: (ref, channel) => `Incident ${ref} goes on in ${channel} again.`,
  statusWaits: 'Announcements and regular updates wait; they leave when it is back, or when the playbook names another status channel.',
  mailSubject: 'Bongsu: Slack lets nothing through',
  mailSince: (since) => `This has been so since ${since}.`,
  mailWaits: 'Whatever needs Slack waits and leaves by itself once this is mended. Pages go by the other ways that are set up.',
  tryAgain: 'Try again',
  tryAgainLabel: (ref) => `Try again what did not work for incident ${ref}`,
  tryingAgain: (ref, pieces) =>
    `Trying again for ${ref}: ${pieces === 1 ? 'one thing' : `${pieces} things`}. \`status\` shows what still does not work.`,
  nothingWaits: (ref) => `Nothing of ${ref} waits to be tried again.`,
};

const ko: PlaceTexts = {
  gone: {
    archived: (channel) => `채널이 보관되었습니다: ${channel}`,
    left: (channel) => `Bongsu가 더는 채널에 없습니다: ${channel}`,
    unseen: (channel) => `채널이 삭제되었거나 Bongsu 없이 비공개로 바뀌었습니다: ${channel}`,
    closed: (channel) => `Bongsu가 더는 메시지를 올릴 수 없는 채널입니다: ${channel}`,
    beheaded: (channel) => `대응하던 스레드가 삭제되었습니다: ${channel}`,
  },
  inThread: (ref) => `장애 ${ref} 대응을 이 스레드에서 이어 갑니다.`,
  inThreadOf: (ref, channel) => `총괄을 맡으신 장애 ${ref} 대응은 다음 채널의 스레드에서 이어집니다: ${channel}`,
  inDirect: (ref) => `장애 ${ref} 대응을 이 다이렉트 메시지에서 이어 갑니다.`,
  wayBack: {
    archived: '채널 보관을 해제하고 Bongsu를 초대하면(/invite @Bongsu) 자동으로 그 채널로 돌아갑니다.',
    left: 'Bongsu를 다시 초대하면(/invite @Bongsu) 자동으로 그 채널로 돌아갑니다.',
    unseen: '채널이 남아 있다면 Bongsu를 다시 초대해 주세요(/invite @Bongsu). 자동으로 그 채널로 돌아갑니다.',
    closed: '그 채널에 다시 게시할 수 있게 되면 *다시 시도* 버튼으로 돌아갈 수 있습니다.',
    beheaded: '',
  },
  back: (ref, since) => `장애 ${ref} 대응을 다시 이 채널에서 이어 갑니다. ${since}부터 다른 곳에서 진행했습니다.`,
  left: (ref, channel) => `장애 ${ref} 대응은 다시 이 채널에서 이어집니다: ${channel}`,
  statusWaits: '공지와 정기 업데이트는 기다렸다가, 채널이 돌아오거나 플레이북에 다른 상태 채널이 지정되면 게시됩니다.',
  mailSubject: 'Bongsu: Slack을 전혀 쓸 수 없습니다',
  mailSince: (since) => `${since}부터 계속되고 있습니다.`,
  mailWaits: 'Slack이 필요한 일은 모두 기다리고 있으며, 해결되면 자동으로 진행됩니다. 호출은 설정된 다른 방법으로 나갑니다.',
  tryAgain: '다시 시도',
  tryAgainLabel: (ref) => `장애 ${ref}: 안 되던 것을 다시 시도`,
  tryingAgain: (ref, pieces) => `장애 ${ref}: ${pieces}건을 다시 시도합니다. 아직 안 되는 것은 \`status\` 명령으로 볼 수 있습니다.`,
  nothingWaits: (ref) => `장애 ${ref}: 다시 시도할 것이 없습니다.`,
};

export const PLACE_TEXTS: Record<Language, PlaceTexts> = { en, ko };
