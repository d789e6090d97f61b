import { PageHead } from '../../components/page-head.tsx';

export function AlertsPage() {
  return <PageHead title="Alerts" />;
}
