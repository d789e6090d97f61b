import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunbookRoutes } from '../../src/server/routes/runbooks.ts';

let app: FastifyInstance;

beforeAll(async () => {
  app = fastify();
  await app.register(
    createRunbookRoutes({ prometheusUrl: 'http://prometheus.example:9090/', applicationJob: 'shop' }),
  );
});

afterAll(() => app.close());

describe('GET /runbooks', () => {
  it('lists every page, and the links lead to them', async () => {
    const { body } = await app.inject('/runbooks');
    const links = [...body.matchAll(/href="([^"]+)"/g)].map(match => match[1]);
    expect(links).toContain('runbooks/HighErrorRate');
    const pages = await Promise.all(links.map(link => app.inject(`/${link}`)));
    expect(pages.filter(page => page.statusCode !== 200)).toEqual([]);
  });
});

describe('GET /runbooks/:name', () => {
  it('shows the page of an alert, with links that run its queries in Prometheus', async () => {
    const { statusCode, body, headers } = await app.inject('/runbooks/HighErrorRate');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('<h2>Diagnosis</h2>');
    const links = [...body.matchAll(/href="(http:\/\/prometheus\.example:9090\/graph[^"]+)"/g)];
    const queries = links.map(match =>
      new URL(match[1]!.replaceAll('&amp;', '&')).searchParams.get('g0.expr'),
    );
    expect(queries[0]).toContain('http_requests_total');
  });

  it('asks for the job of the configuration', async () => {
    const { body } = await app.inject('/runbooks/AIProviderDown');
    expect(body).toContain('job=&quot;shop&quot;');
    expect(body).not.toContain('application&quot;');
  });

  it('leads from an alert to the page that it shares with others', async () => {
    const { statusCode, headers } = await app.inject('/runbooks/HttpAvailabilityBurn1h');
    expect({ statusCode, location: headers.location }).toEqual({
      statusCode: 302,
      location: '/runbooks/HttpAvailabilityBurn',
    });
  });

  it('may load nothing, from nowhere', async () => {
    const { headers } = await app.inject('/runbooks/HighErrorRate');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  });

  it.each(['NoSuchAlert', '..%2F..%2Fpackage', '%3Cscript%3Ealert(1)%3C%2Fscript%3E'])(
    'says that there is no page: %s',
    async name => {
      const { statusCode, body } = await app.inject(`/runbooks/${name}`);
      expect(statusCode).toBe(404);
      expect(body).not.toContain('<script>');
      expect(body).toContain('All runbooks');
    },
  );
});
