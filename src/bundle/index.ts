export { SECRET_FILES } from './alertmanager/secrets.ts';
export { PARTS, type Part } from './generated-file.ts';
export { type FileResult, writeBundle } from './write-bundle.ts';
