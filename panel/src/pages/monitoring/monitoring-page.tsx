import { PageHead } from '../../components/page-head.tsx';

export function MonitoringPage() {
  return <PageHead title="Monitoring" />;
}
