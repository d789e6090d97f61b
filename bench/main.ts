// npm run bench [-- update scrape memory http redaction events live panel questions] [-- --write] [--events 5000000] [--minutes 10]
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../tools/project-root.ts';
import { CLIENT_NAMES } from './clients/client.ts';
import { reportEvents } from './reports/events.ts';
import { reportHttp } from './reports/http.ts';
import { reportLive } from './reports/live.ts';
import { reportMemory } from './reports/memory.ts';
import { reportPanel } from './reports/panel.ts';
import { reportQuestions } from './reports/questions.ts';
import { reportRedaction } from './reports/redaction.ts';
import { reportScrapes } from './reports/scrape.ts';
import { reportUpdates } from './reports/update.ts';
import { watchStolenTime } from './stolen-time.ts';

const REPORTS: Readonly<Record<string, () => string | Promise<string>>> = {
  update: reportUpdates,
  scrape: reportScrapes,
  memory: reportMemory,
  http: reportHttp,
  redaction: reportRedaction,
  events: reportEvents,
  live: reportLive,
  panel: () => reportPanel(numberOption('--minutes')),
  questions: () => reportQuestions(numberOption('--events')),
};
const README = join(projectRoot, 'bench/README.md');
const MARKERS = ['<!-- results -->', '<!-- end of results -->'] as const;
/** Each report begins with a heading of its own. */
const SECTION = /\n(?=## )/;

const args = process.argv.slice(2);
const wanted = namesOf(args);
for (const name of wanted.length === 0 ? Object.keys(REPORTS) : wanted) {
  console.error(`measuring: ${name} …`);
  const stolenShare = watchStolenTime();
  const text = withMachine(await REPORTS[name]!(), stolenShare());
  console.log(`${text}\n`);
  if (args.includes('--write')) writeResult(text);
}

/** What stands in front of the options; a name that is none ends the program, before it measures anything. */
function namesOf(words: readonly string[]): readonly string[] {
  const names = words.slice(
    0,
    [...words, '-'].findIndex(word => word.startsWith('-')),
  );
  const unknown = names.filter(name => !Object.hasOwn(REPORTS, name));
  if (unknown.length === 0) return names;
  console.error(`bench: ${unknown.join(', ')}: expected any of ${Object.keys(REPORTS).join(', ')}`);
  process.exit(1);
}

/** The number behind an option; undefined without the option. */
function numberOption(name: string): number | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : Number(args[at + 1]);
}

function describeMachine(): string {
  const packages = [...CLIENT_NAMES.slice(1), 'fastify', 'fastify-metrics', '@secretlint/core'];
  const versions = packages.map(name => `${name} ${versionOf(name)}`).join(', ');
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `Node.js ${process.versions.node}, Linux ${release()}, ${cpus().length} × ${cpu?.model}, ${gibibytes} GiB; ${versions}.`;
}

function versionOf(name: string): string {
  const text = readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Below its heading each report says where it was measured: they need not be of one run. */
function withMachine(report: string, stolenShare: number): string {
  const [heading, ...rest] = report.split('\n');
  const stolen = `Of the CPU time that was wanted the host gave ${(stolenShare * 100).toFixed(1)} % to others.`;
  return [heading, '', `${describeMachine()} ${stolen}`, ...rest].join('\n');
}

/** Puts a report in the place of the one with the same heading; what was not measured now stays as it is. */
function writeResult(report: string): void {
  const readme = readFileSync(README, 'utf8');
  const start = readme.indexOf(MARKERS[0]) + MARKERS[0].length;
  const end = readme.indexOf(MARKERS[1]);
  const kept = readme.slice(start, end).trim().split(SECTION);
  const sections = new Map([...kept, report].map(text => [text.split('\n', 1)[0]!, text.trim()]));
  writeFileSync(
    README,
    `${readme.slice(0, start)}\n\n${[...sections.values()].join('\n\n')}\n\n${readme.slice(end)}`,
  );
}
