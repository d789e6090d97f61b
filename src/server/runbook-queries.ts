/** A line that begins a query; others are indented, or close what was opened, and go on with the one before. */
const BEGINNING = /^[^\s)}\]#]/;

/** The queries of a block of PromQL in a runbook: one per line, or several lines where those after the first are indented. */
export function listQueries(block: string): readonly string[] {
  const queries: string[] = [];
  for (const line of block.split('\n').map(text => text.trimEnd())) {
    if (BEGINNING.test(line)) queries.push(line);
    else if (!line.startsWith('#') && line !== '') queries.push(`${queries.pop() ?? ''}\n${line}`);
  }
  return queries;
}
