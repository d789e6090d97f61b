import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { Server, type Socket } from 'socket.io';
import type { ApiEvent, LiveFrame, LiveGap, LiveSubscription } from '../../../src/api/live.ts';
import type { PanelRole, SessionAnswer } from '../../../src/api/session.ts';
import {
  buildDashboard,
  buildHealth,
  buildHistory,
  buildHours,
  buildIncidents,
  buildPanelAnswer,
  buildSilencedAlert,
} from './now-answers.ts';

const PANEL = fileURLToPath(new URL(process.env['PANEL_DIR'] ?? '../../../dist/panel', import.meta.url));

/** As strict as the server's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TOKENS: Readonly<Record<string, { role: PanelRole; userId: string | null }>> = {
  'admin.token.x': { role: 'admin', userId: 'ada' },
  'user.token.x': { role: 'user', userId: 'user_eng001' },
};
const CODE = 'one-time-code';
const COOKIE = 'session';

/** What is answered to a path; what is a status is answered as an error. */
export type Answers = Record<string, (query: Readonly<Record<string, string>>) => unknown>;

/** An error as the server answers it. */
export class Refusal {
  readonly status: number;
  readonly body: { readonly error: string; readonly message: string };

  constructor(status: number, error: string, message: string) {
    this.status = status;
    this.body = { error, message };
  }
}

function defaultAnswers(): Answers {
  const incidents = [...buildIncidents()];
  const history = buildHistory();
  return {
    '/api/monitoring/dashboard': buildDashboard,
    '/api/analytics/timeline': ({ from }) => buildHours(from!),
    '/api/v1/health': buildHealth,
    '/api/v1/panel': buildPanelAnswer,
    '/api/v1/monitoring/events': ({ type, userId, sessionId }) => ({
      events: history.filter(
        event =>
          (type === undefined || event.type === type) &&
          (userId === undefined || event.userId === userId) &&
          (sessionId === undefined || event.sessionId === sessionId),
      ),
      nextCursor: null,
    }),
    '/api/v1/incidents': ({ state }) => ({
      incidents: incidents.filter(incident => state === undefined || incident.state === state),
      nextCursor: null,
    }),
    '/api/v1/alerts': () => ({ source: 'alertmanager', reason: null, alerts: [buildSilencedAlert()] }),
    '/api/v1/incidents/:id': ({ id }) =>
      incidents.find(incident => incident.id === id) ??
      new Refusal(404, 'INCIDENT_UNKNOWN', 'There is no such incident.'),
    'POST /api/v1/incidents/:id/acknowledge': ({ id, note }) => {
      const index = incidents.findIndex(incident => incident.id === id);
      const acknowledged = {
        acknowledgedAt: new Date().toISOString(),
        acknowledgedBy: 'ada',
        note: note ?? null,
      };
      incidents[index] = { ...incidents[index]!, ...acknowledged };
      return incidents[index];
    },
  };
}

/** The built panel with recorded answers and a live feed that the test feeds; `close` it. */
export async function startNowServer() {
  if (!existsSync(PANEL)) throw new Error(`no panel in ${PANEL}: node tools/build.mjs`);
  const answers = defaultAnswers();
  const live: Live = { isOpen: true, transports: ['websocket', 'polling'], position: undefined };
  let signedIn: { role: PanelRole; userId: string | null } | undefined;
  let code: string | undefined = CODE;

  const app = Fastify({ forceCloseConnections: true });
  const session = (reason: string | null = null): SessionAnswer => {
    const base = { version: '0.1.0', name: 'assistant', ways: { oidc: null } };
    if (signedIn === undefined) return { signedIn: false, reason, ...base };
    return {
      signedIn: true,
      ...signedIn,
      expires: new Date(Date.now() + 8 * 3_600_000).toISOString(),
      ...base,
    };
  };
  let reason: string | null = null;
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/api/v1/session', () => session(reason));
  app.post<{ Body: { token?: string; code?: string } }>('/api/v1/session', (request, reply) => {
    if (request.headers['x-aiwatch-request'] === undefined)
      return reply.code(403).send({ error: 'REQUEST_FOREIGN' });
    const { token, code: given } = request.body;
    const found = given !== undefined && given === code ? TOKENS['admin.token.x'] : TOKENS[token ?? ''];
    if (given !== undefined) code = undefined;
    if (found === undefined)
      return reply.code(401).send({
        error: given === undefined ? 'TOKEN_INVALID' : 'SIGN_IN_CODE_INVALID',
        message: 'POST /api/v1/session: this token is not known. Make one: aiwatch token create.',
      });
    signedIn = found;
    return reply.header('set-cookie', `${COOKIE}=1; HttpOnly; SameSite=Strict; Path=/`).send(session());
  });
  app.delete('/api/v1/session', (_request, reply) => {
    signedIn = undefined;
    return reply.code(204).send();
  });
  const answer = (key: string, query: Readonly<Record<string, string>>) => {
    if (signedIn === undefined) return new Refusal(401, 'TOKEN_MISSING', 'This needs a token.');
    return answers[key]?.(query) ?? new Refusal(404, 'ROUTE_UNKNOWN', 'There is no such route.');
  };
  for (const key of Object.keys(answers)) {
    const [method = 'GET', url = key] = key.startsWith('/') ? ['GET', key] : key.split(' ');
    app.route<{ Querystring: Record<string, string>; Params: Record<string, string>; Body: object | null }>({
      method: method as 'GET',
      url,
      handler: (request, reply) => {
        const result = answer(key, { ...request.query, ...request.params, ...(request.body ?? {}) });
        return result instanceof Refusal ? reply.code(result.status).send(result.body) : reply.send(result);
      },
    });
  }

  await app.register(fastifyStatic, { root: PANEL, preCompressed: true, index: false });
  const index = await readFile(join(PANEL, 'index.html'), 'utf8');
  for (const path of ['/', '/activity', '/alerts', '/dashboards', '/nothing-here']) {
    app.get(path, (_request, reply) =>
      reply.header('content-security-policy', POLICY).type('text/html').send(index),
    );
  }
  const feed = startFeed(app.server, live, () => signedIn?.role === 'admin');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    answers,
    live,
    ...feed,
    code: CODE,
    signIn: (role: PanelRole) => {
      signedIn = TOKENS[`${role}.token.x`];
    },
    /** The session is over: everything is refused from now on. */
    endSession: () => {
      signedIn = undefined;
      reason = 'TOKEN_EXPIRED';
    },
    close: async () => {
      await feed.stop();
      await app.close();
    },
  };
}

interface Live {
  isOpen: boolean;
  transports: string[];
  /** Acknowledges subscriptions; undefined: without one. */
  position: string | undefined;
}

/** The live feed as `src/api/live.ts` has it. */
function startFeed(server: import('node:http').Server, live: Live, isAdmin: () => boolean) {
  const io = new Server(server, {
    serveClient: false,
    allowRequest: (request, done) => {
      const transport = new URL(request.url ?? '', 'http://localhost').searchParams.get('transport') ?? '';
      done(null, live.isOpen && live.transports.includes(transport));
    },
  });
  const namespace = io.of('/monitoring');
  const subscriptions = new Map<Socket, LiveSubscription>();
  let position = 0;
  namespace.use((_socket, next) => {
    const data = { code: 'ROLE_REFUSED', message: 'The live feed is for administrators.' };
    next(isAdmin() ? undefined : Object.assign(new Error(data.message), { data }));
  });
  namespace.on('connection', socket => {
    socket.on(
      'monitoring:subscribe',
      (subscription: LiveSubscription, acknowledge?: (answer: object) => void) => {
        subscriptions.set(socket, subscription);
        acknowledge?.({ ok: true, position: live.position });
      },
    );
    socket.on('disconnect', () => subscriptions.delete(socket));
  });
  const passes = ({ filter = {}, channels = ['events'] }: LiveSubscription, event: ApiEvent) =>
    channels.includes('events') &&
    (filter.types === undefined || filter.types.includes(event.type)) &&
    (filter.userId === undefined || filter.userId === event.userId);
  return {
    /** What the pages that are open follow now. */
    subscriptions: () => [...subscriptions.values()],
    /** Whether a page follows the events. */
    isFollowed: () => [...subscriptions.values()].some(({ channels }) => channels?.includes('events')),
    emitEvents(events: readonly ApiEvent[]) {
      const placed = events.map(event => ({ position: `p${++position}`, event }));
      for (const [socket, subscription] of subscriptions) {
        const mine = placed.filter(({ event }) => passes(subscription, event));
        if (mine.length > 0) socket.emit('monitoring:events', mine);
      }
    },
    emitFrame(type: LiveFrame['type'], data: unknown) {
      namespace.emit(type, { type, data, timestamp: new Date().toISOString() });
    },
    emitGap: (missed: number, reason?: LiveGap['reason']) =>
      namespace.emit('monitoring:gap', { missed, reason }),
    emitPosition: (position: string) => namespace.emit('monitoring:position', position),
    /** Ends all sockets with a reason, as the server does when a token has expired. */
    endSockets(code: string, message: string) {
      namespace.emit('monitoring:error', { code, message });
      namespace.disconnectSockets(true);
    },
    /** Cuts all connections. */
    cut: () => io.engine.close(),
    stop: () => io.close(),
  };
}
