import Fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createOpenapiPlugin } from '../../../src/server/plugins/openapi.ts';
import { createHealthRoutes } from '../../../src/server/routes/health.ts';
import { launchChromium } from '../../../tools/panels/launch-chromium.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('chromium');

describe.skipIf(programs.skip)('the page of the API', () => {
  test('shows the routes in a browser, under its strict policy and with nothing from elsewhere', async () => {
    const app = Fastify({ forceCloseConnections: true });
    await app.register(createOpenapiPlugin({ version: '1.2.3' }));
    await app.register(createHealthRoutes({}));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const browser = await launchChromium(programs.get('chromium'));
    onTestFinished(async () => {
      await browser.close();
      await app.close();
    });
    const page = await browser.newPage();
    const problems: string[] = [];
    const hosts = new Set<string>();
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    page.on('request', request => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).origin);
    });
    await page.goto(`${url}/docs`);
    await page.waitForSelector('text=Says that the process answers');
    await page.waitForSelector('text=ToolEvent');
    expect(problems).toEqual([]);
    expect([...hosts]).toEqual([url]);
  });
});
