import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createIntegrationRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from './parse-exposition.ts';
import { scrapeFamilies } from './scrape.ts';

/** A recorder of the webhook, and what it shows. */
export function createIntegrationCounts() {
  const registry = createRegistry();
  const recorder = createIntegrationRecorder(registry, buildCatalogue(), 'webhook');
  const read = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
    sampleValue(await scrapeFamilies(registry), name, { integration: 'webhook', ...labels });
  return {
    recorder,
    countOf: (result: string) => read('aiwatch_deliveries_total', { result }),
    gauge: (name: string) => read(`aiwatch_delivery_${name}`),
  };
}
