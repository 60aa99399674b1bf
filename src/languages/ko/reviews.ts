import type { reviews as english } from '../en/reviews.ts';
import { says } from '../words.ts';

export const reviews: typeof english = {
  calendarsAreNotRead: '사람들의 일정을 읽을 수 없습니다',
  isNoCalendar: (why) => `주소에 있는 것은 iCalendar가 아닙니다: ${why}`,
  nothingIsProposedForYet: (id) => `${id} 항목에 제안된 것이 아직 없습니다. 수집: \`analysis run ${id}\`.`,
  somethingElseIsProposedForByNow: (id, path) => `그사이 ${id} 제안이 바뀌었습니다: ${path}. 스레드의 최신 메시지를 확인해 주세요.`,
  wasFasterAndHasTo: (has, item) => says`${has} 님이 먼저 ${item} 항목을 맡았습니다. 넘겨받으려면: \`analysis take ${item}\`.`,
  wasTickedAlreadyBy: (id, doneBy) => says`${id} 항목은 이미 ${doneBy} 님이 확인했습니다.`,
  nothingOfCanBeCollectedAutomatically: (id) =>
    `${id} 항목은 자동으로 수집할 수 있는 것이 없습니다. 직접 맡으려면: \`analysis take ${id}\`.`,
  analysisOfHasNoRowIt: (id, rowId, known) => `장애 #${id} 분석에는 ${rowId} 항목이 없습니다. 있는 항목: ${known || '없음'}.`,
  hasNoInItsList: (id, key, list) =>
    `${id} 목록에 ${key} 항목이 없습니다. ${list ? `있는 항목: ${list}.` : '이 항목에는 목록이 없습니다.'}`,
  ours: '예상하지 못한 문제입니다. 자세한 내용은 로그에 있습니다',
  cannotTellSeriesApart: (source) => `${source} 소스는 series를 구분하지 못합니다.`,
  prometheusHasNoHikaricpConnectionsOf: (selector) =>
    `Prometheus에 ${selector} 의 hikaricp_connections_… 값이 없습니다. analysis.pools의 selector를 확인해 주세요.`,
  playbookHasNoSignal: (key) => `플레이북에 지표가 없습니다: ${key}`,
  ofIsDoneAlready: (rowId, id) => `장애 #${id} ${rowId} 항목은 이미 끝났습니다.`,
  itHas: (known) => `있는 항목: ${known.join(', ')}.`,
  followUpsBeginWhenAnIncidentIsResolved: '후속 작업은 장애가 복구되면 시작됩니다.',
  incidentHasNoFollowUp: (id, rowId, has) => `장애 #${id} 후속 작업에는 ${rowId} 항목이 없습니다. ${has}`,
  retrospectiveOfWasHeldAlready: (id) => `장애 #${id} 회고는 이미 마쳤습니다.`,
  noRetrospectiveOfIsPlanned: (incidentId) => `장애 #${incidentId} 회고는 예정되어 있지 않습니다. 장애가 복구되면 자동으로 잡힙니다.`,
  thatTimeHasPassedName: '이미 지난 시각입니다. 앞으로의 시각을 적어 주세요. 예: `retro move 2026-11-25 15:00`.',
  retrospectiveIsPlannedForThatTime: '회고는 이미 그 시각에 잡혀 있습니다.',
  retrospectiveOfWasMovedMeanwhileRetro: (id) => `그사이 장애 #${id} 회고 시각이 바뀌었습니다. 지금 시각: \`retro\`.`,
};
