import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { Message } from '../components/message.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { PAGES, pagesOf } from '../pages/index.ts';
import { useSession } from './session-context.ts';
import { usePageStart } from './use-page-start.ts';

const components = new Map<string, ComponentType>(
  PAGES.map(({ path, load }) => [path, lazy(async () => ({ default: await load() }))]),
);

/** Names the document for the page. */
function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · aiwatch`;
  }, [title]);
}

/** The page of the address. */
export function PageSwitch() {
  const { role } = useSession();
  const [location] = useLocation();
  const pages = pagesOf(role);
  const title = pages.find(({ path }) => path === location)?.title ?? 'Not found';
  usePageTitle(title);
  usePageStart(title);
  return (
    <ErrorBoundary key={location}>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {pages.map(({ path }) => (
            <Route key={path} path={path} component={components.get(path)!} />
          ))}
          {role !== 'admin' && (
            <Route path="/">
              <Redirect to="/activity" replace />
            </Route>
          )}
          <Route>
            <UnknownPage isKept={PAGES.some(({ path }) => path === location)} />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function PageSkeleton() {
  return (
    <>
      <Skeleton height={30} width={220} />
      <Skeleton height={320} />
    </>
  );
}

/** Another address, or a page of another role. */
function UnknownPage({ isKept }: { readonly isKept: boolean }) {
  return (
    <>
      <h1 className="visually-hidden">{isKept ? 'Not allowed' : 'Not found'}</h1>
      <Message icon="search" title={isKept ? 'This page is for administrators' : 'There is no such page'}>
        <p>
          {isKept
            ? 'You see your own activity. Sign in as an administrator to see more.'
            : 'The link may be old, or mistyped.'}
        </p>
        <Link href="/" className="button button-normal">
          Go to the first page
        </Link>
      </Message>
    </>
  );
}
