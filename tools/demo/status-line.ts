/** Sums of the assistant's counters, as the status line shows them. */
const SHOWN = [
  ['requests', 'http_requests_total'],
  ['AI calls', 'ai_api_calls_total'],
  ['tokens', 'ai_tokens_used_total'],
  ['AI errors', 'ai_errors_total'],
  ['file operations', 'file_operations_total'],
  ['versions', 'version_operations_total'],
  ['active sessions', 'ai_coding_assistant_active_sessions'],
] as const;

/** One line that sums up an exposition for somebody who watches. */
function buildStatusLine(exposition: string): string {
  const sums = new Map<string, number>();
  for (const line of exposition.split('\n')) {
    const sample = /^([a-z_]+)(?:\{.*\})? (\S+)$/.exec(line);
    if (sample !== null) sums.set(sample[1]!, (sums.get(sample[1]!) ?? 0) + Number(sample[2]));
  }
  const parts = SHOWN.map(([title, name]) => `${(sums.get(name) ?? 0).toLocaleString('en')} ${title}`);
  return parts.join(' · ');
}

/** Reads a `/metrics` and sums it up. */
export async function readStatusLine(metricsUrl: string): Promise<string> {
  const response = await fetch(metricsUrl, { headers: { accept: 'text/plain' } });
  return buildStatusLine(await response.text());
}
