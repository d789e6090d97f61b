import { ErrorBoundary } from './components/error-boundary.tsx';
import { Toasts } from './components/toasts.tsx';
import { LiveProvider } from './live/live-context.tsx';
import { Layout } from './shell/layout.tsx';
import { PageSwitch } from './shell/page-switch.tsx';
import { SessionGate } from './shell/session-gate.tsx';

/** The panel: signed in, its pages within their frame; otherwise the page to sign in. */
export function App() {
  return (
    <ErrorBoundary>
      <Toasts>
        <SessionGate>
          <LiveProvider>
            <Layout>
              <PageSwitch />
            </Layout>
          </LiveProvider>
        </SessionGate>
      </Toasts>
    </ErrorBoundary>
  );
}
