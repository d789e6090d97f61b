// One measurement of one client in a process of its own, so that no client runs in what another left behind.

import { measureIdleDelay } from './cases/event-loop-watch.ts';
import { measureGarbage } from './cases/garbage.ts';
import { measureMemory } from './cases/memory.ts';
import { measureScrapes } from './cases/scrape.ts';
import { measureUpdates } from './cases/update.ts';
import type { ClientName } from './clients/client.ts';
import { createClient } from './clients/create-client.ts';

const [caseName = '', clientName = '', seriesCount = '0'] = process.argv.slice(2);
const create = () => createClient(clientName as ClientName);
const client = await create();
const cases: Record<string, () => unknown> = {
  update: () => measureUpdates(client),
  scrape: () => measureScrapes(client, Number(seriesCount)),
  idle: () => measureIdleDelay(),
  garbage: () => measureGarbage(client, Number(seriesCount)),
  'memory of counter': () => measureMemory(create, Number(seriesCount), 'counter'),
  'memory of histogram': () => measureMemory(create, Number(seriesCount), 'histogram'),
};
const measure = cases[caseName];
if (measure === undefined) throw new Error(`no case ${caseName}`);
console.log(JSON.stringify(await measure()));
