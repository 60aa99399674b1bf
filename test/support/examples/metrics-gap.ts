import { type MetricsFront, metricsFrontOf } from '../servers/metrics-front.ts';

/** A Prometheus in front of another one that has no values for queries with these words in them. */
export async function gapInFrontOf(url: string, words: string): Promise<MetricsFront> {
  return await metricsFrontOf(url, (answer, asked) => {
    if (!asked.includes(words)) return answer;
    return { status: 'success', data: { resultType: asked.includes('query_range') ? 'matrix' : 'vector', result: [] } };
  });
}
