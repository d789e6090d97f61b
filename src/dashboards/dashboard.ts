import { placePanels, type UnplacedPanel } from './layout.ts';
import type { Annotation, Dashboard, DashboardLink, Variable } from './model.ts';

/** The version of the classic JSON model that Grafana 11 reads, and 12 and 13 too. */
const SCHEMA_VERSION = 39;

const BUILT_IN_ANNOTATIONS: Annotation = {
  name: 'Annotations & Alerts',
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  builtIn: 1,
  type: 'dashboard',
};

/** What a dashboard consists of. */
export interface DashboardOptions {
  /** Fixed id in Grafana; part of the URL. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  readonly annotations?: readonly Annotation[];
  readonly panels: readonly UnplacedPanel[];
}

function buildLink(tag: string): DashboardLink {
  return {
    type: 'dashboards',
    title: 'Other dashboards',
    tags: [tag],
    asDropdown: true,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
    icon: 'external link',
    tooltip: '',
    url: '',
  };
}

/** Builds classic dashboard JSON: the last hour, refreshed every 30 s, with links to the dashboards of its first tag. */
export function buildDashboard(options: DashboardOptions): Dashboard {
  return {
    description: options.description,
    uid: options.uid,
    title: options.title,
    tags: options.tags,
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: false,
    graphTooltip: 1,
    timezone: 'browser',
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: options.variables },
    annotations: { list: [BUILT_IN_ANNOTATIONS, ...(options.annotations ?? [])] },
    links: options.tags.slice(0, 1).map(buildLink),
    panels: placePanels(options.panels),
  };
}
