// make monitoring-setup: everything that docker compose up needs on a fresh clone.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', 'dist/cli/main.js', 'secrets']));
