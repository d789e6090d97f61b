export { type AppLog, createLogger, type LogConfig } from './create-logger.ts';
