import { PageHead } from '../../components/page-head.tsx';

export function DashboardsPage() {
  return <PageHead title="Dashboards" />;
}
