// npm run bench [-- NAME…]: the benchmarks, side by side with peers.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', '--expose-gc', 'build/bench/main.js', ...process.argv.slice(2)]));
