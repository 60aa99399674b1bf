import type { statusPages as english } from '../en/status-pages.ts';

export const statusPages: typeof english = {
  doesNotLetUsIn: (vendor, status, variables, quote) =>
    `${vendor} 접근이 거부되었습니다 (HTTP ${status}). ${variables} 값을 확인한 뒤 \`retry\` 명령을 실행해 주세요.${quote}`,
  hasNoneOfThat: (vendor, status, quote) =>
    `${vendor}에서 찾을 수 없습니다 (HTTP ${status}). 그쪽에서 삭제되었거나 플레이북의 페이지나 구성 요소가 다릅니다.${quote}`,
  refusedWhatItWasTold: (vendor, status, quote) => `${vendor} 쪽에서 내용을 거부했습니다 (HTTP ${status}).${quote}`,
  answersWhatCannotBeRead: (vendor) => `${vendor} 응답을 읽을 수 없습니다. 주소가 맞나요?`,
  isNotSetUp: (title, variables) =>
    `${title} 설정이 없습니다. ${variables} 값을 설정하고 봉수를 다시 시작한 뒤 \`retry\` 명령을 실행해 주세요.`,
  nothingIsChangedThereAnyMore: (id, page) => `${page}에서 장애 #${id} 안내에 직접 바뀐 내용이 더는 없거나, 그사이 다시 바뀌었습니다.`,
  statuspageApiKey: '사용자 API 키 (API info), [외부 상태 페이지](../telling/external-pages.md)용',
  statuspagePageId: '장애를 안내할 페이지',
  statuspageApiUrl: 'Statuspage 주소',
  instatusApiKey: '개발자 API 키 (Settings), [외부 상태 페이지](../telling/external-pages.md)용',
  instatusPageId: '장애를 안내할 페이지',
  instatusApiUrl: 'Instatus 주소',
  cachetToken: '장애, 업데이트, 구성 요소를 관리할 수 있는 토큰, [외부 상태 페이지](../telling/external-pages.md)용',
  cachetUrl: 'Cachet 주소',
};
