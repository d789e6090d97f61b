import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly types?: string;
  readonly typings?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The packages that the declarations of a module name, and those of the modules that it takes in. */
function packagesOf(file: string, seen: Set<string>): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g);
  return [...imports].flatMap(([, name = '']) => {
    if (!name.startsWith('.')) return name.startsWith('node:') ? [] : [packageName(name)];
    return packagesOf(join(dirname(file), name.replace(/\.[jt]s$/, '.d.ts')), seen);
  });
}

function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function bringsTypes(name: string): boolean {
  const folder = join(ROOT, 'node_modules', name);
  const { types, typings, exports } = readManifest(folder);
  const isExported = JSON.stringify(exports ?? {}).includes('.d.');
  return types !== undefined || typings !== undefined || isExported || existsSync(join(folder, 'index.d.ts'));
}

it('needs nothing but its dependencies to be compiled with, also where all declarations are checked', () => {
  const { exports = {}, dependencies = {} } = readManifest(ROOT);
  const entries = Object.values(exports).flatMap(one => {
    const { types } = one as { readonly types?: string };
    return types === undefined ? [] : [join(ROOT, types)];
  });
  const seen = new Set<string>();
  const named = new Set(entries.flatMap(entry => packagesOf(entry, seen)));
  expect(named).toContain('fastify');
  const missing = [...named].filter(name => {
    const source = bringsTypes(name) ? name : `@types/${name.replace('@', '').replace('/', '__')}`;
    return dependencies[source] === undefined;
  });
  expect(missing).toEqual([]);
});
