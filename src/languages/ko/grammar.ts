import type { grammar as english } from '../en/grammar.ts';

export const grammar: typeof english = {
  bongsuCannotTellWhatThisButtonOrFormIs:
    '이 버튼이나 양식이 무엇에 관한 것인지 알 수 없습니다. 더 새로운 메시지를 쓰거나 명령을 입력해 주세요. 명령 목록: `help`.',
  noteHoldsCharactersAndThisHasPost: (most, count) => `기록은 ${most}자까지인데 ${count}자입니다. 채널에 올리고 그 링크를 적어 주세요.`,
  service: '서비스',
  stateThatWasSeen: '누를 때 본 상태',
  thereIsNoHelpLists: (name) => `\`${name}\` 명령은 없습니다. 쓸 수 있는 명령: \`help\`.`,
  thereIsNoServiceThere: (key, known) => `\`${key}\` 서비스는 없습니다. 서비스 목록: ${known}.`,
  thereIsNoIncidentSee: (id) => `장애 #${id} 기록이 없습니다. 진행 중인 장애: \`list\`.`,
  thisChannelBelongsToNoIncident: (numbered, known) =>
    `이 채널은 장애 채널이 아닙니다. 장애 채널에서 입력하거나 어느 장애인지 적어 주세요: \`${numbered}\`. ${known ? `진행 중: ${known}` : '진행 중인 장애가 없습니다.'}`,
  needsThe: (name, what) => `\`${name}\` 명령에 필요한 값이 없습니다(${what})`,
  thereIsNoThePlaybook: (what, odd) => `"${odd}"에 해당하는 ${what} 값이 없습니다. 플레이북에 하나도 없습니다.`,
  thereIsNoItIs: (what, odd, choices) => `"${odd}"에 해당하는 ${what} 값이 없습니다. ${choices.join(', ')} 가운데 하나를 적어 주세요`,
  cannotBeThe: (odd, what) => `"${odd}"은(는) ${what} 값으로 읽을 수 없습니다`,
  numberOfAnIncidentHasBeforeIt: (numbered) => `장애 번호 앞에는 \`#\` 를 붙여 주세요: \`${numbered}\`.`,
  needsNothingBehindItToo: (nothing, line, odd) =>
    nothing ? `\`${line}\` 뒤에는 아무것도 적지 않습니다.` : `단어가 너무 많습니다("${odd}"). 이렇게 적어 주세요: \`${line}\`.`,
  hasNoOptionItKnows: (name, odd, known) => `\`${name}\` 명령에는 ${odd} 옵션이 없습니다. 쓸 수 있는 옵션: ${known.join(', ')}.`,
  thereIsNoDidYou: (verb, meant) => `\`${verb}\` 명령은 없습니다.${meant ? ` 혹시 \`${meant}\` 인가요?` : ''} 쓸 수 있는 명령: \`help\`.`,
  thereIsNoDidYouMean: (odd, meant, lines) =>
    `\`${odd}\` 명령은 없습니다.${meant ? ` 혹시 \`${meant}\` 인가요?` : ''} 이렇게 적을 수 있습니다: ${lines}.`,
  personExample: '@이름',
  personShown: '@사람',
  pairsShown: '키=값 …',
  isNoTimeHereWrite: (text, zone) => `"${text}"은(는) 이곳에 없는 시각입니다. 날짜와 시각을 2026-11-25 15:00 처럼 적어 주세요 (${zone}).`,
};
