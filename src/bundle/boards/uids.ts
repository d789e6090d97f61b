/** The fixed id of the overview in Grafana; links of alerts lead there. */
export const OVERVIEW_UID = 'aiwatch-overview';

/** The fixed id of the provisioned data source. */
export const DATASOURCE_UID = 'aiwatch-prometheus';
