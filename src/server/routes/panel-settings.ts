import type { FastifyPluginCallback } from 'fastify';
import type { PanelAnswer } from '../../api/panel.ts';
import { listDashboards } from '../../bundle/index.ts';
import { trimSlash } from '../../config/index.ts';
import { isLoopbackHost } from '../../metrics/index.ts';
import { identityOf } from '../access/identity.ts';
import { hostNameOf } from '../access/request-host.ts';
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
  description:
    'Users who are no administrators get no addresses. Who asks from another machine gets none on localhost.',
  answer: objectOf({
    grafanaUrl: nullableText,
    prometheusUrl: nullableText,
    alertmanagerUrl: nullableText,
    dashboards: listOf(objectOf({ uid: text, title: text, purpose: text, tags: listOf(text) })),
  }),
});

const isOnLoopback = (host: string) => isLoopbackHost(hostNameOf(host).toLowerCase());

/** The address, or null where it leads to the machine of the server, and the viewer is at another one. */
function linkFor(host: string, url: string): string | null {
  return isOnLoopback(new URL(url).host) && !isOnLoopback(host) ? null : trimSlash(url);
}

/** `GET /api/v1/panel`: what the panel has to know beside data. */
export function createPanelSettingsRoute(links: PanelLinks): FastifyPluginCallback {
  const dashboards = listDashboards();
  const forAdmins = (host: string): PanelAnswer => ({
    grafanaUrl: linkFor(host, links.grafanaUrl),
    prometheusUrl: linkFor(host, links.prometheusUrl),
    alertmanagerUrl: linkFor(host, links.alertmanagerUrl),
    dashboards,
  });
  const forUsers: PanelAnswer = {
    grafanaUrl: null,
    prometheusUrl: null,
    alertmanagerUrl: null,
    dashboards: [],
  };
  return (app, _options, done) => {
    app.get(PATH, { schema, onRequest: requireRole(`GET ${PATH}`, 'admin', 'user') }, request =>
      identityOf(request).role === 'admin' ? forAdmins(request.host) : forUsers,
    );
    done();
  };
}
