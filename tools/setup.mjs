// make monitoring-setup: everything that docker compose up needs on a fresh clone.
import { prepare, run } from './bootstrap.mjs';

prepare();
process.exit(run(['node', 'dist/cli/main.js', 'secrets']));
