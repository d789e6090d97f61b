import { measureQuestions, type QuestionResult } from '../cases/questions.ts';
import { buildTable, ratioText } from '../table.ts';

const DEFAULT_EVENTS = 5_000_000;

/** How long questions take with many events stored, beside scanning the events. */
export async function reportQuestions(events = DEFAULT_EVENTS): Promise<string> {
  const { questions, pages } = await measureQuestions(events, text => console.error(`  ${text} …`));
  const note = `${events.toLocaleString('en')} events of 50,000 users over 30 days. All 30 days are asked for, but for some minutes at both ends, which are read from the events. Median of 9 answers, of scans of 3; caches are warm.`;
  const table = buildTable(['question', 'aiwatch', 'SQL over the events', ''], questions.map(rowOf));
  const pageTable = buildTable(['newest first', 'cursor', 'OFFSET', ''], pages.map(rowOf));
  return `## Questions\n\n${note}\n\n${table}\n\n${pageTable}`;
}

function rowOf({ name, oursMs, scanMs }: QuestionResult): string[] {
  const scan = scanMs === undefined ? ['', ''] : [milliseconds(scanMs), ratioText(scanMs, oursMs)];
  return [name, milliseconds(oursMs), ...scan];
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
