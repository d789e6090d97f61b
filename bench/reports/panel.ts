import { measurePanel } from '../cases/panel.ts';
import { buildTable } from '../table.ts';

const DEFAULT_MINUTES = 2;

/** How soon the panel is there, and how its Activity page bears many events. */
export async function reportPanel(minutes = DEFAULT_MINUTES): Promise<string> {
  const measured = await measurePanel(minutes, text => console.error(`  ${text} …`));
  const { paint, eventsPerSecond, longestTaskMs, longTasks, heapBytes } = measured;
  const note = `Chromium, the server, PostgreSQL and the load share the machine. The page is opened from a server that has just started; then ${eventsPerSecond} events a second come in for ${minutes} minutes.`;
  const rows = [
    ['first text, from the begin of the navigation', `${paint.firstContentfulMs.toFixed(0)} ms`],
    ['heading and list are there', `${paint.usefulMs.toFixed(0)} ms`],
    ['scripts of the page, compressed', `${(paint.scriptBytes / 1000).toFixed(0)} kB`],
    ['longest task while events come in', `${longestTaskMs.toFixed(0)} ms`],
    ['tasks of 50 ms and more', String(longTasks)],
    ['heap of JavaScript, at the begin and after each minute', heapBytes.map(megabytes).join(', ')],
  ];
  return `## Panel\n\n${note}\n\n${buildTable(['Activity', ''], rows)}`;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
