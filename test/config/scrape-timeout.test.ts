import { expect, test } from 'vitest';
import { parseConfig, scrapeTimeoutSeconds } from '../../src/config/index.ts';

const parse = (bundle: object) => parseConfig({ bundle }).bundle;

test('a scrape may take ten seconds, and never longer than the interval', () => {
  expect(
    [1, 9, 10, 11, 75].map(scrapeIntervalSeconds => scrapeTimeoutSeconds({ scrapeIntervalSeconds })),
  ).toEqual([1, 9, 10, 10, 10]);
});

test('a short timeout lowers what counts as a slow scrape to 80 % of it', () => {
  expect(parse({ scrapeIntervalSeconds: 10 }).alerts.ScrapeSlow.threshold).toBeUndefined();
  expect(parse({ scrapeIntervalSeconds: 9 }).alerts.ScrapeSlow.threshold).toBe(7.2);
  expect(parse({ scrapeIntervalSeconds: 3 }).alerts.ScrapeSlow.threshold).toBe(2.4);
});

test('a threshold of the user that a scrape can reach is kept', () => {
  const alerts = { ScrapeSlow: { threshold: 4.5 } };
  expect(parse({ scrapeIntervalSeconds: 5, alerts }).alerts.ScrapeSlow.threshold).toBe(4.5);
});

test('one that no scrape reaches is refused', () => {
  const alerts = { ScrapeSlow: { threshold: 10 } };
  expect(() => parse({ alerts })).toThrow('less than the 10 seconds');
});
