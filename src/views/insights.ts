import type { ChatMessage } from '../domain/chat/message.ts';
import type { Insights } from '../domain/insights/insights.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';

/** How an organisation has responded, with what the playbooks call things by now. */
export interface InsightsView extends Insights {
  /** Key of the one service that they are about; undefined for all. */
  service: string | undefined;
  names: Record<'service' | 'scenario' | 'mitigation', Readonly<Record<string, Bilingual>>>;
}

export interface InsightsPresenter {
  insights(view: InsightsView): ChatMessage;
}
