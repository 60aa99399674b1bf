import type { Samples } from '../../domain/diagnosis/by-call-graph/samples.ts';
import { OperatorError } from '../../domain/errors.ts';
import { type CsvLine, readCsvLines } from './csv-lines.ts';

const HEADERS = 3;
const SHAPE =
  'Wanted: three header lines (component, metric, statistic), then a line per interval that begins with its unix time in seconds.';

/**
 * A table of metrics as PetShop publishes it (Hardt et al., "The PetShop Dataset", CLeaR 2024): three header lines name the component, the
 * metric and the statistic of each column; an empty cell is no data. Throws a UserError with file and line.
 */
export function readSamples(path: string): Samples {
  const lines = readCsvLines(path);
  const first = lines.findIndex(({ cells }) => isTime(cells[0]));
  if (first < 0) throw new OperatorError('malformed_csv', `${path}: no line begins with a unix time. ${SHAPE}`);
  const [components, metrics, statistics] = lines.slice(0, first).map(({ cells }) => cells);
  if (!components || !metrics || !statistics) {
    throw new OperatorError('malformed_csv', `${path}: ${first} header lines before the data. ${SHAPE}`);
  }
  for (const { line, cells } of lines.slice(1, HEADERS)) refuseWidth(path, { line, cells }, components.length);
  const rows = lines.slice(first).map((row) => {
    refuseWidth(path, row, components.length);
    return row.cells.map((cell, at) => numberOf(path, row.line, cell, at === 0 ? undefined : components[at]));
  });
  rows.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  return {
    times: rows.map((row) => row[0] ?? 0),
    columns: components.slice(1).map((component, at) => ({
      component,
      metric: metrics[at + 1] ?? '',
      statistic: statistics[at + 1] ?? '',
      values: rows.map((row) => row[at + 1] ?? Number.NaN),
    })),
  };
}

function isTime(cell: string | undefined): boolean {
  return cell !== undefined && cell !== '' && Number.isFinite(Number(cell));
}

function refuseWidth(path: string, { line, cells }: CsvLine, wanted: number): void {
  if (cells.length === wanted) return;
  throw new OperatorError('malformed_csv', `${path}, line ${line}: ${cells.length} cells, but the first line has ${wanted}. ${SHAPE}`);
}

function numberOf(path: string, line: number, cell: string, component: string | undefined): number {
  if (component !== undefined && (cell === '' || cell.toLowerCase() === 'nan')) return Number.NaN;
  const value = Number(cell);
  if (cell !== '' && Number.isFinite(value)) return value;
  const where = component === undefined ? 'the time' : `the value of ${component}`;
  throw new OperatorError('malformed_csv', `${path}, line ${line}: ${where} is ${JSON.stringify(cell)}, which is not a number. ${SHAPE}`);
}
