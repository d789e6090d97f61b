// node tools/secret-rules.mjs: fetches the rules of gitleaks and writes src/events/redaction/rules/gitleaks-data.ts.
import { prepare, run } from './bootstrap.mjs';

await prepare();
process.exit(await run(['node', 'build/tools/secret-rules/main.js']));
