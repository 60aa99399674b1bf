import { inEveryLanguage } from '../../domain/language/bilingual.ts';
import type { Presenter } from '../../views/presenter.ts';
import { alertsNotice, mutedNotice, waitNotice, watchTitle } from './alerts/present.ts';
import { handshakeNotice, lostNotice, unknownWordsNotice } from './alerts/present-doors.ts';
import { analysisBoard, analysisDone, analysisNoteModal, rowReminder } from './analysis/present-board.ts';
import { analysisCollected, analysisNothing } from './analysis/present-findings.ts';
import { confirmation, databaseDown, databaseUnsure, done, formFailed, help, unexpectedError, userError } from './answers/present.ts';
import { catchUp } from './answers/present-catch-up.ts';
import { list } from './answers/present-list.ts';
import { oncall } from './answers/present-oncall.ts';
import { status } from './answers/present-status.ts';
import { briefing } from './briefing/present.ts';
import { chart, graph, graphComing } from './briefing/present-chart.ts';
import { reasonWords } from './building-blocks/reasons.ts';
import { refusalWords } from './building-blocks/refusals.ts';
import { createVoice, type VoiceOptions } from './building-blocks/voice.ts';
import { deadlineList, missedNotice } from './deadlines/present.ts';
import { causeNamed, diagnosis, likelyCause } from './diagnosis/present.ts';
import { assignModal, openModal } from './forms/present.ts';
import { home } from './home/present.ts';
import { bridgeTopic, channelName, topic } from './incident/names.ts';
import {
  assignedNotice,
  declarerNotice,
  failedPart,
  languageNotice,
  movedNotice,
  severityNotice,
  timelineNote,
} from './incident/present.ts';
import { insights } from './insights/present-insights.ts';
import { maintenance, maintenanceNotice } from './maintenance/present.ts';
import { maintenanceForm } from './maintenance/present-form.ts';
import { mitigationForm, mitigationNotice } from './mitigations/present-form.ts';
import { freezeNotice, frozenRunEnded, mitigationBegun } from './mitigations/present-notices.ts';
import { mitigationOffers } from './mitigations/present-offers.ts';
import { mitigationProgress, mitigationRun } from './mitigations/present-run.ts';
import { handedOverNotice, heldNotice, notInvitedNotice, reachedNotice, unreachedNotice } from './paging/present.ts';
import { acknowledgedNotice, escalatedNotice } from './paging/present-escalation.ts';
import { page, pageText } from './paging/present-page.ts';
import { accessMail, homeBack, homeLeft, homeLost, homeMoved, playbookRefused, statusGone } from './places/present.ts';
import { publicText, statusWords } from './public/present.ts';
import { following, followNotice, subscribers, subscriberWords } from './public/present-subscribers.ts';
import { supportGuide, supportMacro } from './public/present-support.ts';
import { pageTitle, updateText } from './public/present-update-text.ts';
import { followUpChanged, followUpReminder, followUps, reviewDone } from './review/present-follow-ups.ts';
import { retroCancelled, retroInvite, retroMail, retroModal, retroProposal, retroReminder, retroStatus } from './review/present-retro.ts';
import { social, socialNotice, socialSaid, socialText } from './social/present.ts';
import { socialForm } from './social/present-form.ts';
import { announcement } from './status-channel/present-announcement.ts';
import { audienceUpdate } from './status-channel/present-audience.ts';
import { updateDraft, updateForm } from './status-channel/present-draft.ts';
import { pageDrift, pageRefused } from './status-channel/present-external-pages.ts';
import { nextUpdate } from './status-channel/present-next-update.ts';
import { update } from './status-channel/present-update.ts';
import { timeline, timelineEdit } from './timeline/present.ts';
import { impactForm } from './timeline/present-impact.ts';

/** The presenter of one playbook; its options come from `playbook.team`, `playbook.service` and the configured slash command. */
export function createPresenter(options: VoiceOptions): Presenter {
  const voice = createVoice(options);
  const presenter: Presenter = {
    language: options.language,
    in: (language) => (language === options.language ? presenter : createPresenter({ ...options, language })),
    briefing: (view) => briefing(voice, view),
    chart: (view) => chart(voice, view),
    graph: (view) => graph(voice, view),
    graphComing: (view) => graphComing(voice, view),
    announcement: (view) => announcement(voice, view),
    page: (view) => page(voice, view),
    update: (view) => update(voice, view),
    pageText: (view) => pageText(voice, view),
    escalatedNotice: (view) => escalatedNotice(voice, view),
    acknowledgedNotice: (view) => acknowledgedNotice(voice, view),
    handedOverNotice: (view) => handedOverNotice(voice, view),
    unreachedNotice: (view) => unreachedNotice(voice, view),
    reachedNotice: (view) => reachedNotice(voice, view),
    heldNotice: (view) => heldNotice(voice, view),
    notInvitedNotice: (view) => notInvitedNotice(voice, view),
    missedNotice: (view) => missedNotice(voice, view),
    deadlines: (view) => deadlineList(voice, view),
    nextUpdate: (view) => nextUpdate(voice, view),
    pageTitle: (view) => pageTitle(voice, view),
    pageDrift: (view) => pageDrift(voice, view),
    pageRefused: (view) => pageRefused(voice, view),
    diagnosis: (view) => diagnosis(voice, view),
    likelyCause: (view) => likelyCause(voice, view),
    causeNamed: (view) => causeNamed(voice, view),
    retroInvite: (view) => retroInvite(voice, view),
    retroStatus: (view) => retroStatus(voice, view),
    retroMail: (view) => retroMail(voice, view),
    retroProposal: (view) => retroProposal(voice, view),
    retroCancelled: (view) => retroCancelled(voice, view),
    retroReminder: (view) => retroReminder(voice, view),
    retroModal: (view) => retroModal(voice, view),
    followUps: (view) => followUps(voice, view),
    followUpReminder: (view) => followUpReminder(voice, view),
    followUpChanged: (view) => followUpChanged(voice, view),
    audienceUpdate: (view) => audienceUpdate(voice, view),
    insights: (view) => insights(voice, view),
    reviewDone: (view) => reviewDone(voice, view),
    alertsNotice: (view) => alertsNotice(voice, view),
    mutedNotice: (view) => mutedNotice(voice, view),
    waitNotice: (view) => waitNotice(voice, view),
    lostNotice: (view) => lostNotice(voice, view),
    unknownWordsNotice: (view) => unknownWordsNotice(voice, view),
    handshakeNotice: (view) => handshakeNotice(voice, view),
    watchTitle: (view) => watchTitle(voice, view),
    analysisBoard: (view) => analysisBoard(voice, view),
    analysisCollected: (view) => analysisCollected(voice, view),
    analysisNothing: (view) => analysisNothing(voice, view),
    rowReminder: (view) => rowReminder(voice, view),
    analysisDone: (view) => analysisDone(voice, view),
    analysisNoteModal: (view) => analysisNoteModal(voice, view),
    mitigationOffers: (view) => mitigationOffers(voice, view),
    mitigationForm: (view) => mitigationForm(voice, view),
    mitigationRun: (view) => mitigationRun(voice, view),
    mitigationBegun: (view) => mitigationBegun(voice, view),
    mitigationProgress: (view) => mitigationProgress(voice, view),
    mitigationNotice: (answer) => mitigationNotice(voice, answer),
    freezeNotice: (view) => freezeNotice(voice, view),
    frozenRunEnded: (view) => frozenRunEnded(voice, view),
    catchUp: (view) => catchUp(voice, view),
    declarerNotice: (view) => declarerNotice(voice, view),
    failedPart: (view) => failedPart(voice, view),
    homeLost: (view) => homeLost(voice, view),
    homeMoved: (view) => homeMoved(voice, view),
    homeBack: (view) => homeBack(voice, view),
    homeLeft: (view) => homeLeft(voice, view),
    statusGone: (view) => statusGone(voice, view),
    accessMail: (view) => accessMail(voice, view),
    playbookRefused: (view) => playbookRefused(voice, view),
    publicText: (view) => publicText(voice, view),
    updateText: (view) => updateText(voice, view),
    updateDraft: (view) => updateDraft(voice, view),
    updateForm: (view) => updateForm(voice, view),
    supportGuide: (view) => supportGuide(voice, view),
    supportMacro: (view) => supportMacro(voice, view),
    socialNotice: (view) => socialNotice(voice, view),
    social: (view) => social(voice, view),
    socialSaid: (view) => socialSaid(voice, view),
    socialText: (view) => socialText(voice, view),
    socialForm: (view) => socialForm(voice, view),
    followNotice: (view) => followNotice(voice, view),
    following: (view) => following(voice, view),
    subscribers: (view) => subscribers(voice, view),
    subscriberWords: () => subscriberWords(voice),
    maintenanceForm: (view) => maintenanceForm(voice, view),
    maintenance: (view) => maintenance(voice, view),
    maintenanceNotice: (view) => maintenanceNotice(voice, view),
    statusWords: () => statusWords(voice),
    movedNotice: (view) => movedNotice(voice, view),
    severityNotice: (view) => severityNotice(voice, view),
    assignedNotice: (view) => assignedNotice(voice, view),
    timeline: (view) => timeline(voice, view),
    timelineEdit: (view) => timelineEdit(voice, view),
    impactForm: (view) => impactForm(voice, view),
    timelineNote: (view) => timelineNote(voice, view),
    languageNotice: (view) => languageNotice(voice, view),
    list: (view) => list(voice, view),
    status: (view) => status(voice, view),
    oncall: (view) => oncall(voice, view),
    home: (view) => home(voice, view),
    help: (commands) => help(voice, commands),
    userError: (error) => userError(voice, error),
    unexpectedError: (reference) => unexpectedError(voice, reference),
    done: (view) => done(voice, view),
    databaseDown: (trouble) => databaseDown(voice, trouble),
    databaseUnsure: (how) => databaseUnsure(voice, how),
    formFailed: () => formFailed(voice),
    refusal: (refusal) => inEveryLanguage((language) => refusalWords(language, refusal)),
    reason: (view) => inEveryLanguage((language) => reasonWords(language, view)),
    confirmation: (text) => confirmation(voice, text),
    openModal: (view) => openModal(voice, view),
    assignModal: (view) => assignModal(voice, view),
    topic: (view) => topic(voice, view),
    bookmarkTitle: (kind) => voice.t.name[kind],
    bridgeTopic: (incident) => bridgeTopic(voice, incident),
    channelName: (incident, attempt) => channelName(voice, incident, attempt),
  };
  return presenter;
}
