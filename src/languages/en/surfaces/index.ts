import { advice } from './advice.ts';
import { alertDoors } from './alert-doors.ts';
import { alerts } from './alerts.ts';
import { analysis } from './analysis.ts';
import { briefing } from './briefing.ts';
import { byHand } from './by-hand.ts';
import { catchUp } from './catch-up.ts';
import { diagnosis } from './diagnosis.ts';
import { doubts } from './doubts.ts';
import { externalPages } from './external-pages.ts';
import { incident } from './incident.ts';
import { insights } from './insights.ts';
import { mitigations } from './mitigations.ts';
import { paging } from './paging.ts';
import { places } from './places.ts';
import { publicNotices } from './public-notices.ts';
import { reasons } from './reasons.ts';
import { refusals } from './refusals.ts';
import { response } from './response.ts';
import { review } from './review.ts';
import { slack } from './slack.ts';
import { social } from './social.ts';
import { statusPage } from './status-page.ts';
import { stopping } from './stopping.ts';
import { support } from './support.ts';
import { timeline } from './timeline.ts';
import { updates } from './updates.ts';

/** What the surfaces of Slack and the status page say. */
export const surfaces = {
  advice,
  alertDoors,
  alerts,
  analysis,
  briefing,
  byHand,
  catchUp,
  diagnosis,
  doubts,
  incident,
  insights,
  mitigations,
  paging,
  places,
  publicNotices,
  reasons,
  refusals,
  response,
  review,
  slack,
  social,
  statusPage,
  externalPages,
  stopping,
  support,
  timeline,
  updates,
};

export type Texts = typeof surfaces;
