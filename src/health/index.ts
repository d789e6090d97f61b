export { type ApplicationWatch, watchApplications } from './checks/applications.ts';
export { watchAudit } from './checks/audit.ts';
export { createDatabaseCheck } from './checks/database.ts';
export { createMemoryCheck } from './checks/memory.ts';
export { watchSchema } from './checks/schema.ts';
export { createServiceCheck } from './checks/service.ts';
export { createSpoolCheck } from './checks/spool.ts';
export type { CheckReport, HealthCheck, HealthCheckOptions } from './health-check.ts';
export { createHealthHandler, type HealthHandler } from './health-handler.ts';
export { buildHealthPart } from './health-part.ts';
export {
  createHealthRegistry,
  type HealthListener,
  type HealthRegistry,
  type HealthRegistryOptions,
} from './health-registry.ts';
export { createReadiness } from './readiness.ts';
export { worstStatus } from './worst-status.ts';
