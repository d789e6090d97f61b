import { expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { linesOf, scrapeText } from '../support/scrape.ts';

const build = { type: 'info', name: 'shop_build_info', help: 'Build.', labels: ['version'] } as const;

test('an info metric states facts as a series of value 1', async () => {
  const registry = createRegistry();
  registry.info(build, { version: '1.2.3' });
  expect(linesOf(await scrapeText(registry, 'text'), 'shop_build_info')).toEqual([
    '# HELP shop_build_info Build.',
    '# TYPE shop_build_info gauge',
    'shop_build_info{version="1.2.3"} 1',
  ]);
  expect(linesOf(await scrapeText(registry, 'openmetrics'), 'shop_build', 'shop_build_info')).toEqual([
    '# TYPE shop_build info',
    '# HELP shop_build Build.',
    'shop_build_info{version="1.2.3"} 1',
  ]);
});

test('an info metric must be named as one', () => {
  const named = { ...build, name: 'shop_build' } as const;
  expect(() => createRegistry().info(named, { version: '1' })).toThrow(
    'metric "shop_build" (string): expected the name of an info metric to end in _info, found "shop_build" (string).',
  );
});
