// npm run bench [-- NAME…]: the benchmarks, side by side with peers.
import { prepare, run } from './bootstrap.mjs';

prepare();
process.exit(run(['node', '--expose-gc', 'build/bench/main.js', ...process.argv.slice(2)]));
