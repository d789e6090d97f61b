// npm run panels -- --dashboard FILE --prometheus URL --out FILE: a dashboard as a page, without Grafana.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', 'build/tools/panels/main.js', ...process.argv.slice(2)]));
