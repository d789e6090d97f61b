import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const COMPRESSIBLE = /\.(?:js|css|html|svg|json)$/;
/** Below this the headers weigh more than what is saved. */
const MIN_BYTES = 512;

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < MIN_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await Promise.all([
    compressBrotli(content, { params }).then(bytes => writeFile(`${file}.br`, bytes)),
    compressGzip(content, { level: constants.Z_BEST_COMPRESSION }).then(bytes =>
      writeFile(`${file}.gz`, bytes),
    ),
  ]);
}

/** Writes `.br` and `.gz` beside each file of the build, so that the server compresses nothing itself. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved({ build }) {
      folder = build.outDir;
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(
        files.filter(file => COMPRESSIBLE.test(file)).map(file => compressFile(join(folder, file))),
      );
    },
  };
}
