// npm run stack: npm start, and Prometheus, Alertmanager, Redis, PostgreSQL and exporters beside it, without Docker.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', 'build/tools/stack/main.js', ...process.argv.slice(2)]));
