export { exportStore } from './export-store.ts';
export { importStore } from './import-store.ts';
