import type { incidents as english } from '../en/incidents.ts';
import { says } from '../words.ts';

export const incidents: typeof english = {
  noAnswer: '응답 없음',
  incidentHasNoRowDeadlines: (id, rowId) => `장애 #${id} 기한에는 ${rowId} 항목이 없습니다. 항목 목록: \`deadlines\`.`,
  isAlready: (rowId, state, why) => `${rowId} 항목은 이미 처리되었습니다: ${state}${why}.`,
  incidentIsWriteANote: (id, state) => `장애 #${id} 상태: ${state}. 대신 \`note\` 명령으로 기록하거나, 먼저 다시 열어 주세요: \`reopen\`.`,
  namedTheCauseAlreadyTo: (by, title) =>
    says`${by} 님이 이미 원인을 지목했습니다: ${title}. 다른 원인을 지목하려면: \`diagnosis is <원인>\``,
  playbookHasNoCauseDid: (name, near, all) =>
    `플레이북에 "${name}" 원인이 없습니다. 혹시 \`${near}\` 인가요? 있는 원인: ${all.join(', ')}.`,
  somebodyWasFasterIsNow: (userId, called, role) =>
    says`다른 사람이 먼저 맡았습니다. 지금 ${called}: ${userId}. 바꾸려면 다시 입력해 주세요: \`assign ${role} @이름\``,
  incidentIsAlready: (id, from) => `장애 #${id} 심각도는 이미 ${from}입니다.`,
  incidentIsItsSeverityIs: (id, state) => `장애 #${id} 상태: ${state}. 지난 심각도는 바꾸지 않습니다. 먼저 다시 열어 주세요: \`reopen\`.`,
  thatIncidentIsGone: '그 장애의 기록이 없습니다.',
  namesToAreAllTakenByOtherChannels: (first, last) => `${first}부터 ${last}까지 모두 다른 채널이 쓰고 있는 이름입니다.`,
  thereIsNoIncidentSee: (id) => `장애 #${id} 기록이 없습니다. 목록: \`list\`.`,
  wasFaster: (by) => says`${by} 님이 먼저 처리했습니다. `,
  channelWasArchived: '보관된 채널입니다.',
  channelWasDeleted: '삭제된 채널입니다.',
  playbookNamesNobodyWhoCouldBeWrittenTo: '플레이북에 메시지를 보낼 사람이 없습니다.',
  noAnswerWithinS: (seconds) => `${seconds}초 안에 응답이 없었습니다.`,
  undone: (title) => `${title}: 되돌림`,
  beginningHasNotBeenAnnouncedYet: '장애 공지가 아직 게시되지 않았습니다.',
  itWaitsForThePlaceOfTheIncident: '장애 대응 장소가 정해지기를 기다립니다.',
  theEarlierOneFirst: '먼저 보낸 메시지가 아직 전송 중이어서 그 뒤에 보냅니다.',
  incidentHasNoUpdatesToCome: (id) => `장애 #${id} 업데이트는 더 없습니다. 안내한 내용: \`update show\`.`,
  nothingWasToldAboutYetThatCouldBe: (id) => `장애 #${id}에 대해 아직 안내한 내용이 없어 정정할 것이 없습니다.`,
  draftOfTheNextUpdateOfIsNotThereYet: (id) =>
    `장애 #${id} 다음 업데이트의 초안이 아직 없습니다. \`update\` 명령으로 지금 양식을 열 수 있습니다.`,
  hasNoUpdateThatCouldBeCorrected: (id, sequence) =>
    `장애 #${id}에 정정할 업데이트 ${sequence}이(가) 없습니다. 안내한 내용: \`update show\`.`,
  somebodyCorrectedUpdateOfSinceYou: (sequence, id) =>
    `그사이 다른 사람이 장애 #${id} 업데이트 ${sequence}을(를) 정정했습니다. 양식을 다시 열어 주세요.`,
  thatUpdateOfWasPostedOrSkippedAlready: (id) => `장애 #${id} 해당 업데이트는 이미 게시되었거나 건너뛰었습니다. 다음 업데이트: \`update\`.`,
  private: '비공개',
  incidentHasNoUpdatesToComeBecauseItIs: (id, why) => `장애 #${id} 업데이트는 더 없습니다: ${why}.`,
};
