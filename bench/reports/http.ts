import { measureHttp } from '../cases/http.ts';
import { buildTable } from '../table.ts';

/** CPU time that the HTTP hook adds to a request. */
export async function reportHttp(): Promise<string> {
  const { baselineMicroseconds, results } = await measureHttp();
  const rows = results.map(({ subject, medianMicroseconds, interval }) => [
    subject,
    `${medianMicroseconds.toFixed(1)} µs`,
    `${interval[0].toFixed(1)} to ${interval[1].toFixed(1)} µs`,
  ]);
  const note = `CPU time that a request costs more than the ${baselineMicroseconds.toFixed(1)} µs without metrics: median over 31 interleaved pairs of 4,000 requests, and its 95 % interval.`;
  return `## HTTP hook\n\n${note}\n\n${buildTable(['Fastify with', 'median', 'interval'], rows)}`;
}
