import type { BundleConfig } from '../config/index.ts';
import { DATASOURCE_UID } from './boards/uids.ts';
import { renderDuration } from './duration.ts';
import { buildDatasourceSecurity } from './prometheus/client-security.ts';

/**
 * Data sources of Grafana. Addresses come from Grafana's own environment, so that one file serves containers and
 * programs on the machine alike. `timeInterval` has to be the scrape interval: `$__rate_interval` follows from it.
 */
export function buildDatasources(config: BundleConfig) {
  const prometheus = buildDatasourceSecurity(config, 'prometheus');
  const alertmanager = buildDatasourceSecurity(config, 'alertmanager');
  return {
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'Prometheus',
        uid: DATASOURCE_UID,
        type: 'prometheus',
        access: 'proxy',
        url: '$PROMETHEUS_URL',
        isDefault: true,
        editable: false,
        ...prometheus.settings,
        jsonData: {
          ...prometheus.jsonData,
          httpMethod: 'POST',
          prometheusType: 'Prometheus',
          timeInterval: renderDuration(config.scrapeIntervalSeconds),
        },
      },
      {
        name: 'Alertmanager',
        uid: 'aiwatch-alertmanager',
        type: 'alertmanager',
        access: 'proxy',
        url: '$ALERTMANAGER_URL',
        editable: false,
        ...alertmanager.settings,
        jsonData: {
          ...alertmanager.jsonData,
          implementation: 'prometheus',
          handleGrafanaManagedAlerts: false,
        },
      },
    ],
  };
}

/** Where Grafana finds the dashboards; the folder comes from its environment too. */
export function buildDashboardProvider() {
  return {
    apiVersion: 1,
    providers: [
      {
        name: 'aiwatch',
        type: 'file',
        folder: 'aiwatch',
        folderUid: 'aiwatch',
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: '$DASHBOARDS_DIR', foldersFromFilesStructure: false },
      },
    ],
  };
}
