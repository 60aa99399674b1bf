import { z } from 'zod';
import { text } from '../language/text.ts';
import { duration, personKey, signalKey } from './schema-parts.ts';

/** What the diagnosis goes by: what the service is made of, what depends on what, and how often it is looked at. */

export const component = z.strictObject({
  title: text.describe('As people read it.'),
  dependsOn: z.array(personKey).default([]).describe('Components whose trouble it suffers; the origin is sought among them.'),
  shows: z.array(signalKey).min(1).describe('Signals that are bad when this component is in trouble, whoever began it.'),
});

/** One thing that speaks for or against a cause. */
export const evidenceTest = z
  .strictObject({
    signal: signalKey.describe('The signal that is looked at.'),
    is: z.enum(['high', 'low', 'normal']).optional().describe('Against its own normal.'),
    moreThan: signalKey.optional().describe('Larger than this other signal now.'),
  })
  .refine(({ is, moreThan }) => (is === undefined) !== (moreThan === undefined), 'needs either is or moreThan');

export const diagnosis = z
  .strictObject({
    every: duration.prefault('30s').describe('How often an open incident is diagnosed anew.'),
    baseline: duration.prefault('60m').describe('So much time before the onset is taken for normal.'),
    recent: duration.prefault('1m').describe('So much time counts as now.'),
  })
  .describe('How the cause is looked for.');
