import type { FastifyPluginCallback } from 'fastify';
import type { PanelAnswer } from '../../api/panel.ts';
import { listDashboards } from '../../bundle/index.ts';
import { trimSlash } from '../../config/index.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { listOf, nullableText, objectOf, text } from '../schemas/values.ts';

/** Addresses as people reach them. */
export interface PanelLinks {
  readonly grafanaUrl: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
}

const PATH = '/api/v1/panel';

const schema = readSchema({
  tag: 'panel',
  summary: 'Says where else to look: Grafana and its dashboards, Prometheus, Alertmanager',
  description: 'Users who are no administrators get no addresses.',
  answer: objectOf({
    grafanaUrl: nullableText,
    prometheusUrl: nullableText,
    alertmanagerUrl: nullableText,
    dashboards: listOf(objectOf({ uid: text, title: text, purpose: text, tags: listOf(text) })),
    timeZone: { ...text, description: 'Of the server, an IANA name.' },
  }),
});

/** `GET /api/v1/panel`: what the panel has to know beside data. */
export function createPanelSettingsRoute(links: PanelLinks): FastifyPluginCallback {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const forAdmins: PanelAnswer = {
    grafanaUrl: trimSlash(links.grafanaUrl),
    prometheusUrl: trimSlash(links.prometheusUrl),
    alertmanagerUrl: trimSlash(links.alertmanagerUrl),
    dashboards: listDashboards(),
    timeZone,
  };
  const forUsers: PanelAnswer = {
    grafanaUrl: null,
    prometheusUrl: null,
    alertmanagerUrl: null,
    dashboards: [],
    timeZone,
  };
  return (app, _options, done) => {
    app.get(PATH, { schema, onRequest: requireRole(`GET ${PATH}`, 'admin', 'user') }, request =>
      identityOf(request).role === 'admin' ? forAdmins : forUsers,
    );
    done();
  };
}
