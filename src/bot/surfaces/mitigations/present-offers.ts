import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import { type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { BriefingMitigations, MitigationOffersView, MitigationOfferView } from '../../../views/mitigation.ts';
import { isOver } from '../briefing/headline.ts';
import { actions, type Button, context, header, lineSections, message, section, sectionWith } from '../building-blocks/blocks.ts';
import { safe, safePlain } from '../building-blocks/escape.ts';
import { refusalText } from '../building-blocks/refusals.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { doneButton, planButton } from './buttons.ts';
import { freezeLines } from './present-notices.ts';
import { recordText, secondText } from './words.ts';

/** With two headings and the footer still inside a message. */
const OFFERS_MAX = 40;
const SPOKEN_MAX = 6;
const ROWS_MAX = 10;
const BRIEFING_OFFERS = 3;
const BRIEFING_RUNS = 4;

/** Everything that can be done about an incident, what fits first. */
export function mitigationOffers(voice: Voice, view: MitigationOffersView): ChatMessage {
  const t = voice.texts.mitigations;
  const { incident, offers, frozen } = view;
  const heading = t.offers(incidentRef(incident));
  // That all is frozen stands on top once; an offer says what else is in its way.
  const shown = offers.slice(0, OFFERS_MAX).map((offer) => (frozen && offer.frozen ? { ...offer, refusal: undefined } : offer));
  const [fit, others] = [shown.filter(({ fits }) => fits), shown.filter(({ fits }) => !fits)];
  const group = (name: string, some: readonly MitigationOfferView[]): ChatBlock[] =>
    some.length === 0 ? [] : [section(`*${name}*`), ...some.map((offer) => offerBlock(voice, incident, offer))];
  const spoken = [...fit, ...others].slice(0, SPOKEN_MAX).map((offer) => {
    const why = offer.refusal ? t.cannot(refusalText(voice, offer.refusal, 150)) : recordText(voice, offer.record);
    return `${voice.say(offer.title, 80)}${why ? ` (${why})` : ''};`;
  });
  return message(
    [`${heading}:`, ...(frozen ? freezeLines(voice, frozen, voice.format.plainTime) : []), ...(shown.length > 0 ? spoken : [t.noOffers])],
    [
      header(heading),
      ...(frozen ? lineSections(freezeLines(voice, frozen, voice.format.time)) : []),
      ...(shown.length > 0 ? [] : lineSections([t.noOffers])),
      ...group(t.fits, fit),
      ...group(fit.length > 0 ? t.others : t.all, others),
      ...context([
        t.offersHint(voice.command),
        ...[...fit, ...others].slice(0, 1).map(({ name }) => voice.texts.byHand.hint(voice.command, safe(name, 60))),
      ]),
    ],
  );
}

function offerBlock(voice: Voice, incident: Incident, offer: MitigationOfferView): ChatBlock {
  const t = voice.texts.mitigations;
  const rows = offer.rows.slice(0, ROWS_MAX).map((row) => safe(row, 10));
  const facts = [
    recordText(voice, offer.record) ?? t.noRecord,
    rows.length > 0 ? t.keeps(rows.join(', '), rows.length) : undefined,
    secondText(voice, offer.second),
  ];
  const lines = [
    `*${voice.say(offer.title, 120)}*`,
    voice.say(offer.effect, 300),
    facts.filter(Boolean).join(' · '),
    ...(offer.run ? [t.hasRun(String(offer.run.id), t.state[offer.run.state])] : []),
    ...(offer.refusal ? [t.cannot(refusalText(voice, offer.refusal))] : []),
  ];
  const style = offer.fits && !offer.refusal && !offer.frozen ? 'primary' : undefined;
  // What it would do can still be seen with `mitigate <name>`; who cannot run it can only say that they did.
  if (offer.off) return sectionWith(lines.join('\n'), doneButton(voice, incident, offer));
  return sectionWith(lines.join('\n'), offerButton(voice, incident, { offer, text: t.plan, style }));
}

interface OfferButton {
  offer: MitigationOfferView;
  text: string;
  style?: 'primary' | undefined;
}

function offerButton(voice: Voice, incident: Incident, { offer, text, style }: OfferButton): Button | undefined {
  const label = voice.texts.mitigations.planLabel(safePlain(pick(offer.title, voice.language), 60), incidentRef(incident));
  return planButton(incident, offer.name, { text, label, ...(style && { style }) });
}

/** The briefing's buttons: the first that fit and may be run, with what the record says of them; none once it is over. */
export function briefingOffers(voice: Voice, incident: Incident, { offers = [] }: BriefingMitigations): ChatBlock[] {
  if (isOver(incident)) return [];
  const t = voice.texts.mitigations;
  const ready = offers.filter(({ fits, refusal, run }) => fits && !refusal && !run).slice(0, BRIEFING_OFFERS);
  // What fits best stands first and alone stands out: several that do would say nothing.
  const buttons = ready.map((offer, index) => {
    const text = t.planOf(safePlain(pick(offer.title, voice.language), 60));
    return offerButton(voice, incident, { offer, text, style: index === 0 ? 'primary' : undefined });
  });
  const records = ready.flatMap(({ title, record }) => {
    const said = recordText(voice, record);
    return said === undefined ? [] : [`${voice.say(title, 80)}: ${said}`];
  });
  return [...actions(`mitigations.${incident.id}`, buttons), ...(buttons.length > 0 ? context([records.join(' · ')]) : [])];
}

/** `*Mitigations*: Scale consumers is done and being watched · Shed load has ended, better`; the newest. */
export function briefingRuns(voice: Voice, { mitigations = [] }: BriefingMitigations): string[] {
  if (mitigations.length === 0) return [];
  const t = voice.texts.mitigations;
  const shown = mitigations.slice(-BRIEFING_RUNS).map(({ title, state, verdict }) => {
    const proved = verdict === undefined ? '' : `, ${t.verdict[verdict]}`;
    return `${voice.say(title, 80)}: ${t.state[state]}${proved}`;
  });
  const before = mitigations.length - shown.length;
  return [`*${t.underWay}*: ${[...(before > 0 ? [t.moreRuns(before)] : []), ...shown].join(' · ')}`];
}
