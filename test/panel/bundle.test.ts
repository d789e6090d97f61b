import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const PANEL = fileURLToPath(new URL(process.env['PANEL_DIR'] ?? '../../dist/panel', import.meta.url));
const ASSETS = join(PANEL, 'assets');
/** What the whole panel may cost on its way to a browser. */
const MAX_SCRIPT_BYTES = 200_000;

const files = await readdir(ASSETS);

test('all scripts of the panel together stay below 200 kB, compressed', async () => {
  const scripts = files.filter(file => file.endsWith('.js'));
  const sizes = await Promise.all(
    scripts.map(
      async file => (await stat(join(ASSETS, files.includes(`${file}.gz`) ? `${file}.gz` : file))).size,
    ),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_SCRIPT_BYTES);
});

test('each page has its own script', () => {
  for (const page of ['monitoring', 'activity', 'alerts', 'dashboards']) {
    expect(files.filter(file => file.startsWith(`${page}-page-`) && file.endsWith('.js'))).toHaveLength(1);
  }
});

test('files are compressed beforehand, without a change', async () => {
  const script = files.find(file => /^index-.*\.js$/.test(file))!;
  const plain = await readFile(join(ASSETS, script));
  expect(brotliDecompressSync(await readFile(join(ASSETS, `${script}.br`)))).toEqual(plain);
  expect(gunzipSync(await readFile(join(ASSETS, `${script}.gz`)))).toEqual(plain);
});

test('the page has nothing that a strict policy forbids, and nothing from elsewhere', async () => {
  const html = await readFile(join(PANEL, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  const addresses = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map(match => match[1]!);
  expect(addresses.length).toBeGreaterThan(2);
  expect(addresses.filter(address => !address.startsWith('/') || address.startsWith('//'))).toEqual([]);
});
