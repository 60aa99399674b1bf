import type { CallGraph } from '../../domain/diagnosis/call-graph.ts';
import { OperatorError } from '../../domain/errors.ts';
import { readCsvLines } from './csv-lines.ts';

const SHAPE = 'Wanted: a matrix whose first line and first column name the components; a cell above 0 says that the row calls the column.';

/** A call graph as an adjacency matrix, row calls column. Throws a UserError with file and line. */
export function readCallGraph(path: string): CallGraph {
  const [head, ...rows] = readCsvLines(path);
  const names = head?.cells.slice(1) ?? [];
  if (names.length === 0) throw new OperatorError('malformed_csv', `${path}: empty. ${SHAPE}`);
  return new Map(
    rows.map(({ line, cells }) => {
      const [caller = '', ...weights] = cells;
      if (weights.length !== names.length) {
        throw new OperatorError(
          'malformed_csv',
          `${path}, line ${line}: ${weights.length} weights for ${names.length} components. ${SHAPE}`,
        );
      }
      const wrong = weights.find((weight) => Number.isNaN(Number(weight)));
      if (wrong !== undefined)
        throw new OperatorError('malformed_csv', `${path}, line ${line}: ${JSON.stringify(wrong)} is not a number. ${SHAPE}`);
      return [caller, names.filter((name, at) => name !== caller && Number(weights[at]) > 0)];
    }),
  );
}
