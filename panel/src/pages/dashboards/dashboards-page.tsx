import './dashboards.css';
import type { PanelAnswer, PanelDashboard } from '../../../../src/api/panel.ts';
import { fetchPanel } from '../../api/panel.ts';
import { Badge } from '../../components/badge.tsx';
import { ExternalLink } from '../../components/external-link.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { safeLink } from '../../data/safe-link.ts';
import { useQuery } from '../../data/use-query.ts';

const PLACES = [0, 1, 2, 3, 4, 5];

/** The ways into Grafana, Prometheus and Alertmanager. */
export function DashboardsPage() {
  const query = useQuery('panel', fetchPanel);
  return (
    <>
      <PageHead title="Dashboards">
        {query.data !== undefined && <OtherPlaces answer={query.data} />}
      </PageHead>
      <Loaded
        query={query}
        skeleton={
          <div className="grid dashboards">
            {PLACES.map(place => (
              <Skeleton key={place} height={142} />
            ))}
          </div>
        }
      >
        {({ grafanaUrl, dashboards }) =>
          grafanaUrl === null || dashboards.length === 0 ? (
            <NoGrafana />
          ) : (
            <ul className="grid dashboards">
              {dashboards.map(dashboard => (
                <li key={dashboard.uid}>
                  <DashboardCard grafanaUrl={grafanaUrl} dashboard={dashboard} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

interface DashboardCardProps {
  readonly grafanaUrl: string;
  readonly dashboard: PanelDashboard;
}

function DashboardCard({ grafanaUrl, dashboard }: DashboardCardProps) {
  const { uid, title, purpose, tags } = dashboard;
  return (
    <a
      className="dashboard"
      href={safeLink(`${grafanaUrl}/d/${encodeURIComponent(uid)}`)}
      target="_blank"
      rel="noreferrer"
    >
      <span className="dashboard-title">
        <strong>{title}</strong>
        <Icon name="external" size={15} />
      </span>
      <span>{purpose}</span>
      <span className="dashboard-tags">
        {tags.map(tag => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        <span className="visually-hidden">(in another tab)</span>
      </span>
    </a>
  );
}

function OtherPlaces({ answer }: { readonly answer: PanelAnswer }) {
  return (
    <div className="dashboard-places">
      <ExternalLink title="Grafana" href={answer.grafanaUrl} />
      <ExternalLink title="Prometheus" href={answer.prometheusUrl} />
      <ExternalLink title="Alertmanager" href={answer.alertmanagerUrl} />
    </div>
  );
}

function NoGrafana() {
  return (
    <Message icon="grid" title="Grafana is not configured">
      <p>
        Say where people reach it with <code>bundle.grafanaUrl</code> in <code>aiwatch.yml</code>, and load
        the dashboards that <code>aiwatch generate</code> writes to <code>grafana/</code>.
      </p>
    </Message>
  );
}
