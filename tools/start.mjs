// npm start: the example assistant under traffic, with the exporter, and nothing installed on the system.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', 'build/tools/demo/main.js', ...process.argv.slice(2)]));
