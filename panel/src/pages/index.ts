import type { ComponentType } from 'react';
import type { PanelRole } from '../../../src/api/session.ts';
import type { IconName } from '../components/icon.tsx';

/** A page of the panel. */
export interface PageDef {
  /** Of the address; parameters of a page are in its query. */
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  /** Under which heading it is listed. */
  readonly group: 'Now' | 'Look back' | 'Administration';
  readonly roles: readonly PanelRole[];
  /** Loads its code, when it is first shown. */
  readonly load: () => Promise<ComponentType>;
}

const admin = ['admin'] as const;
const everyone = ['admin', 'user'] as const;

/** All pages, in the order of the navigation. */
export const PAGES: readonly PageDef[] = [
  {
    path: '/',
    title: 'Monitoring',
    icon: 'pulse',
    group: 'Now',
    roles: admin,
    load: async () => (await import('./monitoring/monitoring-page.tsx')).MonitoringPage,
  },
  {
    path: '/activity',
    title: 'Activity',
    icon: 'list',
    group: 'Now',
    roles: everyone,
    load: async () => (await import('./activity/activity-page.tsx')).ActivityPage,
  },
  {
    path: '/alerts',
    title: 'Alerts',
    icon: 'bell',
    group: 'Now',
    roles: admin,
    load: async () => (await import('./alerts/alerts-page.tsx')).AlertsPage,
  },
  {
    path: '/analytics',
    title: 'Analytics',
    icon: 'chart',
    group: 'Look back',
    roles: admin,
    load: async () => (await import('./analytics/analytics-page.tsx')).AnalyticsPage,
  },
  {
    path: '/system',
    title: 'System',
    icon: 'server',
    group: 'Look back',
    roles: admin,
    load: async () => (await import('./system/system-page.tsx')).SystemPage,
  },
  {
    path: '/events',
    title: 'Events',
    icon: 'search',
    group: 'Look back',
    roles: everyone,
    load: async () => (await import('./events/events-page.tsx')).EventsPage,
  },
  {
    path: '/dashboards',
    title: 'Dashboards',
    icon: 'grid',
    group: 'Look back',
    roles: admin,
    load: async () => (await import('./dashboards/dashboards-page.tsx')).DashboardsPage,
  },
  {
    path: '/users',
    title: 'Users',
    icon: 'users',
    group: 'Administration',
    roles: admin,
    load: async () => (await import('./users/users-page.tsx')).UsersPage,
  },
  {
    path: '/audit',
    title: 'Audit',
    icon: 'shield',
    group: 'Administration',
    roles: admin,
    load: async () => (await import('./audit/audit-page.tsx')).AuditPage,
  },
  {
    path: '/me',
    title: 'Your data',
    icon: 'person',
    group: 'Look back',
    roles: ['user'],
    load: async () => (await import('./users/own-data-page.tsx')).OwnDataPage,
  },
];

/** The pages that a role may see. */
export const pagesOf = (role: PanelRole): readonly PageDef[] =>
  PAGES.filter(({ roles }) => roles.includes(role));
